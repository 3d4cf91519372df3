using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;

namespace Hv.Benchmarks.Calls;

/// <summary>One RTAS call from guest memory and back: ibm,query-pe-dma-window, three argument words, five return words.</summary>
public class RtasBenchmarks
{
    /// <summary>So many that the loop of the benchmark itself does not count.</summary>
    private const int Calls = 1024;

    // The loops are compiled once: what of a contestant is inlined into its loop would otherwise depend on what the runtime
    // happened to see of the loop's first turns, and differ from run to run. The contestants themselves are tiered as always.
    private const MethodImplOptions Loop = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    private static readonly GuestPhysicalAddress Buffer = new(0x1000);

    private BenchmarkMachine _machine = null!;
    private HandWrittenRtas<WithTracing> _handWritten = null!;
    private HandWrittenRtas<WithoutTracing> _withoutTracing = null!;
    private ReflectedRtas _reflected = null!;

    /// <summary>Makes the contestants and checks that all give the same answer.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _machine = new Benchmark_1_0 { Options = new() { RamSize = 1 << 20 } };
        _machine.Realize();
        _handWritten = new HandWrittenRtas<WithTracing>(_machine);
        _withoutTracing = new HandWrittenRtas<WithoutTracing>(_machine);
        _reflected = new ReflectedRtas(_machine);

        uint[] expected = [0, 2, 0x8000_0000, 7, 0];
        foreach (var contestant in (Action[])[Generated, HandWritten, HandWrittenWithoutTracing, ReflectedKnown, Reflected])
        {
            uint[] frame = [0x2026, 3, 5, 0x1234, (uint)(WindowCalls.Bridge >> 32), unchecked((uint)WindowCalls.Bridge), 9, 9, 9, 9, 9];
            _machine.Memory.TryGetSpan(Buffer, frame.Length * sizeof(uint), forWrite: true, out var bytes);
            for (var word = 0; word < frame.Length; word++)
                BinaryPrimitives.WriteUInt32BigEndian(bytes[(word * sizeof(uint))..], frame[word]);

            contestant();
            for (var word = 0; word < expected.Length; word++)
            {
                var answer = BinaryPrimitives.ReadUInt32BigEndian(bytes[((6 + word) * sizeof(uint))..]);
                if (answer != expected[word])
                    throw new InvalidOperationException($"{contestant.Method.Name}: return word {word} is 0x{answer:x}.");
            }
        }
    }

    /// <summary>Gives the machine's memory back.</summary>
    [GlobalCleanup]
    public void Cleanup() => _machine.Dispose();

    /// <summary>What the generator wrote.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    [MethodImpl(Loop)]
    public void Generated()
    {
        var cpu = _machine.Cpus[0];
        var memory = _machine.Memory;
        var dispatcher = _machine.Rtas;
        for (var call = 0; call < Calls; call++)
        {
            if (!RtasFrame.TryOpen(memory, Buffer, out var frame) || !dispatcher.Dispatch(frame, cpu))
                throw Refused();
        }
    }

    /// <summary>A hand-written switch.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    [MethodImpl(Loop)]
    public void HandWritten()
    {
        var memory = _machine.Memory;
        var dispatcher = _handWritten;
        for (var call = 0; call < Calls; call++)
        {
            if (!dispatcher.Call(memory, Buffer))
                throw Refused();
        }
    }

    /// <summary>The same without the test of the trace event.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    [MethodImpl(Loop)]
    public void HandWrittenWithoutTracing()
    {
        var memory = _machine.Memory;
        var dispatcher = _withoutTracing;
        for (var call = 0; call < Calls; call++)
        {
            if (!dispatcher.Call(memory, Buffer))
                throw Refused();
        }
    }

    /// <summary>MethodInfo.Invoke, its arguments boxed by code that knows their types.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    [MethodImpl(Loop)]
    public void ReflectedKnown()
    {
        var memory = _machine.Memory;
        for (var call = 0; call < Calls; call++)
        {
            if (!_reflected.CallKnown(memory, Buffer))
                throw Refused();
        }
    }

    /// <summary>MethodInfo.Invoke, its arguments made by reflection too.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    [MethodImpl(Loop)]
    public void Reflected()
    {
        var memory = _machine.Memory;
        for (var call = 0; call < Calls; call++)
        {
            if (!_reflected.Call(memory, Buffer))
                throw Refused();
        }
    }

    private static InvalidOperationException Refused() => new("The call was refused.");
}
