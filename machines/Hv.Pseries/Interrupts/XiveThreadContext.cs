using System.Buffers.Binary;
using Hv.Runtime.Declarations;

namespace Hv.Pseries.Interrupts;

/// <summary>The interrupts of a processor, where the guest has XIVE: the registers of its thread interrupt management area.</summary>
/// <remarks>Four rings of 16 bytes: the user's, the operating system's, the pool's, the hypervisor's.</remarks>
[VmState("xive-tctx")]
public sealed partial class XiveThreadContext
{
    private const int RingSize = 16;
    private const int OperatingSystemRing = RingSize;
    private const int HypervisorRing = 3 * RingSize;
    private const int LogicalServerBuffer = 3;
    private const int AcknowledgeCount = 4;
    private const int Age = 6;
    private const int PendingPriority = 7;
    private const int ContextWord = 8;
    private const uint IsValid = 0x8000_0000;
    private const uint FirstTarget = 0x400;
    private const byte LeastFavored = 0xFF;

    private readonly uint _server;

    internal XiveThreadContext(uint server) => _server = server;

    /// <summary>The registers.</summary>
    [Migrated(Name = "regs")]
    public byte[] Registers { get; } = new byte[4 * RingSize];

    /// <summary>Puts them into the state after power-on: nothing pends, and interrupts of this processor reach it.</summary>
    internal void Reset()
    {
        Array.Clear(Registers);
        var ring = Registers.AsSpan(OperatingSystemRing, RingSize);
        ring[LogicalServerBuffer] = LeastFavored;
        ring[AcknowledgeCount] = LeastFavored;
        ring[Age] = LeastFavored;
        ring[PendingPriority] = LeastFavored;
        BinaryPrimitives.WriteUInt32BigEndian(ring[ContextWord..], IsValid | (FirstTarget + _server));
        Registers[HypervisorRing + PendingPriority] = LeastFavored;
    }
}
