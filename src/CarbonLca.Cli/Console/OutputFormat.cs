namespace CarbonLca.Cli.Console;

/// <summary>How data are printed.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>JSON, all digits.</summary>
    Json,

    /// <summary>Comma-separated values, all digits.</summary>
    Csv,
}
