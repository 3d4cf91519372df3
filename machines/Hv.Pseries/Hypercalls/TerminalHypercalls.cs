using System.Buffers.Binary;
using Hv.Pseries.Vio;
using Hv.Runtime.Declarations;
using Hv.Runtime.Hypercalls;

namespace Hv.Pseries.Hypercalls;

/// <summary>Virtual terminals (LoPAR 16.3): characters travel in two registers, the first in the highest byte.</summary>
[Hypercalls]
internal sealed partial class TerminalHypercalls(PseriesMachine machine)
{
    private const int CharactersPerCall = 16;

    /// <summary>Reads up to 16 characters from a terminal.</summary>
    [Hypercall(0x54, "H_GET_TERM_CHAR")]
    private HypercallStatus Get(ulong unitAddress, out ulong length, out ulong characters0To7, out ulong characters8To15)
    {
        Span<byte> characters = stackalloc byte[CharactersPerCall];
        characters.Clear();
        var vty = Find(unitAddress);
        length = (ulong)(vty?.Read(characters) ?? 0);
        characters0To7 = BinaryPrimitives.ReadUInt64BigEndian(characters);
        characters8To15 = BinaryPrimitives.ReadUInt64BigEndian(characters[sizeof(ulong)..]);
        return vty is null ? HypercallStatus.Parameter : HypercallStatus.Success;
    }

    /// <summary>Writes up to 16 characters to a terminal.</summary>
    [Hypercall(0x58, "H_PUT_TERM_CHAR")]
    private HypercallStatus Put(ulong unitAddress, ulong length, ulong characters0To7, ulong characters8To15)
    {
        if (Find(unitAddress) is not { } vty || length > CharactersPerCall)
            return HypercallStatus.Parameter;

        Span<byte> characters = stackalloc byte[CharactersPerCall];
        BinaryPrimitives.WriteUInt64BigEndian(characters, characters0To7);
        BinaryPrimitives.WriteUInt64BigEndian(characters[sizeof(ulong)..], characters8To15);
        vty.Write(characters[..(int)length]);
        return HypercallStatus.Success;
    }

    /// <summary>The terminal of a unit address; of address 0, which early debug code of guests uses, the first one.</summary>
    private Vty? Find(ulong unitAddress) =>
        unitAddress == 0 && !machine.Devices.OfType<VioDevice>().Any(device => device.UnitAddress == 0)
            ? machine.FirstVty
            : machine.Devices.OfType<Vty>().FirstOrDefault(vty => vty.UnitAddress == unitAddress);
}
