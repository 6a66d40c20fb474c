using System.Collections.Immutable;
using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Systems;

/// <summary>What may differ between systems of one structure.</summary>
/// <param name="Columns">The columns with their reference amounts.</param>
/// <param name="Technosphere">A.</param>
/// <param name="Biosphere">B.</param>
/// <param name="Amounts">The amount of every exchange.</param>
/// <param name="Terms">What each exchange contributes, where providers were swapped; null where none was.</param>
internal sealed record SystemContent(ImmutableArray<SystemColumn> Columns, CscMatrix Technosphere, CscMatrix Biosphere, double[] Amounts, ExchangeTerm[]? Terms);
