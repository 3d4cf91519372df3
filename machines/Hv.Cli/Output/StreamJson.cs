using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hv.Runtime.Migration;
using Hv.Runtime.Migration.Description;

namespace Hv.Cli.Output;

/// <summary>Writes a migration stream as JSON, part by part: a stream may be larger than memory.</summary>
/// <remarks>Programs read it: names are added, never changed or removed.</remarks>
internal sealed class StreamJson : IStreamView
{
    private const int ShownRuns = 8;
    private const int ShownBytes = 32;
    private const ulong LargestElement = 1 << 20;
    private const int ChunkSize = 3 << 14;

    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TextWriter _output;
    private readonly StreamBytes _bytes;
    private readonly bool _isFull;
    private readonly MemoryStream _text = new();
    private readonly Utf8JsonWriter _json;
    private bool _isClosed;

    public StreamJson(TextWriter output, StreamBytes bytes, bool isFull)
    {
        (_output, _bytes, _isFull) = (output, bytes, isFull);
        _json = new Utf8JsonWriter(_text, Options);
        _json.WriteStartObject();
        _json.WriteNumber("size", bytes.Length);
        _json.WriteStartArray("parts");
    }

    /// <inheritdoc/>
    public void Write(StreamPart part)
    {
        _json.WriteStartObject();
        _json.WriteString("kind", Kind(part));
        _json.WriteNumber("offset", part.Offset);
        _json.WriteNumber("size", part.Size);
        switch (part)
        {
            case HeaderPart header:
                _json.WriteNumber("version", header.Version);
                break;
            case ConfigurationPart configuration:
                _json.WriteString("machine", configuration.Machine);
                WriteSubsections(configuration.Subsections);
                break;
            case SectionPart section:
                WriteSection(section);
                break;
            case CommandPart command:
                _json.WriteNumber("command", command.Command);
                _json.WriteString("name", command.Name);
                break;
            case DescriptionPart description:
                _json.WriteNumber("pageSize", description.PageSize);
                _json.WriteNumber("sections", description.Sections);
                break;
        }

        _json.WriteEndObject();
        Flush();
    }

    /// <inheritdoc/>
    public void WriteError(StateException error)
    {
        _json.WriteEndArray();
        _json.WriteStartObject("error");
        if (error.Offset is { } offset)
            _json.WriteNumber("offset", offset);

        if (error.Section is not null)
            _json.WriteString("section", error.Section);

        if (error.Field is not null)
            _json.WriteString("field", error.Field);

        _json.WriteString("problem", error.Problem);
        _json.WriteEndObject();
        Close();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isClosed)
        {
            _json.WriteEndArray();
            Close();
        }

        _json.Dispose();
    }

    private static string Kind(StreamPart part) => part switch
    {
        HeaderPart => "header",
        ConfigurationPart => "configuration",
        SectionPart { Phase: SectionPhase.Start } => "start",
        SectionPart { Phase: SectionPhase.Part } => "part",
        SectionPart { Phase: SectionPhase.End } => "last",
        SectionPart => "section",
        CommandPart => "command",
        EndPart => "end",
        DescriptionPart => "description",
        _ => "trailing",
    };

    private void WriteSection(SectionPart section)
    {
        _json.WriteNumber("id", section.Head.Id);
        _json.WriteString("name", section.Head.Name);
        _json.WriteNumber("instance", section.Head.Instance);
        _json.WriteNumber("version", section.Head.Version);
        switch (section)
        {
            case RamPart ram:
                if (ram.Phase == SectionPhase.Start)
                    _json.WriteNumber("ramSize", ram.TotalSize);

                _json.WriteStartArray("blocks");
                foreach (var block in ram.Blocks)
                    WriteBlock(block, ram.Phase);

                _json.WriteEndArray();
                break;
            case HashTablePart table:
                _json.WriteBoolean("hasTable", table.HasTable);
                if (table.Phase == SectionPhase.Start)
                {
                    _json.WriteNumber("shift", table.Shift);
                    break;
                }

                _json.WriteNumber("runs", table.Chunks);
                _json.WriteNumber("valid", table.Valid);
                _json.WriteNumber("cleared", table.Invalid);
                break;
            default:
                _json.WriteBoolean("isDecoded", section.State is not null);
                if (section.State is not null)
                    WriteContent(section.State);

                break;
        }
    }

    private void WriteBlock(RamBlockPages block, SectionPhase phase)
    {
        _json.WriteStartObject();
        _json.WriteString("name", block.Name);
        _json.WriteNumber("length", block.Length);
        if (block.Address is { } address)
            _json.WriteNumber("address", address);

        if (phase != SectionPhase.Start)
        {
            _json.WriteNumber("zero", block.Zero);
            _json.WriteNumber("normal", block.Normal);
            _json.WriteNumber("changed", block.Changed);
            _json.WriteNumber("compressed", block.Compressed);
        }

        _json.WriteEndObject();
    }

    private void WriteContent(DecodedState state)
    {
        _json.WriteStartArray("fields");
        foreach (var field in state.Fields)
            WriteField(field);

        _json.WriteEndArray();
        WriteSubsections(state.Subsections);
    }

    private void WriteSubsections(IReadOnlyList<DecodedState> subsections)
    {
        if (subsections.Count == 0)
            return;

        _json.WriteStartArray("subsections");
        foreach (var subsection in subsections)
        {
            _json.WriteStartObject();
            WriteState(subsection);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void WriteState(DecodedState state)
    {
        _json.WriteString("name", state.Name);
        _json.WriteNumber("version", state.Version);
        _json.WriteNumber("offset", state.Offset);
        _json.WriteNumber("size", state.Size);
        WriteContent(state);
    }

    private void WriteField(DecodedField field)
    {
        _json.WriteStartObject();
        _json.WriteString("name", field.Name);
        _json.WriteString("type", field.Type);
        _json.WriteNumber("offset", field.Offset);
        _json.WriteNumber("size", field.Size);
        if (field.Count != 1)
        {
            WriteRuns(field);
        }
        else if (field.Struct is not null)
        {
            _json.WriteStartObject("struct");
            WriteState(field.Struct);
            _json.WriteEndObject();
        }
        else if (field.Queued is { } queued)
        {
            _json.WriteStartArray("queue");
            foreach (var element in queued)
            {
                _json.WriteStartObject();
                WriteState(element);
                _json.WriteEndObject();
            }

            _json.WriteEndArray();
        }
        else
        {
            _json.WritePropertyName("value");
            WriteValue(field);
        }

        _json.WriteEndObject();
    }

    /// <summary>Writes an array: elements that are equal and follow each other as one, with how many they are.</summary>
    private void WriteRuns(DecodedField field)
    {
        _json.WriteNumber("count", field.Count);
        if (field.Size > LargestElement)
            return;

        ulong? omitted = null;
        _json.WriteStartArray("elements");
        var shown = 0;
        foreach (var run in ElementRun.Of(_bytes, field))
        {
            if (shown++ == ShownRuns && !_isFull)
            {
                omitted = field.Count - run.First;
                break;
            }

            _json.WriteStartObject();
            _json.WriteNumber("index", run.First);
            _json.WriteNumber("count", run.Count);
            if (field.Struct is null)
            {
                _json.WritePropertyName("value");
                FieldValue.WriteJson(_json, field.Type, run.Content);
            }
            else
            {
                WriteContent(field.Element(run.First));
            }

            _json.WriteEndObject();
            Flush();
        }

        _json.WriteEndArray();
        if (omitted is { } left)
            _json.WriteNumber("omitted", left);
    }

    private void WriteValue(DecodedField field)
    {
        if (!FieldValue.IsBytes(field.Type, field.Size))
        {
            FieldValue.WriteJson(_json, field.Type, Read(field.Offset, field.Size));
            return;
        }

        if (!_isFull && field.Size > ShownBytes)
        {
            _json.WriteStringValue(Convert.ToHexStringLower(Read(field.Offset, ShownBytes)));
            _json.WriteNumber("omitted", field.Size - ShownBytes);
            return;
        }

        for (var at = 0UL; at < field.Size || at == 0; at += ChunkSize)
        {
            var part = Read(field.Offset + at, Math.Min(ChunkSize, field.Size - at));
            _json.WriteStringValueSegment(Convert.ToHexStringLower(part), isFinalSegment: field.Size - at <= ChunkSize);
            Flush();
        }
    }

    private byte[] Read(ulong offset, ulong size)
    {
        var content = new byte[size];
        _bytes.Read(offset, content);
        return content;
    }

    private void Close()
    {
        _isClosed = true;
        _json.WriteEndObject();
        Flush();
        _output.WriteLine();
        _output.Flush();
    }

    private void Flush()
    {
        _json.Flush();
        _output.Write(Encoding.UTF8.GetString(_text.GetBuffer(), 0, (int)_text.Length));
        _text.SetLength(0);
    }
}
