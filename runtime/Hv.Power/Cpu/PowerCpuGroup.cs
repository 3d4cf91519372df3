using Hv.Power.Debugging;
using Hv.Power.Execution;
using Hv.Power.State;
using Hv.Power.Translation;

namespace Hv.Power.Cpu;

/// <summary>The processors of a guest, which share its memory and its page tables.</summary>
public sealed class PowerCpuGroup : IDisposable
{
    private readonly PowerPartition _partition;
    private readonly PowerCpu[] _cpus;
    private DebugPoints _debugPoints = DebugPoints.None;

    /// <summary>Makes processors.</summary>
    /// <param name="model">What they are.</param>
    /// <param name="partition">The guest's memory; it is not disposed with them.</param>
    /// <param name="count">How many: 1 to 4096.</param>
    /// <param name="threadsPerCore">How many of them are threads of one core, which doorbells go between: 1, 2, 4 or 8.</param>
    public PowerCpuGroup(PowerModel model, PowerPartition partition, int count = 1, int threadsPerCore = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 4096);
        if (threadsPerCore is not (1 or 2 or 4 or 8))
            throw new ArgumentOutOfRangeException(nameof(threadsPerCore), threadsPerCore, "A core has 1, 2, 4 or 8 threads.");

        _partition = partition;
        ThreadsPerCore = threadsPerCore;
        _cpus = [.. Enumerable.Range(0, count).Select(id => new PowerCpu(this, model, partition, id))];
        _partition.Memory.LogStarted += StopUnseenStores;
    }

    /// <summary>The processors, by number.</summary>
    public IReadOnlyList<PowerCpu> Cpus => _cpus;

    /// <summary>How many of them are threads of one core.</summary>
    public int ThreadsPerCore { get; }

    /// <summary>
    /// A processor has taken a system reset, and is about to execute its vector; raised on its thread. Its registers may be changed, MSR excepted.
    /// </summary>
    public event Action<PowerCpu>? SystemResetTaken;

    /// <summary>A processor has halted for a debugger (<see cref="PowerCpu.Halt"/>); raised on the thread that runs it, which must not be held up.</summary>
    public event Action<PowerCpu>? Halted;

    /// <summary>Where a debugger has them stop. To be set while none of them executes.</summary>
    public DebugPoints DebugPoints
    {
        get => _debugPoints;
        set
        {
            _debugPoints = value;
            foreach (var cpu in _cpus)
                cpu.DebugPoints = value;
        }
    }

    /// <summary>Raised when a processor has something to do that may wait or sleep; by any thread.</summary>
    public event Action<PowerCpu>? Woken;

    /// <summary>
    /// Has all processors forget their translations, and returns when none uses one that it had: the hypervisor has changed page tables or the
    /// partition. Not to be called by a thread that runs a processor.
    /// </summary>
    public void FlushTranslations() => Post(null, PostedWork.Flush);

    /// <inheritdoc/>
    public void Dispose()
    {
        _partition.Memory.LogStarted -= StopUnseenStores;
        foreach (var cpu in _cpus)
            cpu.Dispose();
    }

    internal void OnSystemResetTaken(PowerCpu cpu) => SystemResetTaken?.Invoke(cpu);

    internal void OnHalted(PowerCpu cpu) => Halted?.Invoke(cpu);

    internal void Wake(PowerCpu cpu) => Woken?.Invoke(cpu);

    /// <summary>Leaves work for all processors but one, and waits until they have done it, or do it before they execute anything.</summary>
    internal void Post(PowerCpu? self, PostedWork work)
    {
        foreach (var cpu in _cpus)
        {
            if (cpu == self)
                continue;

            var request = cpu.Post(work);
            var spinner = default(SpinWait);
            while (!cpu.HasDone(request))
            {
                // Two that wait for each other both do what the other one asks.
                self?.DoPosted();
                spinner.SpinOnce();
            }
        }
    }

    /// <summary>Rings the doorbell of a thread of the same core.</summary>
    internal void Ring(PowerCpu cpu, int thread)
    {
        var target = (cpu.Id / ThreadsPerCore * ThreadsPerCore) + thread;
        if (thread < ThreadsPerCore && target < _cpus.Length)
            _cpus[target].Raise(PendingInterrupts.Doorbell);
    }

    private void StopUnseenStores() => Post(null, PostedWork.FlushStores);
}
