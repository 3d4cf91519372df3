namespace Hv.Pseries.Rtas;

/// <summary>The CPU_status word of query-cpu-stopped-state (LoPAR 7.3.8.3).</summary>
public enum CpuStoppedState : uint
{
    /// <summary>The processor is in the RTAS stopped state: start-cpu starts it.</summary>
    Stopped = 0,

    /// <summary>The processor is not in the RTAS stopped state.</summary>
    NotStopped = 2,
}
