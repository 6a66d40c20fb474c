namespace CarbonLca.Systems;

/// <summary>One column of A and B: a process of the database, or the part of it that stands for one co-product.</summary>
/// <param name="Id">Its identity: the process's id, followed by <c>#</c> and the flow's id for a part that is not the reference.</param>
/// <param name="Process">The index of the process in the database.</param>
/// <param name="ReferenceFlow">The index of the flow it supplies or treats.</param>
/// <param name="ReferenceAmount">The diagonal: its net output of that flow, in the flow's reference unit; negative for a waste treated.</param>
public readonly record struct SystemColumn(string Id, int Process, int ReferenceFlow, double ReferenceAmount);

/// <summary>One row of A: a flow as one column supplies it.</summary>
/// <param name="Flow">The index of the flow in the database.</param>
/// <param name="Column">The column that supplies it.</param>
/// <remarks>The same flow from two providers is two products: they have different footprints.</remarks>
public readonly record struct SystemProduct(int Flow, int Column);
