namespace CarbonLca.Formats.Tables;

/// <summary>The tables of the format; <c>FORMAT.md</c> beside this file prints them.</summary>
internal static class TableSchemas
{
    public static readonly TableSchema Flows = new("flows",
    [
        new("flow", true, CellKind.Text, "identity"),
        new("name", true, CellKind.Text, "name in the language of the data"),
        new("kind", true, CellKind.Word, "product, waste or elementary"),
        new("unit", true, CellKind.Word, "reference unit"),
        new("compartment", false, CellKind.Word, "where an elementary flow comes from or goes to"),
        new("cas", false, CellKind.Text, "CAS registry number"),
        new("name_zh", false, CellKind.Text, "Chinese name"),
        new("location", false, CellKind.Word, "location of a regional flow"),
        new("density", false, CellKind.Number, "kg per m3, for a flow measured by mass or volume"),
    ]);

    public static readonly TableSchema Properties = new("properties",
    [
        new("flow", true, CellKind.Word, "identity of the flow"),
        new("property", true, CellKind.Word, "the property"),
        new("amount", true, CellKind.Number, "how much of it one reference unit of the flow has, in 'unit'"),
        new("unit", true, CellKind.Word, "unit of the amount"),
    ]);

    public static readonly TableSchema Processes = new("processes",
    [
        new("process", true, CellKind.Text, "identity"),
        new("name", true, CellKind.Text, "name in the language of the data"),
        new("location", false, CellKind.Word, "where it takes place"),
        new("reference_flow", true, CellKind.Text, "identity of the flow it supplies, or the waste it treats"),
        new("reference_amount", true, CellKind.Number, "how much of it, in 'unit'"),
        new("unit", true, CellKind.Word, "unit of the reference amount"),
        new("stage", false, CellKind.Word, "stage of the life cycle"),
        new("name_zh", false, CellKind.Text, "Chinese name"),
        new("allocation", false, CellKind.Word, "physical, economic or causal: how its burdens are shared by default"),
    ]);

    public static readonly TableSchema Exchanges = new("exchanges",
    [
        new("process", true, CellKind.Word, "identity of the process"),
        new("flow", true, CellKind.Word, "identity of the flow"),
        new("direction", true, CellKind.Word, "input or output"),
        new("amount", true, CellKind.Number, "in 'unit'"),
        new("unit", true, CellKind.Word, "unit of the amount and of the parameters below"),
        new("provider", false, CellKind.Word, "identity of the process that supplies the product or treats the waste"),
        new("distribution", false, CellKind.Word, "word of the distribution; missing for none"),
        new("scale", false, CellKind.Number, "lognormal: sigma of ln; normal: standard deviation; beta: beta; others: scale, in 'unit'"),
        new("shape", false, CellKind.Number, "beta-PERT: weight of the mode; beta: alpha; Bernoulli: probability; Student t: degrees of freedom; extreme value: xi"),
        new("minimum", false, CellKind.Number, "lower end or bound, in 'unit'"),
        new("maximum", false, CellKind.Number, "upper end or bound, in 'unit'"),
        new("avoided", false, CellKind.Flag, "whether the product is avoided"),
        new("values", false, CellKind.Text, "numbers with spaces between them, in 'unit', for the distributions of values"),
        new("group", false, CellKind.Word, "exchanges of one group share a draw"),
        new("mirrored", false, CellKind.Flag, "whether the distribution has the opposite sign"),
    ]);

    public static readonly TableSchema Units = new("units",
    [
        new("unit", true, CellKind.Text, "how the unit is written"),
        new("factor", false, CellKind.Decimal, "how many of the unit in 'of' it is"),
        new("of", false, CellKind.Word, "unit it converts to"),
        new("group", false, CellKind.Word, "kind of quantity of a unit that converts to no other"),
    ]);

    public static readonly TableSchema Allocation = new("allocation",
    [
        new("process", true, CellKind.Word, "identity of the process"),
        new("product", true, CellKind.Word, "identity of the co-product's flow"),
        new("key", true, CellKind.Word, "physical, economic or causal"),
        new("factor", true, CellKind.Number, "share of the burdens"),
        new("exchange_flow", false, CellKind.Word, "for a causal factor, the flow of the exchanges it applies to"),
    ]);

    public static readonly TableSchema Sources = new("sources",
    [
        new("process", true, CellKind.Text, "identity of the process"),
        new("source", true, CellKind.Word, "where the numbers come from"),
        new("year", false, CellKind.Whole, "year the data represent"),
        new("region", false, CellKind.Word, "region the data represent"),
        new("gwp_set", false, CellKind.Word, "set of global warming potentials inside the figure"),
        new("confidence", false, CellKind.Word, "how sure the figure is"),
        new("note", false, CellKind.Word, "what else to know"),
    ]);

    public static readonly TableSchema Methods = new("methods",
    [
        new("category", true, CellKind.Word, "code of the impact category"),
        new("category_unit", true, CellKind.Word, "unit of its results"),
        new("flow", true, CellKind.Text, "id, name or synonym of the flow"),
        new("cas", false, CellKind.Text, "CAS registry number"),
        new("compartment", false, CellKind.Word, "compartment; missing for any"),
        new("location", false, CellKind.Word, "location; missing for any"),
        new("direction", false, CellKind.Word, "input or output; missing for any"),
        new("factor", true, CellKind.Number, "impact of one 'unit' of the flow"),
        new("unit", true, CellKind.Word, "unit of the flow"),
        new("source", false, CellKind.Word, "where the factor comes from"),
        new("confidence", false, CellKind.Word, "how sure it is"),
        new("distribution", false, CellKind.Word, "word of the factor's distribution; missing for none"),
        new("scale", false, CellKind.Number, "as in exchanges, in the unit of the factor"),
        new("shape", false, CellKind.Number, "as in exchanges"),
        new("minimum", false, CellKind.Number, "lower end or bound, in the unit of the factor"),
        new("maximum", false, CellKind.Number, "upper end or bound, in the unit of the factor"),
        new("values", false, CellKind.Text, "numbers with spaces between them, in the unit of the factor, for the distributions of values"),
        new("group", false, CellKind.Word, "factors and exchanges of one group share a draw"),
        new("mirrored", false, CellKind.Flag, "whether the distribution has the opposite sign"),
    ]);

    public static readonly TableSchema Synonyms = new("synonyms",
    [
        new("flow", true, CellKind.Text, "name in the method table"),
        new("synonym", true, CellKind.Text, "another name of it"),
        new("source", false, CellKind.Word, "where it is called so"),
    ]);

    /// <summary>All of them, in the order they are read.</summary>
    public static readonly IReadOnlyList<TableSchema> All = [Units, Flows, Properties, Processes, Exchanges, Allocation, Sources, Methods, Synonyms];
}
