using System.Text;
using Hv.Runtime.Migration.Streams;

namespace Hv.Runtime.Migration.Description;

/// <summary>Finds what a description says of a section in the section's bytes.</summary>
internal static class SectionDecoder
{
    private const byte SubsectionMark = (byte)SectionMark.Subsection;

    private static readonly string[] QueueTypes = ["qtailq", "qlist"];

    /// <summary>Reads the fields and subsections of a section, or of a struct, from where the cursor is.</summary>
    /// <exception cref="StateException">The bytes are not as described.</exception>
    public static DecodedState Read(StreamCursor cursor, DescribedState state)
    {
        var start = cursor.Position;
        return ReadContent(cursor, state, start);
    }

    private static DecodedState ReadContent(StreamCursor cursor, DescribedState state, ulong start)
    {
        var fields = new List<DecodedField>(state.Fields.Count);
        foreach (var field in state.Fields)
            fields.Add(ReadField(cursor, field));

        var subsections = new List<DecodedState>(state.Subsections.Count);
        foreach (var subsection in state.Subsections)
            subsections.Add(ReadSubsection(cursor, subsection));

        return new DecodedState(state.Name, state.Version, start, cursor.Position - start, fields, subsections);
    }

    private static DecodedState ReadSubsection(StreamCursor cursor, DescribedState subsection)
    {
        var start = cursor.Position;
        var name = Encoding.UTF8.GetBytes(subsection.Name);
        cursor.Enter(subsection.Name);
        var version = subsection.Version;
        cursor.Expect(
            [SubsectionMark, (byte)name.Length, .. name, (byte)(version >> 24), (byte)(version >> 16), (byte)(version >> 8), (byte)version],
            $"mark, name and version {version} of the subsection");
        var decoded = ReadContent(cursor, subsection, start);
        cursor.Leave();
        return decoded;
    }

    private static DecodedField ReadField(StreamCursor cursor, DescribedField field)
    {
        var start = cursor.Position;
        var name = field.Index is { } index ? $"{field.Name}[{index}]" : field.Name;
        var decoded = new DecodedField(name, field.Type, start, field.Size) { Count = field.Count };
        cursor.Enter(name);
        if (field.Struct is not null && field.Count > 0)
        {
            var content = Read(cursor, field.Struct);
            if (content.Size != field.Size)
                throw cursor.Fail(start, $"the description says that the struct has {field.Size} bytes; what is in it has {content.Size}");

            decoded = decoded with { Struct = content };
            Skip(cursor, field.Size, field.Count - 1, start);
        }
        else if (field.Queued.Count > 0 || (QueueTypes.Contains(field.Type) && field.Size == 1))
        {
            decoded = decoded with { Queued = ReadQueue(cursor, field) };
        }
        else
        {
            Skip(cursor, field.Size, field.Count, start);
            if (field is { Type: "bool", Size: 1 })
                CheckBools(cursor, decoded);
        }

        cursor.Leave();
        return decoded;
    }

    private static List<DecodedState> ReadQueue(StreamCursor cursor, DescribedField field)
    {
        var start = cursor.Position;
        var elements = new List<DecodedState>(field.Queued.Count);
        foreach (var element in field.Queued)
        {
            cursor.Expect([1], "mark before an element of a queue");
            elements.Add(Read(cursor, element));
        }

        cursor.Expect([0], "mark at the end of a queue");
        if (cursor.Position - start != field.Size)
        {
            throw cursor.Fail(
                start, $"the description says that the queue has {field.Size} bytes; its elements and marks have {cursor.Position - start}");
        }

        return elements;
    }

    private static void CheckBools(StreamCursor cursor, DecodedField field)
    {
        Span<byte> value = [0];
        for (var offset = field.Offset; offset < cursor.Position; offset++)
        {
            if (cursor.Bytes.Read(offset, value) == 1 && value[0] > 1)
                throw cursor.Fail(offset, $"found 0x{value[0]:x2}, expected 0x00 or 0x01: a bool");
        }
    }

    private static void Skip(StreamCursor cursor, ulong size, ulong count, ulong start)
    {
        var total = (UInt128)size * count;
        if (total > ulong.MaxValue)
            throw cursor.Fail(start, $"the description says that it has {count} elements of {size} bytes");

        cursor.Skip((ulong)total, count == 1 ? $"{size} bytes of it" : $"{count} elements of {size} bytes");
    }
}
