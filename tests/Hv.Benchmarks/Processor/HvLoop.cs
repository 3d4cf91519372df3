using System.Diagnostics;
using System.Runtime.InteropServices;
using Hv.Power.Execution;
using Hv.Power.Memory;
using Hv.Power.State;

namespace Hv.Benchmarks.Processor;

/// <summary>A loop on a processor of its own in flat memory.</summary>
internal sealed unsafe class HvLoop : IDisposable
{
    private readonly byte* _memory = (byte*)NativeMemory.AlignedAlloc(GuestImage.Size, 0x1000);
    private readonly PowerProcessor<FlatMemory<LittleEndian64>> _processor;
    private readonly byte[] _image;

    public HvLoop(byte[] image)
    {
        _image = image;
        _processor = new PowerProcessor<FlatMemory<LittleEndian64>>(
            PowerModel.Power9, new FlatMemory<LittleEndian64>(_memory, GuestImage.Start, GuestImage.Size));
        _processor.State.Msr |= MachineState.ProblemState | MachineState.FloatingPoint | MachineState.Vector | MachineState.VectorScalar;
        Run(1);
        PerRound = (Run(100_001).Instructions - Run(1).Instructions) / 100_000.0;
    }

    /// <summary>How many instructions one time round has, on average.</summary>
    public double PerRound { get; }

    /// <summary>Runs the program.</summary>
    /// <exception cref="InvalidOperationException">It does not exit.</exception>
    public (double Nanoseconds, long Instructions, long Bytes, int ExitCode) Run(long count)
    {
        var memory = new Span<byte>(_memory, GuestImage.Size);
        _image.CopyTo(memory);
        GuestImage.SetCount(memory, count);
        _processor.State.Nia = GuestImage.Entry;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        var result = _processor.Run(long.MaxValue);
        var elapsed = Stopwatch.GetElapsedTime(start);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return result.Interrupt.Cause == Outcome.SystemCall
            ? (elapsed.TotalNanoseconds, result.Completed, bytes, (int)_processor.State.Gpr[3])
            : throw new InvalidOperationException($"The loop did not exit: {result}");
    }

    public void Dispose()
    {
        _processor.Dispose();
        NativeMemory.AlignedFree(_memory);
    }
}
