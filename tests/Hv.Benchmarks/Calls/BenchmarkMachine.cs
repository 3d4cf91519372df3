using Hv.Runtime.Declarations;
using Hv.Runtime.Machines;

namespace Hv.Benchmarks.Calls;

/// <summary>A machine with twenty RTAS calls and a few hypercalls: about what the switches of a real platform look like.</summary>
[MachineFamily("benchmark")]
[RtasTokens(0x2000, 0x20FF)]
[HypercallNumbers(0x4, 0x45C, Step = 4)]
public abstract partial class BenchmarkMachine : Machine;

/// <summary>The only version.</summary>
[MachineVersion("benchmark", 1, 0)]
public sealed partial class Benchmark_1_0 : BenchmarkMachine;
