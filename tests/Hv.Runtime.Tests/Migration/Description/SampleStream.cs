using System.Text;
using Hv.Runtime.Migration;

namespace Hv.Runtime.Tests.Migration.Description;

/// <summary>A small stream in QEMU's format, made by hand: what it holds is known byte by byte.</summary>
internal sealed class SampleStream
{
    private readonly MemoryStream _stream = new();
    private readonly StateWriter _writer;

    public SampleStream() => _writer = new StateWriter(_stream);

    /// <summary>Where the next byte goes.</summary>
    public int Position => (int)_writer.Position;

    /// <summary>Where sections, and what else the sample writes, begin, by name.</summary>
    public Dictionary<string, int> Offsets { get; } = [];

    /// <summary>A stream with one of everything, and its description.</summary>
    public static SampleStream Create(bool withDescription = true, bool withFooters = true)
    {
        var sample = new SampleStream();
        sample.Header(withFooters);
        sample.Ram(withFooters);
        sample.HashTable(withFooters);
        sample.Device(withFooters);
        sample.Events(withFooters);
        sample.End(withDescription ? Description : null);
        return sample;
    }

    /// <summary>What the sample's description says of its sections, as QEMU writes it: repeated keys for the elements of a queue.</summary>
    public const string Description =
        """
        {"page_size": 4096, "devices": [
        {"name": "bus/dev", "instance_id": 2, "vmsd_name": "dev", "version": 3, "fields": [
        {"name": "on", "type": "bool", "size": 1}, {"name": "unused", "type": "unused_buffer", "size": 2},
        {"name": "table", "array_len": 4, "type": "uint16", "size": 2},
        {"name": "lsi", "array_len": 2, "type": "struct", "struct": {"vmsd_name": "dev/lsi", "version": 1, "fields": [
        {"name": "irq", "type": "uint32 equal", "size": 4}, {"name": "level", "type": "uint8", "size": 1}]}, "size": 5},
        {"name": "msi", "index": 0, "type": "uint8", "size": 1}, {"name": "msi", "index": 1, "type": "uint8", "size": 1}],
        "subsections": [{"vmsd_name": "dev/ex", "version": 1, "fields": [{"name": "late", "type": "timer", "size": 8}],
        "subsections": [{"vmsd_name": "dev/ex/more", "version": 7, "fields": []}]}]},
        {"name": "events", "instance_id": 0, "vmsd_name": "events", "version": 1, "fields": [
        {"name": "queue", "type": "qtailq", "vmsd_name": "event", "version": 1, "fields": [{"name": "length", "type": "uint32", "size": 4},
        {"name": "data", "type": "buffer", "size": 1}], "vmsd_name": "event", "version": 1, "fields": [
        {"name": "length", "type": "uint32", "size": 4}, {"name": "data", "type": "buffer", "size": 2}], "size": 14},
        {"name": "none", "type": "qtailq", "size": 1}]}]}
        """;

    /// <summary>All bytes.</summary>
    public byte[] ToArray()
    {
        _writer.Flush();
        return _stream.ToArray();
    }

    /// <summary>Begins a section.</summary>
    public void Begin(byte phase, uint id, string name, uint instance, uint version)
    {
        Offsets[name] = Position;
        _writer.WriteRaw(phase);
        _writer.WriteRaw(id);
        _writer.WriteName(name);
        _writer.WriteRaw(instance);
        _writer.WriteRaw(version);
    }

    /// <summary>Begins a later part of a section.</summary>
    public void Continue(byte phase, uint id)
    {
        _writer.WriteRaw(phase);
        _writer.WriteRaw(id);
    }

    /// <summary>Writes a footer.</summary>
    public void Footer(bool isThere, uint id)
    {
        if (!isThere)
            return;

        _writer.WriteRaw((byte)0x7E);
        _writer.WriteRaw(id);
    }

    /// <summary>Writes the magic number, the version, and the configuration.</summary>
    public void Header(bool withConfiguration)
    {
        _writer.WriteRaw(0x5145564DU);
        _writer.WriteRaw(3U);
        if (!withConfiguration)
            return;

        _writer.WriteRaw((byte)7);
        _writer.WriteRaw(8U);
        _writer.WriteRaw("toy-1.10"u8);
        Subsection("configuration/capabilities", 1);
        _writer.WriteRaw(1U);
        _writer.WriteName("x-ignore-shared");
        Subsection("configuration/uuid", 1);
        _writer.WriteRaw("0123456789abcdef"u8);
    }

    /// <summary>Writes a subsection's head.</summary>
    public void Subsection(string name, uint version)
    {
        _writer.WriteRaw((byte)5);
        _writer.WriteName(name);
        _writer.WriteRaw(version);
    }

    /// <summary>Writes a word.</summary>
    public void Word(ulong value) => _writer.WriteRaw(value);

    /// <summary>Writes bytes.</summary>
    public void Bytes(params ReadOnlySpan<byte> bytes) => _writer.WriteRaw(bytes);

    /// <summary>Writes a name.</summary>
    public void Name(string name) => _writer.WriteName(name);

    /// <summary>Writes the end, and a description.</summary>
    public void End(string? description)
    {
        Offsets["end"] = Position;
        _writer.WriteRaw((byte)0);
        if (description is null)
            return;

        Offsets["description"] = Position;
        _writer.WriteRaw((byte)6);
        _writer.WriteRaw((uint)description.Length);
        _writer.WriteRaw(Encoding.UTF8.GetBytes(description));
    }

    private void Ram(bool withFooters)
    {
        Begin(1, 2, "ram", 0, 4);
        Word(0x5000 | 0x04);
        foreach (var (name, length, address) in (ReadOnlySpan<(string, ulong, ulong)>)[("main", 0x4000, 0), ("rom", 0x1000, 0x8000)])
        {
            Name(name);
            Word(length);
            if (withFooters)
                Word(address);
        }

        Word(0x10);
        Footer(withFooters, 2);

        Continue(2, 2);
        Word(0x0000 | 0x02);
        Name("main");
        Bytes(0);
        Word(0x1000 | 0x08 | 0x20);
        Bytes(new byte[4096]);
        Word(0x2000 | 0x40 | 0x20);
        Bytes(1, 0, 3, 1, 1, 9);
        Word(0x0000 | 0x100);
        Name("rom");
        Bytes(0, 0, 0, 2, 1, 2);
        Word(0x10);
        Footer(withFooters, 2);

        Continue(3, 2);
        Word(0x10);
        Footer(withFooters, 2);
    }

    private void HashTable(bool withFooters)
    {
        Begin(1, 3, "spapr/htab", 0, 1);
        Bytes(0, 0, 0, 18);
        Footer(withFooters, 3);
        Continue(3, 3);
        Bytes(0, 0, 0, 0);
        Bytes(0, 0, 0, 5, 0, 1, 0, 2);
        Bytes(new byte[16]);
        Bytes(new byte[8]);
        Footer(withFooters, 3);
    }

    private void Device(bool withFooters)
    {
        Begin(4, 7, "bus/dev", 2, 3);
        Offsets["dev.on"] = Position;
        Bytes(1, 0, 0);
        Offsets["dev.table"] = Position;
        Bytes(0, 1, 0, 2, 0, 2, 0xFF, 0xFF);
        Bytes(0, 0, 0, 7, 1, 0, 0, 0, 8, 0);
        Bytes(3, 4);
        Offsets["dev/ex"] = Position;
        Subsection("dev/ex", 1);
        Word(ulong.MaxValue);
        Offsets["dev/ex/more"] = Position;
        Subsection("dev/ex/more", 7);
        Footer(withFooters, 7);
    }

    private void Events(bool withFooters)
    {
        Begin(4, 9, "events", 0, 1);
        Bytes(1, 0, 0, 0, 1, 0x41);
        Offsets["second event"] = Position;
        Bytes(1, 0, 0, 0, 2, 0x42, 0x43);
        Bytes(0, 0);
        Footer(withFooters, 9);
    }
}
