using System.Buffers.Binary;
using System.Text;

namespace Hv.Runtime.Tests.Migration.Infrastructure;

/// <summary>Makes migration streams piece by piece, right ones and wrong ones.</summary>
internal sealed class StreamBuilder
{
    private readonly List<byte> _bytes = [];

    public StreamBuilder() => Word(0x5145564D).Word(3);

    public byte[] Bytes => [.. _bytes];

    public MemoryStream Stream => new(Bytes);

    /// <summary>A stream that begins as one of a <see cref="SmallMachine"/>, with the list of its RAM blocks.</summary>
    public static StreamBuilder WithRam(int pages = 4) =>
        new StreamBuilder().Configuration().Start(1, "ram", 0, 4).BlockList(pages).Foot(1);

    public StreamBuilder Byte(byte value)
    {
        _bytes.Add(value);
        return this;
    }

    public StreamBuilder Half(ushort value) => Append(2, span => BinaryPrimitives.WriteUInt16BigEndian(span, value));

    public StreamBuilder Word(uint value) => Append(4, span => BinaryPrimitives.WriteUInt32BigEndian(span, value));

    public StreamBuilder Long(ulong value) => Append(8, span => BinaryPrimitives.WriteUInt64BigEndian(span, value));

    public StreamBuilder Data(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public StreamBuilder Name(string name) => Byte((byte)name.Length).Data(Encoding.ASCII.GetBytes(name));

    public StreamBuilder Configuration(string name = "small-1.0") => Byte(7).Word((uint)name.Length).Data(Encoding.ASCII.GetBytes(name));

    public StreamBuilder Start(uint id, string name, uint instance, uint version) =>
        Byte(1).Word(id).Name(name).Word(instance).Word(version);

    public StreamBuilder Full(uint id, string name, uint instance, uint version) =>
        Byte(4).Word(id).Name(name).Word(instance).Word(version);

    public StreamBuilder Part(uint id) => Byte(2).Word(id);

    public StreamBuilder Last(uint id) => Byte(3).Word(id);

    public StreamBuilder Foot(uint id) => Byte(0x7E).Word(id);

    public StreamBuilder BlockList(int pages) =>
        Long(((ulong)pages * SmallMachine.PageSize) | 4).Name("ram").Long((ulong)pages * SmallMachine.PageSize).Long(0x10);

    /// <summary>The rest of a stream whose RAM has come, so that it can be loaded by a machine without states of its own.</summary>
    public StreamBuilder Rest() =>
        Last(1).Long(0x10).Foot(1)
            .Full(0, "timer", 0, 2).Long(0).Long(0).Long(0).Foot(0)
            .Full(2, "globalstate", 0, 1).Word(7).Data(Encoding.ASCII.GetBytes("paused".PadRight(100, '\0'))).Foot(2)
            .Byte(0);

    private StreamBuilder Append(int length, Action<Span<byte>> write)
    {
        var bytes = new byte[length];
        write(bytes);
        return Data(bytes);
    }
}
