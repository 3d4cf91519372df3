using Hv.Runtime.Declarations;

namespace Hv.Pseries.Interrupts;

/// <summary>The interrupt sources, where the guest has XIVE: whether each is off, pending or asserted.</summary>
[VmState("xive-source")]
public sealed partial class XiveSources
{
    private const byte Off = 0x01;

    internal XiveSources(uint count)
    {
        Count = count;
        Status = new byte[count];
        Reset();
    }

    /// <summary>How many there are: those of the processors' own interrupts, and the external ones.</summary>
    [GuestVisible("ibm,xive-lisn-ranges, and the number of external sources")]
    [Migrated(Name = "nr_irqs", MustMatch = true)]
    public uint Count { get; }

    /// <summary>The bits P (2) and Q (1) of each, and whether its line is asserted (4); Q alone: it is off.</summary>
    [Migrated]
    public byte[] Status { get; }

    /// <summary>Puts them into the state after power-on: all are off.</summary>
    internal void Reset() => Array.Fill(Status, Off);
}
