using System.Buffers.Binary;
using System.Text;
using Hv.Runtime.Migration.Streams;

namespace Hv.Runtime.Migration.Description;

/// <summary>
/// Takes a migration stream apart without the machine that it is of: by the description that it has at its end. The layout is QEMU's, and
/// so are the streams that can be read.
/// </summary>
/// <remarks>
/// A stream may be of any size; held of it are the description (at most 16 MiB) and the layout of one section. What is wrong in a
/// stream is said with the offset of the first byte that cannot be right.
/// </remarks>
/// <param name="stream">The stream; it must be able to seek, and is not closed.</param>
public sealed class StreamDecoder(Stream stream)
{
    private const byte SubsectionMark = (byte)SectionMark.Subsection;
    private const byte DescriptionMark = (byte)SectionMark.Description;
    private const byte FooterMark = (byte)SectionMark.Footer;
    private const ushort PackagedCommand = 7;
    private const uint LongestMachineName = 1024;
    private const int MaximumIterativeSections = 1024;
    private const string Configuration = "configuration";

    private static readonly string[] Commands =
    [
        "none", "open return path", "ping", "postcopy advise", "postcopy listen", "postcopy run", "discard RAM", "packaged", "enable COLO",
        "postcopy resume", "received pages",
    ];

    private readonly StreamCursor _cursor = new(new StreamBytes(stream));
    private readonly Dictionary<uint, IterativeSection> _iterative = [];
    private DescriptionText? _description;
    private bool? _hasFooters;
    private bool _hasAddresses;
    private int _nextDescribed;

    private delegate SectionPart ReadPart(SectionPhase phase, SectionHead head, ulong start);

    /// <summary>The stream's bytes, to read the values of fields from.</summary>
    public StreamBytes Bytes => _cursor.Bytes;

    /// <summary>Goes through the stream from its first byte to its last.</summary>
    /// <returns>Its parts, each made when it is asked for.</returns>
    /// <exception cref="StateException">The stream is broken; the message names the first byte that is wrong.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public IEnumerable<StreamPart> Decode()
    {
        yield return ReadHeader();

        // Looked for only now: what is no stream at all is said to be none.
        _description = DescriptionText.Find(Bytes);
        if (_cursor.Peek() == (byte)SectionMark.Configuration)
            yield return ReadConfiguration();

        while (true)
        {
            _cursor.LeaveAll();
            var part = ReadPartOrCommand();
            yield return part;
            if (part is EndPart)
                break;
        }

        if (_description is not null)
            yield return ReadDescription(_description);
        else if (_cursor.Peek() == DescriptionMark)
            RefuseDescription();

        if (!_cursor.IsAtEnd)
            yield return new TrailingPart(_cursor.Position, Bytes.Length - _cursor.Position);
    }

    private static byte[] BigEndian(uint value)
    {
        var content = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(content, value);
        return content;
    }

    private HeaderPart ReadHeader()
    {
        _cursor.Expect(BigEndian(StreamHeader.Magic), "magic number of a migration stream");
        _cursor.Expect(BigEndian(StreamHeader.Version), $"version {StreamHeader.Version} of the layout");
        return new HeaderPart(0, _cursor.Position, StreamHeader.Version);
    }

    private ConfigurationPart ReadConfiguration()
    {
        var start = _cursor.Position;
        _cursor.Section = Configuration;
        _cursor.Skip(1, "mark");
        var at = _cursor.Position;
        var length = _cursor.Read<uint>("length of the machine's name");
        if (length > LongestMachineName)
            throw _cursor.Fail(at, $"a machine's name of {length} bytes; at most {LongestMachineName} are allowed");

        var name = new byte[length];
        _cursor.Read(name, "name of the machine");
        var subsections = new List<DecodedState>();
        while (_cursor.Peek() == SubsectionMark)
            subsections.Add(ReadConfigurationSubsection());

        return new ConfigurationPart(start, _cursor.Position - start, Encoding.UTF8.GetString(name), subsections);
    }

    private DecodedState ReadConfigurationSubsection()
    {
        var start = _cursor.Position;
        _cursor.Skip(1, "mark");
        var nameAt = _cursor.Position;
        var name = _cursor.ReadName("name of a subsection");
        var version = _cursor.Read<uint>("version of a subsection");
        _cursor.Enter(name);
        var fields = new List<DecodedField>();
        switch (name)
        {
            case $"{Configuration}/target-page-bits":
                fields.Add(new DecodedField("target_page_bits", "uint32", _cursor.Position, sizeof(uint)));
                _cursor.Skip(sizeof(uint), "size of a page");
                break;
            case $"{Configuration}/uuid":
                fields.Add(new DecodedField("uuid", "buffer", _cursor.Position, 16));
                _cursor.Skip(16, "UUID");
                break;
            case $"{Configuration}/capabilities":
                ReadCapabilities(fields);
                break;
            default:
                throw _cursor.Fail(nameAt, $"subsection '{name}' is unknown; known: target-page-bits, capabilities, uuid");
        }

        _cursor.Leave();
        return new DecodedState(name, version, start, _cursor.Position - start, fields, []);
    }

    private void ReadCapabilities(List<DecodedField> fields)
    {
        fields.Add(new DecodedField("caps_count", "uint32", _cursor.Position, sizeof(uint)));
        var at = _cursor.Position;
        var count = _cursor.Read<uint>("number of capabilities");
        if (count > byte.MaxValue)
            throw _cursor.Fail(at, $"{count} capabilities; at most {byte.MaxValue} are allowed");

        for (var index = 0; index < count; index++)
        {
            at = _cursor.Position;
            _hasAddresses |= _cursor.ReadName("name of a capability") == "x-ignore-shared";
            fields.Add(new DecodedField($"capabilities[{index}]", "buffer", at + 1, _cursor.Position - at - 1));
        }
    }

    private StreamPart ReadPartOrCommand()
    {
        var start = _cursor.Position;
        var mark = _cursor.Read<byte>("a section, or the mark at the end (0x00)");
        switch (mark)
        {
            case (byte)SectionPhase.Start or (byte)SectionPhase.Full:
                return ReadSection((SectionPhase)mark, start);
            case (byte)SectionPhase.Part or (byte)SectionPhase.End:
                return ReadLaterPart((SectionPhase)mark, start);
            case (byte)SectionMark.Command:
                return ReadCommand(start);
            case (byte)SectionMark.End:
                if (_description is not null && _nextDescribed < _description.Count)
                {
                    throw _cursor.Fail(
                        start, $"found 0x00, expected 0x04: section '{_description.Name(_nextDescribed)}', which the description has next");
                }

                return new EndPart(start, 1);
            default:
                throw _cursor.Fail(start, $"found 0x{mark:x2}, expected a section (0x01 to 0x04), a command (0x08) or the end (0x00)");
        }
    }

    private SectionPart ReadSection(SectionPhase phase, ulong start)
    {
        var described = phase == SectionPhase.Full ? NextDescribed(start) : null;
        var id = _cursor.Read<uint>("number of a section");
        var nameAt = _cursor.Position;
        if (described is not null)
        {
            // What it is to be is known, and so is the very byte that differs.
            _cursor.Section = described.Name;
            var expected = Encoding.UTF8.GetBytes(described.Name);
            _cursor.Expect([(byte)expected.Length, .. expected], $"name of section '{described.Name}', which the description has next");
            _cursor.Expect(BigEndian(described.Instance), $"instance 0x{described.Instance:x} of the section");
            if (described.State.Name.Length > 0)
                _cursor.Expect(BigEndian(described.State.Version), $"version {described.State.Version} of the section");
        }

        _cursor.Position = nameAt;
        var head = new SectionHead(
            id, _cursor.ReadName("name of a section"), _cursor.Read<uint>("instance of a section"), _cursor.Read<uint>("version of a section"));
        _cursor.Section = head.ToString();
        if (phase == SectionPhase.Start)
            return Finish(Iterative(head, nameAt).Read(phase, head, start));

        if (described is not null)
            return Finish(new SectionPart(start, 0, phase, head) { State = SectionDecoder.Read(_cursor, described.State) });

        if (_hasFooters == false)
            throw _cursor.Fail(_cursor.Position, "the stream has neither a description nor footers: where the section ends cannot be told");

        _cursor.Position = FooterSearch.Find(Bytes, _cursor.Position, id)
            ?? throw _cursor.Fail(Bytes.Length, $"the stream ends inside of the section, which began at 0x{start:x}; its footer is missing");
        return Finish(new SectionPart(start, 0, phase, head));
    }

    private DescribedSection? NextDescribed(ulong start)
    {
        if (_description is null)
            return null;

        if (_nextDescribed == _description.Count)
            throw _cursor.Fail(start, $"found 0x04, a section, expected 0x00: the {_description.Count} sections that the description has were all there");

        return _description.Read(_nextDescribed++);
    }

    private IterativeSection Iterative(SectionHead head, ulong nameAt)
    {
        if (_iterative.Count == MaximumIterativeSections || _iterative.ContainsKey(head.Id))
            throw _cursor.Fail(nameAt - sizeof(uint), $"section number {head.Id} was there already, or there are too many sections");

        var pageSize = _description?.PageSize ?? 4096;
        ReadPart read = head.Name switch
        {
            "ram" => new RamDecoder(_cursor, pageSize) { HasAddresses = _hasAddresses }.Read,
            "spapr/htab" => new HashTableDecoder(_cursor).Read,
            _ => throw _cursor.Fail(nameAt, "no section of this name comes in parts; those that do are 'ram' and 'spapr/htab'"),
        };
        var section = new IterativeSection(head, read);
        _iterative.Add(head.Id, section);
        return section;
    }

    private SectionPart ReadLaterPart(SectionPhase phase, ulong start)
    {
        var at = _cursor.Position;
        var id = _cursor.Read<uint>("number of a section");
        if (!_iterative.TryGetValue(id, out var section))
        {
            var known = string.Join(", ", _iterative.Values.Select(known => $"{known.Head.Id} ({known.Head.Name})"));
            throw _cursor.Fail(at, $"a part of section number {id}, which did not start; those that did: {(known.Length == 0 ? "none" : known)}");
        }

        _cursor.Section = section.Head.ToString();
        return Finish(section.Read(phase, section.Head, start));
    }

    /// <summary>Reads the footer, where the stream has them: the first part tells.</summary>
    private SectionPart Finish(SectionPart part)
    {
        _cursor.Section = part.Head.ToString();
        _hasFooters ??= _cursor.Peek() == FooterMark;
        if (_hasFooters == true)
            _cursor.Expect([FooterMark, .. BigEndian(part.Head.Id)], $"footer of section number {part.Head.Id}");

        return part with { Size = _cursor.Position - part.Offset };
    }

    private CommandPart ReadCommand(ulong start)
    {
        var command = _cursor.Read<ushort>("number of a command");
        if (command == 0 || command >= Commands.Length)
            throw _cursor.Fail(start + 1, $"command {command} is unknown; known: 1 to {Commands.Length - 1}");

        _cursor.Skip(_cursor.Read<ushort>("length of a command"), $"data of the command '{Commands[command]}'");

        // What a package has in it follows as if it were not packed.
        if (command == PackagedCommand)
            _hasFooters ??= true;

        return new CommandPart(start, _cursor.Position - start, command, Commands[command]);
    }

    private DescriptionPart ReadDescription(DescriptionText description)
    {
        var start = _cursor.Position;
        if (start != description.Offset)
            throw _cursor.Fail(start, $"expected the description (0x{DescriptionMark:x2}), which lies at 0x{description.Offset:x}");

        _cursor.Skip(description.Size, "description");
        return new DescriptionPart(start, description.Size, description.PageSize, description.Count);
    }

    /// <summary>What has the mark of a description was not found to be one.</summary>
    private void RefuseDescription()
    {
        _cursor.Enter("description");
        _cursor.Skip(1, "mark");
        var length = _cursor.Read<uint>("length of the text");
        var start = _cursor.Position;
        _cursor.Skip(length, "text");
        throw _cursor.Fail(start, length > DescriptionText.MaximumLength
            ? $"a description of {length} bytes; at most {DescriptionText.MaximumLength} are read"
            : "no description of a stream: it does not begin as one");
    }

    private sealed record IterativeSection(SectionHead Head, ReadPart Read);
}
