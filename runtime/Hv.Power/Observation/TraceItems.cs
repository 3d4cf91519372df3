namespace Hv.Power.Observation;

/// <summary>What is traced: items of QEMU's option <c>-d</c>.</summary>
[Flags]
public enum TraceItems
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><c>in_asm</c>: instructions as they are decoded.</summary>
    Assembly = 1,

    /// <summary><c>exec</c>: blocks of instructions before they are executed.</summary>
    Execution = 2,

    /// <summary><c>cpu</c>: the registers before blocks of instructions.</summary>
    Registers = 4,

    /// <summary><c>int</c>: interrupts as they are taken.</summary>
    Interrupts = 8,
}
