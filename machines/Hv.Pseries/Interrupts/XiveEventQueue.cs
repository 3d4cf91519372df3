using Hv.Runtime.Declarations;

namespace Hv.Pseries.Interrupts;

/// <summary>A queue of events of a processor at one priority, where the guest has XIVE: its descriptor (END).</summary>
[VmState("spapr-xive/end")]
public partial struct XiveEventQueue
{
    /// <summary>Word 1 after power-on: escalations are off.</summary>
    public const uint EscalationsAreOff = 0x5000_0000;

    /// <summary>Word 0: whether the queue is there, and how it notifies.</summary>
    [Migrated(Name = "w0", TypeName = "uint32", Codec = typeof(LittleEndianCodec))]
    public uint Word0 { get; set; }

    /// <summary>Word 1: what of its own state pends, and where in the queue the next event goes.</summary>
    [Migrated(Name = "w1", TypeName = "uint32", Codec = typeof(LittleEndianCodec))]
    public uint Word1 { get; set; }

    /// <summary>Word 2: the upper half of the queue's address.</summary>
    [Migrated(Name = "w2", TypeName = "uint32", Codec = typeof(LittleEndianCodec))]
    public uint Word2 { get; set; }

    /// <summary>Word 3: the lower half of the queue's address.</summary>
    [Migrated(Name = "w3", TypeName = "uint32", Codec = typeof(LittleEndianCodec))]
    public uint Word3 { get; set; }

    /// <summary>Word 4: where it escalates to, upper half.</summary>
    [Migrated(Name = "w4", TypeName = "uint32", Codec = typeof(LittleEndianCodec))]
    public uint Word4 { get; set; }

    /// <summary>Word 5: where it escalates to, lower half.</summary>
    [Migrated(Name = "w5", TypeName = "uint32", Codec = typeof(LittleEndianCodec))]
    public uint Word5 { get; set; }

    /// <summary>Word 6: the target that it notifies.</summary>
    [Migrated(Name = "w6", TypeName = "uint32", Codec = typeof(LittleEndianCodec))]
    public uint Word6 { get; set; }

    /// <summary>Word 7: the priority at which it notifies.</summary>
    [Migrated(Name = "w7", TypeName = "uint32", Codec = typeof(LittleEndianCodec))]
    public uint Word7 { get; set; }
}
