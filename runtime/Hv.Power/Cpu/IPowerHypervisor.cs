namespace Hv.Power.Cpu;

/// <summary>Serves the calls that a guest makes to its hypervisor (LoPAR 14).</summary>
public interface IPowerHypervisor
{
    /// <summary>
    /// A processor has executed sc 1. Its registers hold the call and take the results; it goes on behind the instruction. The call may stop
    /// processors, start them, or have this one wait. With a thread for each processor several calls come at once.
    /// </summary>
    void Call(PowerCpu cpu);

    /// <summary>An interrupt has ended the wait of a processor, which is about to go on.</summary>
    void WaitEnded(PowerCpu cpu)
    {
    }
}
