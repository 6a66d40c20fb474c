namespace CarbonLca.Formats.Columns;

/// <summary>What a column holds.</summary>
public enum ColumnKind
{
    /// <summary>True or false, one bit each, lowest bit first.</summary>
    Boolean,

    /// <summary>8-bit signed integers.</summary>
    Int8,

    /// <summary>16-bit signed integers.</summary>
    Int16,

    /// <summary>32-bit signed integers.</summary>
    Int32,

    /// <summary>64-bit signed integers.</summary>
    Int64,

    /// <summary>8-bit unsigned integers.</summary>
    UInt8,

    /// <summary>16-bit unsigned integers.</summary>
    UInt16,

    /// <summary>32-bit unsigned integers.</summary>
    UInt32,

    /// <summary>64-bit unsigned integers.</summary>
    UInt64,

    /// <summary>IEEE 754 binary32.</summary>
    Float32,

    /// <summary>IEEE 754 binary64.</summary>
    Float64,

    /// <summary>Days since 1970-01-01, 32-bit signed.</summary>
    Date,

    /// <summary>A count of <see cref="TimeUnit"/> since 1970-01-01T00:00, 64-bit signed; in UTC when the type names a time zone.</summary>
    Timestamp,

    /// <summary>Texts in UTF-8 with 32-bit offsets.</summary>
    Utf8,

    /// <summary>Texts given by 32-bit indices into a dictionary of distinct UTF-8 texts.</summary>
    Dictionary,
}

/// <summary>What one step of a timestamp is.</summary>
public enum TimeUnit
{
    /// <summary>One second.</summary>
    Second,

    /// <summary>10⁻³ s.</summary>
    Millisecond,

    /// <summary>10⁻⁶ s.</summary>
    Microsecond,

    /// <summary>10⁻⁹ s.</summary>
    Nanosecond,
}

/// <summary>The type of a column: its kind, and for timestamps the unit and the time zone.</summary>
public readonly record struct ColumnType
{
    private ColumnType(ColumnKind kind, TimeUnit unit, string? timeZone)
    {
        Kind = kind;
        Unit = unit;
        TimeZone = timeZone;
    }

    /// <summary>Texts.</summary>
    public static ColumnType Utf8 => Of(ColumnKind.Utf8);

    /// <summary>Texts by dictionary.</summary>
    public static ColumnType Dictionary => Of(ColumnKind.Dictionary);

    /// <summary>What the column holds.</summary>
    public ColumnKind Kind { get; }

    /// <summary>The step of a timestamp; <see cref="TimeUnit.Second"/> for other kinds.</summary>
    public TimeUnit Unit { get; }

    /// <summary>The time zone a timestamp is shown in (a name of the IANA database, or <c>UTC</c>); null for local times and other kinds.</summary>
    public string? TimeZone { get; }

    /// <summary>Bytes of one value; 0 for <see cref="ColumnKind.Boolean"/> and <see cref="ColumnKind.Utf8"/>, 4 for the indices of a dictionary.</summary>
    public int ByteWidth => Kind switch
    {
        ColumnKind.Boolean or ColumnKind.Utf8 => 0,
        ColumnKind.Int8 or ColumnKind.UInt8 => 1,
        ColumnKind.Int16 or ColumnKind.UInt16 => 2,
        ColumnKind.Int32 or ColumnKind.UInt32 or ColumnKind.Float32 or ColumnKind.Date or ColumnKind.Dictionary => 4,
        _ => 8,
    };

    /// <summary>Whether the column holds texts, directly or by dictionary.</summary>
    public bool IsText => Kind is ColumnKind.Utf8 or ColumnKind.Dictionary;

    /// <summary>The type of a kind that needs nothing else.</summary>
    /// <exception cref="ArgumentException">A timestamp: it needs its unit.</exception>
    public static ColumnType Of(ColumnKind kind)
    {
        if (!Enum.IsDefined(kind)) throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of column.");
        if (kind == ColumnKind.Timestamp) throw new ArgumentException("A timestamp needs its unit: use ColumnType.Timestamp.", nameof(kind));
        return new ColumnType(kind, TimeUnit.Second, null);
    }

    /// <summary>Instants (with a time zone) or local times (without).</summary>
    public static ColumnType Timestamp(TimeUnit unit, string? timeZone = null)
    {
        if (!Enum.IsDefined(unit)) throw new ArgumentOutOfRangeException(nameof(unit), unit, "There is no such time unit.");
        if (timeZone is { Length: 0 }) throw new ArgumentException("The time zone is empty; leave it out for local times.", nameof(timeZone));
        return new ColumnType(ColumnKind.Timestamp, unit, timeZone);
    }

    /// <summary>The type whose values .NET calls <typeparamref name="T"/>.</summary>
    /// <exception cref="ArgumentException">No kind of column holds it.</exception>
    public static ColumnType For<T>()
        where T : unmanaged
    {
        return Of(default(T) switch
        {
            sbyte => ColumnKind.Int8,
            short => ColumnKind.Int16,
            int => ColumnKind.Int32,
            long => ColumnKind.Int64,
            byte => ColumnKind.UInt8,
            ushort => ColumnKind.UInt16,
            uint => ColumnKind.UInt32,
            ulong => ColumnKind.UInt64,
            float => ColumnKind.Float32,
            double => ColumnKind.Float64,
            _ => throw new ArgumentException($"No column holds values of type {typeof(T).Name}; integers of 8 to 64 bits, float and double are held."),
        });
    }

    /// <summary>Whether the values of this type are laid out as <typeparamref name="T"/>: integers, floats, the days of dates, the steps of timestamps, the indices of dictionaries.</summary>
    public bool Holds<T>()
        where T : unmanaged => default(T) switch
        {
            int => Kind is ColumnKind.Int32 or ColumnKind.Date or ColumnKind.Dictionary,
            long => Kind is ColumnKind.Int64 or ColumnKind.Timestamp,
            sbyte => Kind == ColumnKind.Int8,
            short => Kind == ColumnKind.Int16,
            byte => Kind == ColumnKind.UInt8,
            ushort => Kind == ColumnKind.UInt16,
            uint => Kind == ColumnKind.UInt32,
            ulong => Kind == ColumnKind.UInt64,
            float => Kind == ColumnKind.Float32,
            double => Kind == ColumnKind.Float64,
            _ => false,
        };

    /// <summary>The type in Arrow's words: <c>float64</c>, <c>timestamp[us, UTC]</c>, <c>dictionary&lt;int32, utf8&gt;</c>.</summary>
    public override string ToString() => Kind switch
    {
        ColumnKind.Boolean => "bool",
        ColumnKind.Int8 => "int8",
        ColumnKind.Int16 => "int16",
        ColumnKind.Int32 => "int32",
        ColumnKind.Int64 => "int64",
        ColumnKind.UInt8 => "uint8",
        ColumnKind.UInt16 => "uint16",
        ColumnKind.UInt32 => "uint32",
        ColumnKind.UInt64 => "uint64",
        ColumnKind.Float32 => "float32",
        ColumnKind.Float64 => "float64",
        ColumnKind.Date => "date32",
        ColumnKind.Timestamp when TimeZone is null => $"timestamp[{UnitSymbol}]",
        ColumnKind.Timestamp => $"timestamp[{UnitSymbol}, {TimeZone}]",
        ColumnKind.Utf8 => "utf8",
        _ => "dictionary<int32, utf8>",
    };

    private string UnitSymbol => Unit switch
    {
        TimeUnit.Second => "s",
        TimeUnit.Millisecond => "ms",
        TimeUnit.Microsecond => "us",
        _ => "ns",
    };
}
