using System.Buffers.Binary;
using System.Globalization;
using Hv.Pseries.Connectors;

namespace Hv.Pseries.Events;

/// <summary>Writes error logs in version 6 format (LoPAR 10.3.2), big-endian.</summary>
internal static class EventLog
{
    private const int HeaderSize = 8;
    private const int V6HeaderSize = 16;
    private const int PrivateHeaderSize = 48;
    private const int UserHeaderSize = 24;
    private const int EpowSize = 20;
    private const int HotPlugSize = 20;

    /// <summary>Version 6, severity event, no recovery needed, type EPOW, extended log present.</summary>
    private const uint EpowSummary = 0x0634_0040;

    /// <summary>The same, with the type hot-plug.</summary>
    private const uint HotPlugSummary = 0x0634_60E5;

    /// <summary>The log of a request to shut down: EPOW sensor value 3, normal shutdown.</summary>
    /// <param name="time">When it happened, in UTC.</param>
    /// <param name="platformLogId">A number that tells logs apart.</param>
    public static byte[] SystemShutdown(DateTime time, uint platformLogId)
    {
        var log = Begin(EpowSummary, time, platformLogId, EpowSize, out var user, out var last);
        user[8] = 0xA0;         // Subsystem: external environment.
        user[11] = 0xD0;        // Informational, normal shutdown.

        WriteSectionHeader(last, "EP"u8, EpowSize, version: 2);
        last[8] = 3;            // Sensor value: system shutdown.
        last[9] = 1;            // Normal.
        last[10] = 1;           // Applies to the whole system.
        return log;
    }

    /// <summary>The log of something that is plugged in or to be taken out.</summary>
    /// <param name="time">When it happened, in UTC.</param>
    /// <param name="platformLogId">A number that tells logs apart.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="action">What is asked of the guest.</param>
    /// <param name="connector">The index of its connector.</param>
    public static byte[] HotPlug(DateTime time, uint platformLogId, ConnectorKind kind, HotPlugAction action, uint connector)
    {
        var log = Begin(HotPlugSummary, time, platformLogId, HotPlugSize, out var user, out var last);
        user[8] = 0x80;         // Subsystem: others.

        WriteSectionHeader(last, "HP"u8, HotPlugSize, version: 1);
        last[8] = kind switch
        {
            ConnectorKind.Processor => 1,
            ConnectorKind.Memory => 2,
            ConnectorKind.HostBridge => 4,
            _ => 5,
        };
        last[9] = (byte)action;
        last[10] = 2;           // It is named by the index of its connector.
        BinaryPrimitives.WriteUInt32BigEndian(last[12..], connector);
        return log;
    }

    /// <summary>Writes what all logs have, and finds the user header and the last section.</summary>
    private static byte[] Begin(uint summary, DateTime time, uint platformLogId, int lastSize, out Span<byte> user, out Span<byte> last)
    {
        var extendedSize = V6HeaderSize + PrivateHeaderSize + UserHeaderSize + lastSize;
        var log = new byte[HeaderSize + extendedSize];
        var rest = log.AsSpan();
        BinaryPrimitives.WriteUInt32BigEndian(rest, summary);
        BinaryPrimitives.WriteUInt32BigEndian(rest[4..], (uint)extendedSize);
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
        user = rest[PrivateHeaderSize..];
        WriteSectionHeader(user, "UH"u8, UserHeaderSize, version: 0);
        last = user[UserHeaderSize..];
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
