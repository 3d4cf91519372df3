namespace Hv.Power.State;

/// <summary>Interrupts that come from outside of the instructions (Power ISA, Book III, 6.9).</summary>
[Flags]
public enum PendingInterrupts : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>External: the line of the interrupt controller; until it is lowered.</summary>
    External = 1,

    /// <summary>The decrementer is negative; until it is not.</summary>
    Decrementer = 2,

    /// <summary>A directed privileged doorbell; until it is taken or cleared.</summary>
    Doorbell = 4,

    /// <summary>Machine check; until it is taken, whatever MSR says.</summary>
    MachineCheck = 8,

    /// <summary>System reset; until it is taken, whatever MSR says.</summary>
    SystemReset = 16,
}
