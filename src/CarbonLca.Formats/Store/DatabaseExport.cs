using System.Collections.Immutable;
using CarbonLca.Formats.Arrow;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Parquet;
using CarbonLca.Formats.Tables;
using CarbonLca.Model;

namespace CarbonLca.Formats.Store;

/// <summary>Writes the tables of a database for other programs.</summary>
/// <remarks>
/// The tables are those of a stored database; <c>SCHEMA.md</c> beside this file says what every column holds, and Arrow and Parquet
/// files say it in their metadata. The same package always gives the same bytes, and <see cref="ExportedFormat"/> reads them back. Rows name
/// each other by number here; for tables that people edit use <see cref="TablesWriter"/>.
/// </remarks>
public static class DatabaseExport
{
    /// <summary>Writes every table into a folder, which is created when it does not exist; files of the same names are replaced.</summary>
    /// <param name="package">What to write; it must have a database.</param>
    /// <param name="folder">Where.</param>
    /// <param name="encoding">How each table is kept; also the ending of the files.</param>
    /// <returns>The paths of the files, in the order of the tables.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static ImmutableArray<string> Write(LciPackage package, string folder, TableEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        if (!Enum.IsDefined(encoding)) throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "There is no such encoding.");
        LciDatabase database = package.Database ?? throw new ArgumentException("The package has no database to export.", nameof(package));
        Directory.CreateDirectory(folder);
        ImmutableArray<string>.Builder paths = ImmutableArray.CreateBuilder<string>();
        foreach ((string name, ColumnTable table) in StoreTables.Of(package, database))
        {
            string path = Path.Combine(folder, name + TableFiles.EndingOf(encoding));
            using FileStream stream = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
            Write(stream, table, encoding);
            paths.Add(path);
        }

        return paths.ToImmutable();
    }

    private static void Write(Stream stream, ColumnTable table, TableEncoding encoding)
    {
        switch (encoding)
        {
            case TableEncoding.Arrow:
                ArrowWriter.WriteFile(stream, table);
                break;
            case TableEncoding.Parquet:
                ParquetWriter.Write(stream, table);
                break;
            default:
                ColumnCsv.Write(stream, table);
                break;
        }
    }
}
