using System.Buffers.Binary;
using System.Globalization;

namespace Hv.Pseries.Events;

/// <summary>Writes error logs in version 6 format (LoPAR 10.3.2), big-endian.</summary>
internal static class EventLog
{
    private const int HeaderSize = 8;
    private const int V6HeaderSize = 16;
    private const int PrivateHeaderSize = 48;
    private const int UserHeaderSize = 24;
    private const int EpowSize = 20;

    /// <summary>Version 6, severity event, no recovery needed, type EPOW, extended log present.</summary>
    private const uint EpowSummary = 0x0634_0040;

    /// <summary>The log of a request to shut down: EPOW sensor value 3, normal shutdown.</summary>
    /// <param name="time">When it happened, in UTC.</param>
    /// <param name="platformLogId">A number that tells logs apart.</param>
    public static byte[] SystemShutdown(DateTime time, uint platformLogId)
    {
        const int ExtendedSize = V6HeaderSize + PrivateHeaderSize + UserHeaderSize + EpowSize;
        var log = new byte[HeaderSize + ExtendedSize];
        var rest = log.AsSpan();
        BinaryPrimitives.WriteUInt32BigEndian(rest, EpowSummary);
        BinaryPrimitives.WriteUInt32BigEndian(rest[4..], ExtendedSize);
        rest = rest[HeaderSize..];

        // Log valid, big-endian, version 6 format; the company is IBM.
        rest[0] = 0x86;
        rest[2] = 0x8E;
        "IBM\0"u8.CopyTo(rest[12..]);
        rest = rest[V6HeaderSize..];

        WriteSectionHeader(rest, "PH"u8, PrivateHeaderSize, version: 0);
        WriteDecimal(rest.Slice(8, 4), time.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        WriteDecimal(rest.Slice(12, 4), time.ToString("HHmmss00", CultureInfo.InvariantCulture));
        rest[24] = (byte)'H';   // The hypervisor created it.
        rest[27] = 3;           // Three sections, this one included.
        BinaryPrimitives.WriteUInt32BigEndian(rest[40..], platformLogId);
        rest = rest[PrivateHeaderSize..];

        WriteSectionHeader(rest, "UH"u8, UserHeaderSize, version: 0);
        rest[8] = 0xA0;         // Subsystem: external environment.
        rest[11] = 0xD0;        // Informational, normal shutdown.
        rest = rest[UserHeaderSize..];

        WriteSectionHeader(rest, "EP"u8, EpowSize, version: 2);
        rest[8] = 3;            // Sensor value: system shutdown.
        rest[9] = 1;            // Normal.
        rest[10] = 1;           // Applies to the whole system.
        return log;
    }

    private static void WriteSectionHeader(Span<byte> section, ReadOnlySpan<byte> id, ushort size, byte version)
    {
        id.CopyTo(section);
        BinaryPrimitives.WriteUInt16BigEndian(section[2..], size);
        section[4] = version;
    }

    private static void WriteDecimal(Span<byte> destination, string digits)
    {
        for (var index = 0; index < destination.Length; index++)
            destination[index] = (byte)(((digits[2 * index] - '0') << 4) | (digits[(2 * index) + 1] - '0'));
    }
}
