using System.Diagnostics;
using Hv.Power.Cpu;
using Hv.Power.Execution;
using Hv.Power.State;
using Hv.Power.Translation;
using Hv.Runtime.Memory;

namespace Hv.Benchmarks.Processor;

/// <summary>A loop on a processor that translates addresses, under a hypervisor of the two calls that it makes.</summary>
internal sealed unsafe class HvSystemLoop : IDisposable
{
    private const ulong RegisterProcessTable = 0x37C;

    private readonly GuestMemory _memory = new(SystemLoop.RamSize);
    private readonly PowerPartition _partition;
    private readonly PowerCpuGroup _group;
    private readonly SystemLoop _loop;

    public HvSystemLoop(SystemLoop loop)
    {
        _loop = loop;
        _partition = new PowerPartition(_memory);
        _group = new PowerCpuGroup(PowerModel.Power9, _partition);
        Run(1);
        PerRound = (Run(100_001).Instructions - Run(1).Instructions) / 100_000.0;
    }

    /// <summary>How many instructions one time round has.</summary>
    public double PerRound { get; }

    /// <summary>Runs the program.</summary>
    /// <exception cref="InvalidOperationException">It makes another call than it should.</exception>
    public (double Nanoseconds, long Instructions, long Bytes) Run(long count)
    {
        _memory.TryWrite(default, _loop.Image(count));
        var cpu = _group.Cpus[0];
        cpu.Reset();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        var instructions = 0L;
        while (true)
        {
            var result = cpu.Run(long.MaxValue);
            instructions += result.Completed;
            if (result.Reason != StopReason.Hypercall)
                throw new InvalidOperationException($"The loop did not end: {result} at 0x{cpu.State.Nia:x}");

            if (cpu.State.Gpr[3] != RegisterProcessTable)
                break;

            _partition.ProcessTable = new ProcessTable(cpu.State.Gpr[5], (int)cpu.State.Gpr[7]);
            cpu.State.Spr[SpecialRegister.Lpcr] |= PartitionControl.HostRadix | PartitionControl.ProcessTable;
            cpu.State.Gpr[3] = 0;
            _group.FlushTranslations();
        }

        return (Stopwatch.GetElapsedTime(start).TotalNanoseconds, instructions, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    public void Dispose()
    {
        _group.Dispose();
        _partition.Dispose();
        _memory.Dispose();
    }
}
