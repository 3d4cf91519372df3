using System.Globalization;
using Hv.Runtime.Migration;
using Hv.Runtime.Migration.Description;

namespace Hv.Cli.Output;

/// <summary>Shows a migration stream as text: a row for each field, with its offset and size before it.</summary>
/// <param name="output">Where to write to.</param>
/// <param name="bytes">The stream.</param>
/// <param name="isFull">Whether long arrays and buffers are shown in full.</param>
internal sealed class StreamView(TextWriter output, StreamBytes bytes, bool isFull) : IStreamView
{
    private const int RowBytes = 32;
    private const int ShownRuns = 8;
    private const ulong LargestElement = 1 << 20;

    private bool _hasHeading;

    /// <inheritdoc/>
    public void Write(StreamPart part)
    {
        switch (part)
        {
            case HeaderPart header:
                Row(part.Offset, part.Size, 0, $"migration stream, layout version {header.Version}");
                break;
            case ConfigurationPart configuration:
                Row(part.Offset, part.Size, 0, $"configuration: {Printable.Text(configuration.Machine)}");
                foreach (var subsection in configuration.Subsections)
                    WriteSubsection(subsection, 1);

                break;
            case SectionPart section:
                WriteSection(section);
                break;
            case CommandPart command:
                Row(part.Offset, part.Size, 0, $"command {command.Command}: {command.Name}");
                break;
            case EndPart:
                Row(part.Offset, part.Size, 0, "end");
                break;
            case DescriptionPart description:
                Row(part.Offset, part.Size, 0, $"description of {description.Sections} sections; a page has {description.PageSize} bytes");
                break;
            default:
                Row(part.Offset, part.Size, 0, "no part of the stream");
                break;
        }
    }

    /// <inheritdoc/>
    public void WriteError(StateException error)
    {
        // It goes to stderr alone.
    }

    /// <inheritdoc/>
    public void Dispose() => output.Flush();

    private static string Count(ulong count, string of) => $"{count} {of}{(count == 1 ? "" : "s")}";

    private static string Description(RamBlockPages block) =>
        block.Pages == 0 ? "no pages" : string.Join(", ", new[]
        {
            block.Zero == 0 ? null : $"{block.Zero} zero",
            block.Normal == 0 ? null : $"{block.Normal} normal",
            block.Changed == 0 ? null : $"{block.Changed} changed",
            block.Compressed == 0 ? null : $"{block.Compressed} compressed",
        }.OfType<string>()) + (block.Pages == 1 ? " page" : " pages");

    private static string Label(DecodedField field) => Printable.Text(field.Name) + (field.Count == 1 ? "" : $"[{field.Count}]");

    private static bool IsPlain(DecodedState state) =>
        state.Subsections.Count == 0
        && state.Fields.All(field => field is { Struct: null, Queued: null, Count: 1 } && !FieldValue.IsBytes(field.Type, field.Size));

    private void WriteSection(SectionPart section)
    {
        var head = section.Head;
        var name = Printable.Text(head.Name) + (head.Instance == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", instance 0x{head.Instance:x}"));
        switch (section)
        {
            case RamPart { Phase: SectionPhase.Start } ram:
                Row(section.Offset, section.Size, 0, $"{name}, version {head.Version}, section {head.Id}: start, {Count(ram.TotalSize, "byte")}");
                foreach (var block in ram.Blocks)
                    Row(null, null, 1, $"{Printable.Text(block.Name)}  {Count(block.Length, "byte")}{(block.Address is { } address ? $" at 0x{address:x}" : "")}");

                break;
            case RamPart ram:
                Row(section.Offset, section.Size, 0, $"{name}: {(section.Phase == SectionPhase.End ? "last part" : "part")}");
                foreach (var block in ram.Blocks)
                    Row(null, null, 1, $"{Printable.Text(block.Name)}  {Description(block)}");

                break;
            case HashTablePart { Phase: SectionPhase.Start } table:
                Row(section.Offset, section.Size, 0, $"{name}, version {head.Version}, section {head.Id}: start, " + (table.HasTable
                    ? $"2^{table.Shift} bytes"
                    : "no hash page table"));
                break;
            case HashTablePart table:
                Row(section.Offset, section.Size, 0, $"{name}: {(section.Phase == SectionPhase.End ? "last part" : "part")}, " + (table.HasTable
                    ? $"{Count(table.Valid, "valid entry").Replace("entrys", "entries", StringComparison.Ordinal)} and {table.Invalid} cleared in {Count(table.Chunks, "run")}"
                    : "no hash page table"));
                break;
            default:
                Row(section.Offset, section.Size, 0, $"{name}, version {head.Version}, section {head.Id}" + (section.State is null
                    ? ": not decoded, the stream has no description"
                    : ""));
                if (section.State is not null)
                    WriteContent(section.State, 1);

                break;
        }
    }

    private void WriteContent(DecodedState state, int depth)
    {
        var nameWidth = state.Fields.Select(field => Label(field).Length).DefaultIfEmpty().Max();
        var typeWidth = state.Fields.Where(field => field is { Struct: null }).Select(field => Printable.Text(field.Type).Length).DefaultIfEmpty().Max();
        foreach (var field in state.Fields)
            WriteField(field, depth, nameWidth, typeWidth);

        foreach (var subsection in state.Subsections)
            WriteSubsection(subsection, depth);
    }

    private void WriteSubsection(DecodedState subsection, int depth)
    {
        Row(subsection.Offset, subsection.Size, depth, $"subsection {Printable.Text(subsection.Name)}, version {subsection.Version}");
        WriteContent(subsection, depth + 1);
    }

    private void WriteField(DecodedField field, int depth, int nameWidth, int typeWidth)
    {
        var size = field.Size * field.Count;
        if (field.Struct is not null)
        {
            Row(field.Offset, size, depth, $"{Label(field).PadRight(nameWidth)}  {Printable.Text(field.Struct.Name)}, version {field.Struct.Version}");
            if (field.Count == 1)
                WriteContent(field.Struct, depth + 1);
            else
                WriteRuns(field, depth + 1);

            return;
        }

        var head = $"{Label(field).PadRight(nameWidth)}  {Printable.Text(field.Type).PadRight(typeWidth)}";
        if (field.Count != 1)
        {
            Row(field.Offset, size, depth, head);
            WriteRuns(field, depth + 1);
        }
        else if (field.Queued is { } queued)
        {
            Row(field.Offset, size, depth, $"{head}  {Count((ulong)queued.Count, "element")}");
            WriteQueue(queued, depth + 1);
        }
        else if (FieldValue.IsBytes(field.Type, field.Size))
        {
            WriteBytes(field, depth, head);
        }
        else
        {
            Row(field.Offset, size, depth, $"{head}  {FieldValue.Text(field.Type, Read(field.Offset, field.Size))}");
        }
    }

    private void WriteQueue(IReadOnlyList<DecodedState> elements, int depth)
    {
        for (var index = 0; index < elements.Count; index++)
        {
            var element = elements[index];
            Row(element.Offset, element.Size, depth, $"[{index}]  {Printable.Text(element.Name)}, version {element.Version}");
            WriteContent(element, depth + 1);
        }
    }

    /// <summary>Writes an array: elements that are equal and follow each other as one.</summary>
    private void WriteRuns(DecodedField field, int depth)
    {
        if (field.Size > LargestElement)
        {
            Row(null, null, depth, $"elements of {field.Size} bytes are not shown");
            return;
        }

        var shown = 0;
        foreach (var run in ElementRun.Of(bytes, field))
        {
            if (shown++ == ShownRuns && !isFull)
            {
                Row(null, null, depth, $"… {Count(field.Count - run.First, "more element")}; --full shows all");
                return;
            }

            var label = run.Count == 1 ? $"[{run.First}]" : $"[{run.First}-{run.Last}]";
            var (offset, size) = (field.Offset + run.First * field.Size, run.Count * field.Size);
            if (field.Struct is null)
            {
                Row(offset, size, depth, $"{label}  {ShortText(field.Type, run.Content)}");
                continue;
            }

            var element = field.Element(run.First);
            if (IsPlain(element))
            {
                var values = element.Fields.Select(part => $"{Printable.Text(part.Name)} {FieldValue.Text(part.Type, Read(part.Offset, part.Size))}");
                Row(offset, size, depth, $"{label}  {string.Join(", ", values)}");
                continue;
            }

            Row(offset, size, depth, label);
            WriteContent(element, depth + 1);
        }
    }

    private string ShortText(string type, byte[] content) =>
        !FieldValue.IsBytes(type, (ulong)content.Length) ? FieldValue.Text(type, content)
        : isFull || content.Length <= RowBytes ? Convert.ToHexStringLower(content)
        : $"{Convert.ToHexStringLower(content.AsSpan(0, RowBytes))}…";

    /// <summary>Writes a buffer: what it begins with, or all of it.</summary>
    private void WriteBytes(DecodedField field, int depth, string head)
    {
        if (field.Size == 0)
        {
            Row(field.Offset, 0, depth, $"{head}  nothing");
            return;
        }

        var single = new DecodedField(field.Name, "uint8", field.Offset, 1) { Count = field.Size };
        var first = ElementRun.Of(bytes, single).First();
        var start = Read(field.Offset, Math.Min(field.Size, 8 * RowBytes));
        if (field.Size <= (ulong)start.Length && FieldValue.AsText(start) is { } text)
            Row(field.Offset, field.Size, depth, $"{head}  \"{text}\"");
        else if (first.Count == field.Size && field.Size > 1)
            Row(field.Offset, field.Size, depth, $"{head}  all 0x{first.Content[0]:x2}");
        else if (field.Size <= RowBytes)
            Row(field.Offset, field.Size, depth, $"{head}  {Convert.ToHexStringLower(start)}");
        else if (!isFull)
            Row(field.Offset, field.Size, depth, $"{head}  {Convert.ToHexStringLower(start.AsSpan(0, RowBytes))}…");
        else
            WriteDump(field, depth, head);
    }

    private void WriteDump(DecodedField field, int depth, string head)
    {
        Row(field.Offset, field.Size, depth, head);
        for (var at = 0UL; at < field.Size; at += RowBytes)
        {
            var part = Read(field.Offset + at, Math.Min(RowBytes, field.Size - at));
            Row(field.Offset + at, (ulong)part.Length, depth + 1, Convert.ToHexStringLower(part));
        }
    }

    private byte[] Read(ulong offset, ulong size)
    {
        var content = new byte[size];
        bytes.Read(offset, content);
        return content;
    }

    private void Row(ulong? offset, ulong? size, int depth, string text)
    {
        if (!_hasHeading)
        {
            _hasHeading = true;
            output.WriteLine("Offset            Size");
        }

        var place = offset is null ? "" : string.Create(CultureInfo.InvariantCulture, $"0x{offset:x8}");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{place,-10}  {size,10}  {new string(' ', 2 * depth)}{text}").TrimEnd());
    }
}
