using System.Buffers.Binary;
using Hv.Runtime.Declarations;
using Hv.Runtime.Migration;

namespace Hv.Pseries.Events;

/// <summary>
/// An event that waits for the guest to fetch it: an error log as the guest gets it, 8 bytes of header and the extended log (LoPAR
/// 10.3).
/// </summary>
[VmState("spapr_event_log_entry")]
public sealed partial class PlatformEvent
{
    /// <summary>The most bytes of an extended log: with the header they fit what rtas-error-log-max promises, 2048.</summary>
    public const int LargestExtendedLog = 2048 - HeaderSize;

    private const int HeaderSize = 8;
    private const byte EpowType = 0x40;
    private const byte HotPlugType = 0xE5;

    /// <summary>The first word of the log: version, severity, what follows, and the type in the lowest byte.</summary>
    [Migrated(Name = "summary")]
    private uint _summary;

    [Migrated(Name = "extended_length")]
    private uint _extendedLength;

    [Migrated(Name = "extended_log", Count = nameof(_extendedLength), Limit = LargestExtendedLog)]
    private byte[] _extendedLog = [];

    /// <summary>An event to be loaded.</summary>
    internal PlatformEvent()
    {
    }

    /// <summary>An event of a log.</summary>
    /// <param name="log">The log, header and extended log: 8 bytes to 2048.</param>
    public PlatformEvent(ReadOnlySpan<byte> log)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(log.Length, HeaderSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(log.Length, HeaderSize + LargestExtendedLog);
        _summary = BinaryPrimitives.ReadUInt32BigEndian(log);
        _extendedLog = log[HeaderSize..].ToArray();
        _extendedLength = (uint)_extendedLog.Length;
    }

    /// <summary>Its class, which follows from the type of the log.</summary>
    public EventClasses Class => (byte)_summary switch
    {
        EpowType => EventClasses.EnvironmentalAndPower,
        HotPlugType => EventClasses.HotPlug,
        _ => EventClasses.None,
    };

    /// <summary>The log as the guest gets it.</summary>
    public byte[] Log
    {
        get
        {
            var log = new byte[HeaderSize + _extendedLog.Length];
            BinaryPrimitives.WriteUInt32BigEndian(log, _summary);
            BinaryPrimitives.WriteUInt32BigEndian(log.AsSpan(4), _extendedLength);
            _extendedLog.CopyTo(log, HeaderSize);
            return log;
        }
    }

    [AfterLoad]
    private void CheckType()
    {
        if (Class == EventClasses.None)
            throw new StateException($"an event of type 0x{(byte)_summary:x2}; known are EPOW (0x{EpowType:x2}) and hot-plug (0x{HotPlugType:x2})");
    }
}
