using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using Hv.Runtime.Hypercalls;

namespace Hv.Benchmarks.Calls;

/// <summary>One hypercall: H_PUT_TCE with three inputs and one output.</summary>
public class HypercallBenchmarks
{
    /// <summary>So many that the loop of the benchmark itself does not count.</summary>
    private const int Calls = 1024;

    // The loops are compiled once: what of a contestant is inlined into its loop would otherwise depend on what the runtime
    // happened to see of the loop's first turns, and differ from run to run. The contestants themselves are tiered as always.
    private const MethodImplOptions Loop = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    // A field: were it a constant, the JIT would leave out the switch of the contestant that it inlines.
    private ulong _number = 0x20;

    private readonly ulong[] _registers = new ulong[HypercallFrame.SlotCount];
    private BenchmarkMachine _machine = null!;
    private HandWrittenHypercalls<WithTracing> _handWritten = null!;
    private HandWrittenHypercalls<WithoutTracing> _withoutTracing = null!;
    private ReflectedHypercalls _reflected = null!;

    /// <summary>Makes the contestants and checks that all give the same answer.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _machine = new Benchmark_1_0 { Options = new() { RamSize = 1 << 20 } };
        _machine.Realize();
        _handWritten = new HandWrittenHypercalls<WithTracing>(_machine);
        _withoutTracing = new HandWrittenHypercalls<WithoutTracing>(_machine);
        _reflected = new ReflectedHypercalls(_machine);
        foreach (var contestant in (Action[])[Generated, HandWritten, HandWrittenWithoutTracing, ReflectedKnown, Reflected])
        {
            contestant();
            if (_registers[0] != 3)
                throw new InvalidOperationException($"{contestant.Method.Name}: the output is 0x{_registers[0]:x}.");
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
        var dispatcher = _machine.Hypercalls;
        var registers = _registers.AsSpan();
        for (var call = 0; call < Calls; call++)
        {
            Arguments(registers);
            if (!dispatcher.Dispatch(new HypercallFrame(_number, registers), cpu, out var status) || status != HypercallStatus.Success)
                throw Refused();
        }
    }

    /// <summary>A hand-written switch.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    [MethodImpl(Loop)]
    public void HandWritten()
    {
        var dispatcher = _handWritten;
        var registers = _registers.AsSpan();
        for (var call = 0; call < Calls; call++)
        {
            Arguments(registers);
            if (dispatcher.Call(_number, registers) != HypercallStatus.Success)
                throw Refused();
        }
    }

    /// <summary>The same without the test of the trace event.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    [MethodImpl(Loop)]
    public void HandWrittenWithoutTracing()
    {
        var dispatcher = _withoutTracing;
        var registers = _registers.AsSpan();
        for (var call = 0; call < Calls; call++)
        {
            Arguments(registers);
            if (dispatcher.Call(_number, registers) != HypercallStatus.Success)
                throw Refused();
        }
    }

    /// <summary>MethodInfo.Invoke, its arguments boxed by code that knows their types.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    [MethodImpl(Loop)]
    public void ReflectedKnown()
    {
        var registers = _registers.AsSpan();
        for (var call = 0; call < Calls; call++)
        {
            Arguments(registers);
            if (_reflected.CallKnown(_number, registers) != HypercallStatus.Success)
                throw Refused();
        }
    }

    /// <summary>MethodInfo.Invoke, its arguments made by reflection too.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    [MethodImpl(Loop)]
    public void Reflected()
    {
        var registers = _registers.AsSpan();
        for (var call = 0; call < Calls; call++)
        {
            Arguments(registers);
            if (_reflected.Call(_number, registers) != HypercallStatus.Success)
                throw Refused();
        }
    }

    /// <summary>Sets the registers that a guest sets before each call; the output lies in the first of them.</summary>
    private static void Arguments(Span<ulong> registers)
    {
        registers[0] = TceCalls.Table;
        registers[1] = 0x1000;
        registers[2] = 3;
    }

    private static InvalidOperationException Refused() => new("The call was refused.");
}
