using System.Buffers.Binary;
using System.Text.Json;
using Hv.Runtime.Migration.Streams;

namespace Hv.Runtime.Migration.Description;

/// <summary>The description at the end of a stream: JSON, of which one section at a time is made into objects.</summary>
internal sealed class DescriptionText
{
    /// <summary>The largest description that is read: some thousand processors need less.</summary>
    public const int MaximumLength = 16 << 20;

    private const byte Mark = (byte)SectionMark.Description;
    private const int HeadLength = 1 + sizeof(uint);
    private const uint DefaultPageSize = 4096;

    // QEMU's begin with the one, those of newer versions with the other.
    private static readonly byte[][] Beginnings = ["{\"page_size\""u8.ToArray(), "{\"configuration\""u8.ToArray()];

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 4 * DescriptionParser.DeepestNesting };

    private readonly byte[] _text;
    private readonly List<Entry> _entries = [];
    private readonly StreamCursor _cursor;

    private DescriptionText(StreamCursor cursor, ulong offset, byte[] text)
    {
        (_cursor, Offset, _text) = (cursor, offset, text);
        ReadIndex();
    }

    /// <summary>Where its mark lies.</summary>
    public ulong Offset { get; }

    /// <summary>The bytes of its mark, its length and its text.</summary>
    public ulong Size => HeadLength + (ulong)_text.Length;

    /// <summary>The bytes of a page of RAM.</summary>
    public uint PageSize { get; private set; } = DefaultPageSize;

    /// <summary>How many sections it describes.</summary>
    public int Count => _entries.Count;

    /// <summary>The name of a section.</summary>
    public string Name(int index) => _entries[index].Name;

    /// <summary>Finds the description of a stream: the last text in it that begins as one, after its mark and its length.</summary>
    /// <returns><see langword="null"/> when there is none.</returns>
    /// <exception cref="StateException">It is cut off, or no JSON of the form that descriptions have.</exception>
    public static DescriptionText? Find(StreamBytes bytes)
    {
        // Most are small: the whole end of a large stream need not be read for them.
        foreach (var length in (ReadOnlySpan<int>)[1 << 16, 1 << 20, MaximumLength + HeadLength])
        {
            if (Find(bytes, (int)Math.Min(bytes.Length, (ulong)length)) is { } description)
                return description;

            if ((ulong)length >= bytes.Length)
                break;
        }

        return null;
    }

    /// <summary>Reads what it says of a section.</summary>
    public DescribedSection Read(int index)
    {
        var entry = _entries[index];
        var reader = new Utf8JsonReader(_text.AsSpan(entry.Start, entry.Length), Options);
        try
        {
            reader.Read();
            return DescriptionParser.ReadSection(ref reader);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            throw Malformed(entry.Start + reader.TokenStartIndex, exception);
        }
    }

    private static DescriptionText? Find(StreamBytes bytes, int length)
    {
        var start = bytes.Length - (ulong)length;
        var tail = new byte[length];
        bytes.Read(start, tail);
        for (var end = length; Beginnings.Max(text => tail.AsSpan(0, end).LastIndexOf(text)) is var at and >= 0; end = at)
        {
            if (at < HeadLength || tail[at - HeadLength] != Mark)
                continue;

            var offset = start + (ulong)(at - HeadLength);
            var cursor = new StreamCursor(bytes);
            var size = BinaryPrimitives.ReadUInt32BigEndian(tail.AsSpan(at - sizeof(uint)));
            cursor.Enter("description");
            if (size > length - at)
                throw cursor.Fail(bytes.Length, $"the stream ends here, {size - (length - at)} bytes too early");

            return new DescriptionText(cursor, offset, tail[at..(at + (int)size)]);
        }

        return null;
    }

    private void ReadIndex()
    {
        var reader = new Utf8JsonReader(_text, Options);
        try
        {
            reader.Read();
            DescriptionParser.Require(ref reader, JsonTokenType.StartObject);
            while (DescriptionParser.NextKey(ref reader) is { } key)
            {
                if (key == "page_size")
                    ReadPageSize(ref reader);
                else if (key == "devices")
                    ReadEntries(ref reader);
                else
                    reader.Skip();
            }

            if (reader.Read())
                throw new FormatException("more than one object");
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            throw Malformed(Math.Max(reader.BytesConsumed, reader.TokenStartIndex), exception);
        }
    }

    private void ReadPageSize(ref Utf8JsonReader reader)
    {
        PageSize = reader.GetUInt32();
        if (!uint.IsPow2(PageSize) || PageSize is < 0x400 or > 0x10000)
            throw new FormatException($"page_size is {PageSize}; allowed: powers of two from 1024 to 65536");
    }

    private void ReadEntries(ref Utf8JsonReader reader)
    {
        DescriptionParser.Require(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            var name = "";
            DescriptionParser.Require(ref reader, JsonTokenType.StartObject);
            while (DescriptionParser.NextKey(ref reader) is { } key)
            {
                if (key == "name")
                    name = reader.GetString() ?? "";
                else
                    reader.Skip();
            }

            _entries.Add(new Entry(name, start, (int)reader.BytesConsumed - start));
        }
    }

    private StateException Malformed(long at, Exception cause) => _cursor.Fail(
        Offset + HeadLength + (ulong)at, $"no description of a stream: {cause.Message.ReplaceLineEndings(" ")}", cause);

    private readonly record struct Entry(string Name, int Start, int Length);
}
