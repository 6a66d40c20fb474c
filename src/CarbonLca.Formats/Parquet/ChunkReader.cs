using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Unicode;
using CarbonLca.Diagnostics;
using CarbonLca.Formats.Columns;
using CarbonLca.Formats.Packaging;

namespace CarbonLca.Formats.Parquet;

/// <summary>Decodes one column of one row group.</summary>
internal sealed class ChunkReader
{
    private readonly ByteRegion _bytes;
    private readonly ParquetFaults _faults;
    private readonly ParquetBudget _budget;
    private readonly ParquetColumn _column;
    private readonly ColumnChunk _chunk;
    private readonly int _rows;
    private readonly PageScratch _scratch;
    private readonly List<Page> _pages = [];

    private Memory<byte> _validity;
    private Memory<byte> _values;
    private int _missing;
    private int _row;

    // The dictionary page: fixed-width values, or texts.
    private ReadOnlyMemory<byte> _dictionary;
    private int _dictionaryCount;
    private Column? _dictionaryTexts;

    // Texts in full.
    private bool _isFull;
    private byte[] _text = [];
    private int _textLength;

    public ChunkReader(ByteRegion bytes, ParquetFaults faults, ParquetBudget budget, ParquetColumn column, ColumnChunk chunk, int rows, PageScratch scratch)
    {
        _scratch = scratch;
        _bytes = bytes;
        _faults = faults;
        _budget = budget;
        _column = column;
        _chunk = chunk;
        _rows = rows;
    }

    private bool IsText => _column.Physical == ParquetPhysical.ByteArray;

    /// <summary>The column's values; texts by dictionary when all pages store them so.</summary>
    public Column Read()
    {
        FindPages();
        _isFull = IsText && (_dictionaryTexts is null || _pages.Exists(p => !IsDictionary(p.Header.Encoding)));
        if (_column.IsNullable) _validity = Allocate(Bits.Bytes(_rows));
        long width = IsText ? sizeof(int) : _column.PhysicalWidth;
        _values = Allocate((_rows + (_isFull ? 1L : 0)) * width);
        foreach (Page page in _pages) ReadPage(page);
        if (_row != _rows) throw Damaged($"its pages hold {_row} values; expected {_rows}, the rows of the group.", $"其数据页含 {_row} 个值；应为 {_rows}，即行组的行数。");
        if (_chunk.Statistics?.NullCount is { } said && said != _missing)
            throw Damaged($"its statistics say that {said} values are missing, and {_missing} are.", $"其统计信息声明缺失 {said} 个值，而实际缺失 {_missing} 个。");
        return Finish();
    }

    // Walks the page headers and reads the dictionary.
    private void FindPages()
    {
        long position = _chunk.Start;
        long end = position + _chunk.CompressedBytes;
        long values = 0;
        while (position < end && values < _rows)
        {
            Wording where = new($"A page header of column '{_column.Name}' at byte {position}", $"列 '{_column.Name}' 位于第 {position} 字节的页头");
            PageHeader header = ReadHeader(position, end, where, out int headerLength);
            position += headerLength;
            if (header.CompressedBytes > end - position) throw Damaged($"a page of {header.CompressedBytes} bytes at {position} exceeds its chunk.", $"位于 {position}、长 {header.CompressedBytes} 字节的页超出了所在的列块。");
            Page page = new(header, _bytes.Slice(position, header.CompressedBytes));
            position += header.CompressedBytes;
            switch ((ParquetPageType)header.Type)
            {
                case ParquetPageType.DictionaryPage:
                    if (_dictionaryCount != 0 || _pages.Count != 0) throw Damaged("it has a dictionary page that is not its first page.", "其字典页不是第一页。");
                    ReadDictionary(page);
                    break;
                case ParquetPageType.DataPage or ParquetPageType.DataPageV2:
                    RequireRead(header.Encoding);
                    values += header.ValueCount;
                    _pages.Add(page);
                    break;
                default:
                    break;
            }
        }

        if (values != _rows) throw Damaged($"its pages announce {values} values; expected {_rows}, the rows of the group.", $"其数据页声明 {values} 个值；应为 {_rows}，即行组的行数。");
    }

    // Statistics in a header may be long, so a header has no fixed largest length; most end within the first kilobytes.
    private PageHeader ReadHeader(long position, long end, Wording where, out int length)
    {
        int window = (int)Math.Min(end - position, int.MaxValue - 128);
        return new ParquetMetadataReader(_faults).ReadPage(_bytes.Slice(position, window).Span, where, out length);
    }

    private void RequireRead(ParquetEncoding encoding)
    {
        bool isRead = encoding switch
        {
            ParquetEncoding.Plain => true,
            ParquetEncoding.PlainDictionary or ParquetEncoding.RleDictionary => _column.Physical != ParquetPhysical.Boolean,
            ParquetEncoding.Rle => _column.Physical == ParquetPhysical.Boolean,
            ParquetEncoding.DeltaBinaryPacked => _column.Physical is ParquetPhysical.Int32 or ParquetPhysical.Int64,
            _ => false,
        };
        if (isRead) return;
        string name = ParquetNumbers.NameOf(encoding);
        throw _faults.NotSupported(_column.Name, new($"{name} encoding", $" {name} 编码"));
    }

    private void ReadDictionary(Page page)
    {
        if (page.Header.Encoding is not (ParquetEncoding.Plain or ParquetEncoding.PlainDictionary)) throw _faults.NotSupported(_column.Name, new($"{ParquetNumbers.NameOf(page.Header.Encoding)} encoding in its dictionary", $"字典中的 {ParquetNumbers.NameOf(page.Header.Encoding)} 编码"));
        if (_column.Physical == ParquetPhysical.Boolean) throw Damaged("it is BOOLEAN and has a dictionary.", "它是 BOOLEAN 却带有字典。");
        int count = page.Header.ValueCount;
        ReadOnlyMemory<byte> bytes = Expand(page.Header, page.Bytes, keep: true);
        _dictionaryCount = count;
        if (!IsText)
        {
            if (bytes.Length < (long)count * _column.PhysicalWidth) throw Damaged($"its dictionary of {count} values has only {bytes.Length} bytes.", $"其 {count} 个值的字典只有 {bytes.Length} 字节。");
            _dictionary = bytes;
            return;
        }

        // Every text takes four bytes for its length.
        if ((long)count * sizeof(int) > bytes.Length) throw Damaged($"its dictionary of {count} texts has only {bytes.Length} bytes.", $"其 {count} 个文本的字典只有 {bytes.Length} 字节。");
        Memory<byte> offsets = Allocate((count + 1L) * sizeof(int));
        Memory<byte> text = Allocate(bytes.Length - ((long)count * sizeof(int)));
        Span<int> ends = MemoryMarshal.Cast<byte, int>(offsets.Span);
        ReadOnlySpan<byte> rest = bytes.Span;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = TakeText(ref rest);

            // An entry that takes the place of the lengths of those after it.
            if (entry.Length > text.Length - ends[i]) throw Damaged($"the texts of its dictionary of {count} entries end early.", $"其 {count} 项字典的文本提前结束。");
            entry.CopyTo(text.Span[ends[i]..]);
            ends[i + 1] = ends[i] + entry.Length;
        }

        ColumnField field = new(_column.Name, ColumnType.Utf8, isNullable: false);
        if (ColumnCheck.TryMake(field, count, 0, default, offsets, text, null, out _dictionaryTexts) is { } fault) throw Damaged($"in its dictionary, {fault.En}", $"在其字典中，{fault.Zh}");
    }

    private void ReadPage(Page page)
    {
        int count = page.Header.ValueCount;
        int present = count;
        ReadOnlyMemory<byte> values;
        if ((ParquetPageType)page.Header.Type == ParquetPageType.DataPageV2)
        {
            PageHeader header = page.Header;
            CheckCrc(header, page.Bytes);
            if (header.RepetitionBytes != 0) throw Damaged("it is flat, and a page has repetition levels.", "它是平面列，而某页带有重复级别。");
            if (header.DefinitionBytes < 0 || header.DefinitionBytes > Math.Min(page.Bytes.Length, header.UncompressedBytes))
                throw Damaged($"a page has {header.DefinitionBytes} bytes of definition levels, more than it is long.", $"某页声称有 {header.DefinitionBytes} 字节的定义级别，超过其长度。");
            if (_column.IsNullable) present = ReadLevels(page.Bytes.Span[..header.DefinitionBytes], count);
            if (count - present != header.MissingCount) throw Damaged($"a page says that {header.MissingCount} values are missing, and {count - present} are.", $"某页声明缺失 {header.MissingCount} 个值，而实际缺失 {count - present} 个。");
            values = Expand(
                header.IsCompressed ? _chunk.Codec : ParquetCodec.Uncompressed,
                page.Bytes[header.DefinitionBytes..],
                header.UncompressedBytes - header.DefinitionBytes,
                keep: false);
        }
        else
        {
            values = Expand(page.Header, page.Bytes, keep: false);
            if (_column.IsNullable)
            {
                if (page.Header.LevelEncoding != ParquetEncoding.Rle) throw _faults.NotSupported(_column.Name, new($"{ParquetNumbers.NameOf(page.Header.LevelEncoding)} definition levels", $"{ParquetNumbers.NameOf(page.Header.LevelEncoding)} 定义级别"));
                ReadOnlyMemory<byte> levels = TakePrefixed(ref values);
                present = ReadLevels(levels.Span, count);
            }
        }

        ReadValues(page.Header.Encoding, values, count, present);
        _row += count;
        _missing += count - present;
    }

    // Definition levels of one bit are the validity bitmap.
    private int ReadLevels(ReadOnlySpan<byte> levels, int count)
    {
        if (!RleHybrid.TryReadBits(levels, _validity.Span, _row, count)) throw Damaged("the definition levels of a page end early.", "某页的定义级别提前结束。");
        return Bits.CountSet(_validity.Span, _row, count);
    }

    private void ReadValues(ParquetEncoding encoding, ReadOnlyMemory<byte> bytes, int count, int present)
    {
        if (IsText)
        {
            ReadTexts(encoding, bytes.Span, count, present);
            return;
        }

        int width = _column.PhysicalWidth;
        Span<byte> target = _values.Span.Slice(_row * width, count * width);
        Span<byte> dense = target[..(present * width)];
        if (IsDictionary(encoding))
        {
            ReadOnlySpan<int> indices = Indices(bytes.Span, present);
            if (width == sizeof(int)) Gather(MemoryMarshal.Cast<byte, int>(_dictionary.Span), indices, MemoryMarshal.Cast<byte, int>(dense));
            else Gather(MemoryMarshal.Cast<byte, long>(_dictionary.Span), indices, MemoryMarshal.Cast<byte, long>(dense));
        }
        else if (encoding == ParquetEncoding.DeltaBinaryPacked)
        {
            ReadDeltas(bytes.Span, dense, present);
        }
        else if (_column.Physical == ParquetPhysical.Boolean)
        {
            ReadBooleans(encoding, bytes, dense);
        }
        else
        {
            if (bytes.Length < dense.Length) throw Damaged($"a page of {present} values has only {bytes.Length} bytes.", $"某页有 {present} 个值，却只有 {bytes.Length} 字节。");
            bytes.Span[..dense.Length].CopyTo(dense);
        }

        if (present == count) return;
        if (width == 1) Spread(target, count, present);
        else if (width == sizeof(int)) Spread(MemoryMarshal.Cast<byte, int>(target), count, present);
        else Spread(MemoryMarshal.Cast<byte, long>(target), count, present);
    }

    private void ReadBooleans(ParquetEncoding encoding, ReadOnlyMemory<byte> bytes, Span<byte> dense)
    {
        Span<byte> bits = Scratch(Bits.Bytes(dense.Length)).Span;
        bits.Clear();
        if (encoding == ParquetEncoding.Rle)
        {
            if (!RleHybrid.TryReadBits(TakePrefixed(ref bytes).Span, bits, 0, dense.Length)) throw Damaged("the truth values of a page end early.", "某页的布尔值提前结束。");
        }
        else
        {
            if (bytes.Length < bits.Length) throw Damaged($"a page of {dense.Length} values has only {bytes.Length} bytes.", $"某页有 {dense.Length} 个值，却只有 {bytes.Length} 字节。");
            bytes.Span[..bits.Length].CopyTo(bits);
        }

        for (int i = 0; i < dense.Length; i++) dense[i] = Bits.Get(bits, i) ? (byte)1 : (byte)0;
    }

    private void ReadDeltas(ReadOnlySpan<byte> bytes, Span<byte> dense, int present)
    {
        Span<long> values = _column.PhysicalWidth == sizeof(long)
            ? MemoryMarshal.Cast<byte, long>(dense)
            : MemoryMarshal.Cast<byte, long>(Scratch(checked(present * sizeof(long))).Span);
        if (!DeltaBinaryPacked.TryRead(bytes, values)) throw Damaged("the DELTA_BINARY_PACKED values of a page contradict themselves.", "某页的 DELTA_BINARY_PACKED 值自相矛盾。");
        if (_column.PhysicalWidth == sizeof(long)) return;
        Span<int> target = MemoryMarshal.Cast<byte, int>(dense);
        for (int i = 0; i < target.Length; i++) target[i] = unchecked((int)values[i]);
    }

    private void ReadTexts(ParquetEncoding encoding, ReadOnlySpan<byte> bytes, int count, int present)
    {
        Span<int> slots = MemoryMarshal.Cast<byte, int>(_values.Span);
        if (!_isFull)
        {
            Span<int> target = slots.Slice(_row, count);
            Indices(bytes, present).CopyTo(target);
            if (present != count) Spread(target, count, present);
            return;
        }

        ReadOnlySpan<int> indices = IsDictionary(encoding) ? Indices(bytes, present) : default;
        int next = 0;
        for (int i = 0; i < count; i++)
        {
            if (present == count || Bits.Get(_validity.Span, _row + i))
                Append(IsDictionary(encoding) ? _dictionaryTexts!.Utf8At(indices[next++]) : TakeText(ref bytes));
            slots[_row + i + 1] = _textLength;
        }
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        if (text.Length > _text.Length - _textLength)
        {
            long needed = (long)_textLength + text.Length;
            if (needed > Array.MaxLength) throw _faults.TooLarge(_column.Name, Array.MaxLength);
            long larger = Math.Min(Array.MaxLength, Math.Max(Math.Max(256, _text.Length * 2L), needed));
            _budget.Spend(_column.Name, larger - _text.Length);
            Array.Resize(ref _text, (int)larger);
        }

        text.CopyTo(_text.AsSpan(_textLength));
        _textLength += text.Length;
    }

    private ReadOnlySpan<int> Indices(ReadOnlySpan<byte> bytes, int count)
    {
        if (_dictionaryCount == 0 && count > 0) throw Damaged("a page points into a dictionary that is not there.", "某页指向不存在的字典。");
        if (count == 0) return default;
        int width = bytes.IsEmpty ? 33 : bytes[0];
        if (width > 32) throw Damaged("the dictionary indices of a page have no valid width.", "某页的字典索引位宽无效。");
        Span<int> indices = MemoryMarshal.Cast<byte, int>(Scratch(checked(count * sizeof(int))).Span);
        if (!RleHybrid.TryRead(bytes[1..], width, indices)) throw Damaged("the dictionary indices of a page end early.", "某页的字典索引提前结束。");
        foreach (int index in indices)
            if ((uint)index >= (uint)_dictionaryCount) throw Damaged($"a page points to entry {index} of a dictionary with {_dictionaryCount} entries.", $"某页指向字典的第 {index} 项，而字典只有 {_dictionaryCount} 项。");
        return indices;
    }

    private ReadOnlySpan<byte> TakeText(ref ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < sizeof(int)) throw Damaged("the texts of a page end early.", "某页的文本提前结束。");
        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (length < 0 || length > bytes.Length - sizeof(int)) throw Damaged($"a text of {length} bytes does not fit its page.", $"长 {length} 字节的文本超出所在的页。");
        ReadOnlySpan<byte> text = bytes.Slice(sizeof(int), length);
        bytes = bytes[(sizeof(int) + length)..];
        return text;
    }

    private ReadOnlyMemory<byte> TakePrefixed(ref ReadOnlyMemory<byte> bytes)
    {
        int length = bytes.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(bytes.Span);
        if (length < 0 || length > bytes.Length - sizeof(int)) throw Damaged("the levels of a page do not fit it.", "某页的级别数据超出该页。");
        ReadOnlyMemory<byte> taken = bytes.Slice(sizeof(int), length);
        bytes = bytes[(sizeof(int) + length)..];
        return taken;
    }

    // Moves the values that are there to their rows, from the last to the first.
    private void Spread<T>(Span<T> values, int count, int present)
        where T : unmanaged
    {
        ReadOnlySpan<byte> validity = _validity.Span;
        int from = present;
        for (int i = count - 1; i >= 0; i--) values[i] = Bits.Get(validity, _row + i) ? values[--from] : default;
    }

    private static void Gather<T>(ReadOnlySpan<T> dictionary, ReadOnlySpan<int> indices, Span<T> target)
        where T : unmanaged
    {
        for (int i = 0; i < target.Length; i++) target[i] = dictionary[indices[i]];
    }

    private Column Finish()
    {
        ColumnField field = new(_column.Name, _column.Type, _column.IsNullable);
        ReadOnlyMemory<byte> validity = _missing == 0 ? default : _validity;
        Wording? fault;
        Column? column;
        if (!IsText)
        {
            fault = ColumnCheck.TryMake(field, _rows, _missing, validity, Narrow(), default, null, out column);
        }
        else if (_isFull)
        {
            fault = ColumnCheck.TryMake(field, _rows, _missing, validity, _values, _text.AsMemory(0, _textLength), null, out column);
        }
        else
        {
            fault = ColumnCheck.TryMake(field with { Type = ColumnType.Dictionary }, _rows, _missing, validity, _values, default, _dictionaryTexts, out column);
        }

        return fault is { } f ? throw _faults.DamagedColumn(_column.Name, f) : column!;
    }

    private ReadOnlyMemory<byte> Narrow()
    {
        ColumnKind kind = _column.Type.Kind;
        if (kind == ColumnKind.Boolean)
        {
            Memory<byte> bits = Allocate(Bits.Bytes(_rows));
            ReadOnlySpan<byte> values = _values.Span;
            for (int i = 0; i < values.Length; i++)
                if (values[i] != 0) Bits.Set(bits.Span, i);
            return bits;
        }

        return kind switch
        {
            ColumnKind.Int8 => NarrowTo(static v => (sbyte)v, static v => v),
            ColumnKind.Int16 => NarrowTo(static v => (short)v, static v => v),
            ColumnKind.UInt8 => NarrowTo(static v => (byte)v, static v => v),
            ColumnKind.UInt16 => NarrowTo(static v => (ushort)v, static v => v),
            _ => _values,
        };
    }

    private Memory<byte> NarrowTo<T>(Func<int, T> narrow, Func<T, int> widen)
        where T : unmanaged
    {
        Memory<byte> result = Allocate((long)_rows * _column.Type.ByteWidth);
        Span<T> target = MemoryMarshal.Cast<byte, T>(result.Span);
        ReadOnlySpan<int> source = MemoryMarshal.Cast<byte, int>(_values.Span);
        for (int i = 0; i < source.Length; i++)
        {
            target[i] = narrow(source[i]);
            if (widen(target[i]) != source[i]) throw Damaged($"its value in row {i + 1} is {source[i]}, which {_column.Type} does not hold.", $"其第 {i + 1} 行的值为 {source[i]}，超出 {_column.Type} 的范围。");
        }

        return result;
    }

    private ReadOnlyMemory<byte> Expand(PageHeader header, ReadOnlyMemory<byte> bytes, bool keep)
    {
        CheckCrc(header, bytes);
        return Expand(_chunk.Codec, bytes, header.UncompressedBytes, keep);
    }

    private ReadOnlyMemory<byte> Expand(ParquetCodec codec, ReadOnlyMemory<byte> bytes, int expanded, bool keep)
    {
        if (codec == ParquetCodec.Uncompressed && expanded == bytes.Length) return bytes;

        // A page without values may be stored as no bytes at all.
        if (bytes.IsEmpty && expanded == 0) return bytes;
        if (!PageCodec.IsPlausible(codec, bytes.Length, expanded))
            throw Damaged($"a page of {bytes.Length} bytes cannot expand to {expanded} by {ParquetNumbers.NameOf(codec)}.", $"{bytes.Length} 字节的页无法经 {ParquetNumbers.NameOf(codec)} 展开为 {expanded} 字节。");
        Memory<byte> target = keep ? Allocate(expanded) : _scratch.Page(_column.Name, expanded);
        if (!PageCodec.TryExpand(codec, bytes, target.Span))
            throw Damaged($"a page is not {expanded} bytes compressed by {ParquetNumbers.NameOf(codec)}.", $"某页不是由 {expanded} 字节经 {ParquetNumbers.NameOf(codec)} 压缩而成。");
        return target;
    }

    private void CheckCrc(PageHeader header, ReadOnlyMemory<byte> bytes)
    {
        if (header.Crc is { } crc && crc != Crc32.Of(bytes.Span)) throw Damaged("the checksum of a page does not fit its bytes.", "某页的校验和与其字节不符。");
    }

    private Memory<byte> Allocate(long bytes)
    {
        _budget.Spend(_column.Name, bytes);
        return AlignedBuffer.Allocate((int)bytes);
    }

    private Memory<byte> Scratch(int bytes) => _scratch.Work(_column.Name, bytes);

    private InputRefusedException Damaged(string en, string zh) => _faults.DamagedColumn(_column.Name, new Wording(en, zh));

    private static bool IsDictionary(ParquetEncoding encoding) => encoding is ParquetEncoding.RleDictionary or ParquetEncoding.PlainDictionary;

    private readonly record struct Page(PageHeader Header, ReadOnlyMemory<byte> Bytes);
}
