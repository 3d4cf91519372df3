using System.Buffers.Binary;

namespace Hv.Testing.Vfio;

/// <summary>Writes a chain of capabilities, each at a multiple of 8 bytes.</summary>
/// <param name="target">Where to.</param>
/// <param name="head">Bytes of the answer before the chain.</param>
internal ref struct CapabilityWriter(Span<byte> target, int head)
{
    private readonly Span<byte> _target = target;
    private int _last = -1;

    /// <summary>Bytes so far.</summary>
    public int Length { get; private set; }

    public void Begin(ushort id, ushort version)
    {
        Length = (Length + 7) & ~7;
        if (_last >= 0)
            BinaryPrimitives.WriteUInt32LittleEndian(_target[(_last + 4)..], (uint)(head + Length));

        _last = Length;
        BinaryPrimitives.WriteUInt16LittleEndian(_target[Length..], id);
        BinaryPrimitives.WriteUInt16LittleEndian(_target[(Length + 2)..], version);
        BinaryPrimitives.WriteUInt32LittleEndian(_target[(Length + 4)..], 0);
        Length += 8;
    }

    public void Write(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_target[Length..], value);
        Length += 4;
    }

    public void Write(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_target[Length..], value);
        Length += 8;
    }
}
