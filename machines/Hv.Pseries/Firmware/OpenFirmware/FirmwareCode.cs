using System.Buffers.Binary;
using Hv.Runtime.Memory;

namespace Hv.Pseries.Firmware.OpenFirmware;

/// <summary>The instructions that a guest finds in its memory as firmware: they pass what r3 points at to a hypercall, and return.</summary>
internal static class FirmwareCode
{
    /// <summary>Calls the client interface: H_VOF_CLIENT.</summary>
    public static readonly uint[] ClientCall = Call(0xF005);

    /// <summary>Calls RTAS: H_RTAS.</summary>
    public static readonly uint[] RtasCall = Call(0xF000);

    /// <summary>Writes code, which is big-endian: clients leave little-endian mode before they call firmware.</summary>
    /// <returns><see langword="false"/> when there is no RAM.</returns>
    public static bool Write(GuestMemory memory, ulong address, ReadOnlySpan<uint> code)
    {
        Span<byte> bytes = stackalloc byte[code.Length * sizeof(uint)];
        for (var index = 0; index < code.Length; index++)
            BinaryPrimitives.WriteUInt32BigEndian(bytes[(index * sizeof(uint))..], code[index]);

        return memory.TryWrite(new GuestPhysicalAddress(address), bytes);
    }

    private static uint[] Call(uint number) =>
    [
        0x7C64_1B78, // mr r4,r3
        0x3860_0000, // li r3,0
        0x6063_0000 | number, // ori r3,r3,number
        0x4400_0022, // sc 1
        0x4E80_0020, // blr
    ];
}
