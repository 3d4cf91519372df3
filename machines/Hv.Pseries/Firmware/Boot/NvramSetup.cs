using System.Buffers.Binary;
using Hv.Pseries.Vio;

namespace Hv.Pseries.Firmware.Boot;

/// <summary>Divides an empty NVRAM into partitions, as firmware does (LoPAR 8.1.3): one of variables, and the rest free.</summary>
internal static class NvramSetup
{
    private const int BlockSize = 16;
    private const int VariablesSize = 0x1000;
    private const byte VariablesSignature = 0x70;
    private const byte FreeSignature = 0x7F;
    private const int ChecksumOffset = 1;
    private const int LengthOffset = 2;
    private const int NameOffset = 4;

    /// <summary>Divides it, unless there is anything in it.</summary>
    public static void Run(Nvram nvram)
    {
        var content = nvram.Content;
        if (content.ContainsAnyExcept((byte)0))
            return;

        WriteHeader(content, VariablesSignature, VariablesSize, "common"u8);
        WriteHeader(content[VariablesSize..], FreeSignature, content.Length - VariablesSize, "wwwwwwwwwwww"u8);
        nvram.Store(0, content.Length);
    }

    private static void WriteHeader(Span<byte> partition, byte signature, int size, ReadOnlySpan<byte> name)
    {
        var header = partition[..BlockSize];
        header[0] = signature;
        BinaryPrimitives.WriteUInt16BigEndian(header[LengthOffset..], (ushort)(size / BlockSize));
        name.CopyTo(header[NameOffset..]);

        // The sum of the other bytes, each carry added again.
        var sum = 0;
        foreach (var value in header)
        {
            sum += value;
            sum = (sum & 0xFF) + (sum >> 8);
        }

        header[ChecksumOffset] = (byte)sum;
    }
}
