using Hv.Runtime.Migration.Description;

namespace Hv.Conformance.Migration;

/// <summary>A stream, taken apart by its own description.</summary>
internal sealed class DecodedStream
{
    private readonly StreamBytes _bytes;

    public DecodedStream(Stream stream)
    {
        var decoder = new StreamDecoder(stream);
        Parts = [.. decoder.Decode()];
        _bytes = decoder.Bytes;
    }

    /// <summary>Its parts.</summary>
    public IReadOnlyList<StreamPart> Parts { get; }

    /// <summary>The sections that come in one piece.</summary>
    public IEnumerable<SectionPart> Sections => Parts.OfType<SectionPart>().Where(part => part.Phase == SectionPhase.Full);

    /// <summary>The content of a section, without its head and footer.</summary>
    public byte[] Content(SectionPart section) => Read(section.State!.Offset, section.State.Size);

    /// <summary>Bytes of the stream.</summary>
    public byte[] Read(ulong offset, ulong size)
    {
        var content = new byte[size];
        Assert.That(_bytes.Read(offset, content), Is.EqualTo(content.Length));
        return content;
    }

    /// <summary>Every value of a state: fields, and each element of an array.</summary>
    public IEnumerable<ReadValue> Values(DecodedState state, string path = "")
    {
        foreach (var field in state.Fields)
        {
            foreach (var value in Values(field, path + field.Name))
                yield return value;
        }

        foreach (var subsection in state.Subsections)
        {
            foreach (var value in Values(subsection, $"{path}{subsection.Name}."))
                yield return value;
        }
    }

    /// <summary>The fields of a state as its description has them: names, types, sizes.</summary>
    public static IEnumerable<string> Form(DecodedState state, string path = "")
    {
        foreach (var field in state.Fields)
        {
            yield return $"{path}{field.Name}: {field.Type}, {field.Count} times {field.Size} bytes";
            foreach (var element in field.Queued ?? (field.Struct is null ? [] : [field.Struct]))
            {
                foreach (var part in Form(element, $"{path}{field.Name}({element.Name} {element.Version})."))
                    yield return part;
            }
        }

        foreach (var subsection in state.Subsections)
        {
            yield return $"{path}{subsection.Name}, version {subsection.Version}";
            foreach (var part in Form(subsection, $"{path}{subsection.Name}."))
                yield return part;
        }
    }

    private IEnumerable<ReadValue> Values(DecodedField field, string path)
    {
        if (field.Queued is { } queued)
            return queued.SelectMany((element, index) => Values(element, $"{path}[{index}]."));

        if (field.Struct is null)
        {
            return field.Count == 1
                ? [new ReadValue(path, field.Offset, Read(field.Offset, field.Size))]
                : Elements(field.Count).Select(index => new ReadValue($"{path}[{index}]", field.Offset + index * field.Size, Read(field.Offset + index * field.Size, field.Size)));
        }

        return field.Count == 1
            ? Values(field.Struct, $"{path}.")
            : Elements(field.Count).SelectMany(index => Values(field.Element(index), $"{path}[{index}]."));
    }

    private static IEnumerable<ulong> Elements(ulong count)
    {
        for (var index = 0UL; index < count; index++)
            yield return index;
    }
}
