using System.Collections.Immutable;
using CarbonLca.Formats.Arrow;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Parquet;
using CarbonLca.Model;

namespace CarbonLca.Formats.Store;

/// <summary>What other programs read.</summary>
public enum ExportFormat
{
    /// <summary>Apache Arrow IPC files.</summary>
    Arrow = 0,

    /// <summary>Parquet files, snappy.</summary>
    Parquet = 1,

    /// <summary>Comma-separated values.</summary>
    Csv = 2,
}

/// <summary>Writes the tables of a database for other programs.</summary>
/// <remarks>
/// The tables are those of a stored database; <c>SCHEMA.md</c> beside this file says what every column holds, and Arrow and Parquet
/// files say it in their metadata. The same package always gives the same bytes. For CSV that can be read back as a database use
/// <see cref="Tables.TablesWriter"/>: these files are columns with row numbers, not something to edit.
/// </remarks>
public static class DatabaseExport
{
    /// <summary>Writes every table into a folder, which is created when it does not exist; files of the same names are replaced.</summary>
    /// <param name="package">What to write; it must have a database.</param>
    /// <param name="folder">Where.</param>
    /// <param name="format">In which format; also the ending of the files.</param>
    /// <returns>The paths of the files, in the order of the tables.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static ImmutableArray<string> Write(LciPackage package, string folder, ExportFormat format)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        if (!Enum.IsDefined(format)) throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format.");
        LciDatabase database = package.Database ?? throw new ArgumentException("The package has no database to export.", nameof(package));
        Directory.CreateDirectory(folder);
        ImmutableArray<string>.Builder paths = ImmutableArray.CreateBuilder<string>();
        foreach ((string name, ColumnTable table) in StoreTables.Of(package, database))
        {
            string path = Path.Combine(folder, name + Ending(format));
            using FileStream stream = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
            Write(stream, table, format);
            paths.Add(path);
        }

        return paths.ToImmutable();
    }

    private static void Write(Stream stream, ColumnTable table, ExportFormat format)
    {
        switch (format)
        {
            case ExportFormat.Arrow:
                ArrowWriter.WriteFile(stream, table);
                break;
            case ExportFormat.Parquet:
                ParquetWriter.Write(stream, table);
                break;
            default:
                ColumnCsv.Write(stream, table);
                break;
        }
    }

    private static string Ending(ExportFormat format) => format switch
    {
        ExportFormat.Arrow => ".arrow",
        ExportFormat.Parquet => ".parquet",
        _ => ".csv",
    };
}
