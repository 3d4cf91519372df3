using System.Diagnostics;
using System.Runtime.InteropServices;
using Hv.Power.Assembly;
using Hv.Power.Execution;
using Hv.Power.Memory;
using Hv.Power.State;

namespace Hv.Benchmarks.Processor;

/// <summary>A loop of guest code that never ends, on a processor of its own with 64 KiB of memory.</summary>
internal sealed unsafe class GuestLoop : IDisposable
{
    private const ulong Start = 0x10000;
    private const int Size = 0x10000;

    private readonly byte* _memory = (byte*)NativeMemory.AlignedAlloc(Size, 0x1000);
    private readonly PowerProcessor<FlatMemory<LittleEndian64>> _processor;

    /// <summary>Makes a loop. r1 is the address of 32 KiB of data, r2 is 0; data and the other registers are random.</summary>
    public GuestLoop(string name, string source)
    {
        Name = name;
        var random = new Random(1);
        random.NextBytes(new Span<byte>(_memory, Size));
        PowerAssembler.Assemble(source, Start, isBigEndian: false).Bytes.Span.CopyTo(new Span<byte>(_memory, Size));
        _processor = new PowerProcessor<FlatMemory<LittleEndian64>>(PowerModel.Power9, new FlatMemory<LittleEndian64>(_memory, Start, Size));
        for (var register = 3; register < 32; register++)
            _processor.State.Gpr[register] = (ulong)random.NextInt64();

        _processor.State.Gpr[1] = Start + (Size / 2);
        _processor.State.Nia = Start;
        _processor.State.Msr |= MachineState.ProblemState;
    }

    /// <summary>What it is.</summary>
    public string Name { get; }

    /// <summary>Runs instructions; returns how long one takes in nanoseconds, and what was allocated.</summary>
    /// <exception cref="InvalidOperationException">The loop ended.</exception>
    public (double Nanoseconds, long Bytes) Run(long instructions)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        var result = _processor.Run(instructions);
        var elapsed = Stopwatch.GetElapsedTime(start);
        return result.Reason == StopReason.Budget
            ? (elapsed.TotalNanoseconds / instructions, GC.GetAllocatedBytesForCurrentThread() - before)
            : throw new InvalidOperationException($"Loop '{Name}' ended: {result}");
    }

    public void Dispose()
    {
        _processor.Dispose();
        NativeMemory.AlignedFree(_memory);
    }
}
