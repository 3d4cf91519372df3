namespace Hv.Power.Execution;

/// <summary>Why a processor stopped.</summary>
public enum StopReason
{
    /// <summary>As many instructions were completed as were asked for.</summary>
    Budget,

    /// <summary>There is an interrupt to handle. NIA is what SRR0 would be.</summary>
    Interrupt,

    /// <summary>Byte order or width have changed: another processor of the same state goes on.</summary>
    Mode,

    /// <summary>An instruction asked for something, or somebody else did.</summary>
    Attention,

    /// <summary>The guest calls its hypervisor; it goes on behind the call.</summary>
    Hypercall,

    /// <summary>Somebody else asked it to stop (<see cref="Cpu.PowerCpu.Kick"/>).</summary>
    Kicked,

    /// <summary>A machine check that the guest does not take: it can never go on.</summary>
    Checkstop,

    /// <summary>A debugger wants to see the instruction, or the data that it accesses (<see cref="Debugging.DebugPoints"/>).</summary>
    Debug,
}
