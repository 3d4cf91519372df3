using Hv.Runtime.Machines;

namespace Hv.Pseries.Events;

/// <summary>
/// The state of firmware-assisted non-maskable interrupts (LoPAR 7.3.14): where the guest wants them, and which processor handles
/// one now. While one does, no other is delivered: their logs share one buffer.
/// </summary>
public sealed class FirmwareAssistedNmi
{
    /// <summary>Whether the guest has registered its handlers.</summary>
    public bool IsRegistered { get; private set; }

    /// <summary>The guest-physical address of its handler of system resets.</summary>
    public uint SystemReset { get; private set; }

    /// <summary>The guest-physical address of its handler of machine checks.</summary>
    public uint MachineCheck { get; private set; }

    /// <summary>The processor that handles a machine check now, or <see langword="null"/>.</summary>
    public VirtualCpu? Owner { get; private set; }

    /// <summary>The guest registers its handlers.</summary>
    public void Register(uint systemReset, uint machineCheck)
    {
        SystemReset = systemReset;
        MachineCheck = machineCheck;
        IsRegistered = true;
    }

    /// <summary>A processor starts to handle a machine check.</summary>
    /// <returns><see langword="false"/> when another one is handled still.</returns>
    public bool TryAcquire(VirtualCpu cpu)
    {
        if (Owner is not null)
            return false;

        Owner = cpu;
        return true;
    }

    /// <summary>A processor has taken over its log. Of no effect when it handles none.</summary>
    public void Release(VirtualCpu cpu)
    {
        if (Owner == cpu)
            Owner = null;
    }

    /// <summary>Back to the state after power-on.</summary>
    public void Reset()
    {
        IsRegistered = false;
        SystemReset = 0;
        MachineCheck = 0;
        Owner = null;
    }
}
