using BenchmarkDotNet.Attributes;
using Hv.Power.FloatingPoint;

namespace Hv.Benchmarks.FloatingPoint;

/// <summary>
/// Operations on doubles: by the host's arithmetic where that can be, and the exact way that serves every case. Each is done on
/// 256 usual numbers in turn, and changes the FPSCR.
/// </summary>
public class FloatingPointBenchmarks
{
    private const int Count = 256;
    private readonly ulong[] _values = new ulong[Count + 2];
    private ulong _fpscr;

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        for (var index = 0; index < _values.Length; index++)
            _values[index] = BitConverter.DoubleToUInt64Bits((random.NextDouble() + 0.01) * 1000);
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public ulong Add() => Each((a, b, _, fpscr) => DoublePrecision.Add(a, b, fpscr));

    [Benchmark(OperationsPerInvoke = Count)]
    public ulong AddExactly() =>
        Each((a, b, _, fpscr) => Arithmetic.Add<Binary64>(a, b, false, RoundingMode.NearestEven, fpscr).ToUInt64());

    [Benchmark(OperationsPerInvoke = Count)]
    public ulong Multiply() => Each((a, b, _, fpscr) => DoublePrecision.Multiply(a, b, fpscr));

    [Benchmark(OperationsPerInvoke = Count)]
    public ulong MultiplyExactly() =>
        Each((a, b, _, fpscr) => Arithmetic.Multiply<Binary64>(a, b, RoundingMode.NearestEven, fpscr).ToUInt64());

    [Benchmark(OperationsPerInvoke = Count)]
    public ulong Divide() => Each((a, b, _, fpscr) => DoublePrecision.Divide(a, b, fpscr));

    [Benchmark(OperationsPerInvoke = Count)]
    public ulong DivideExactly() =>
        Each((a, b, _, fpscr) => Arithmetic.Divide<Binary64>(a, b, RoundingMode.NearestEven, fpscr).ToUInt64());

    [Benchmark(OperationsPerInvoke = Count)]
    public ulong SquareRoot() => Each((a, _, _, fpscr) => DoublePrecision.SquareRoot(a, fpscr));

    [Benchmark(OperationsPerInvoke = Count)]
    public ulong SquareRootExactly() =>
        Each((a, _, _, fpscr) => Arithmetic.SquareRoot<Binary64>(a, RoundingMode.NearestEven, fpscr).ToUInt64());

    [Benchmark(OperationsPerInvoke = Count)]
    public ulong MultiplyAdd() => Each((a, b, c, fpscr) => DoublePrecision.MultiplyAdd(a, b, c, MultiplyAddSigns.None, fpscr));

    [Benchmark(OperationsPerInvoke = Count)]
    public ulong MultiplyAddExactly() => Each((a, b, c, fpscr) =>
        Arithmetic.MultiplyAdd<Binary64>(a, b, c, MultiplyAddSigns.None, RoundingMode.NearestEven, fpscr).ToUInt64());

    private ulong Each(Func<ulong, ulong, ulong, Fpscr, FloatingPointResult<ulong>> operation)
    {
        var fpscr = new Fpscr(_fpscr);
        var sum = 0UL;
        for (var index = 0; index < Count; index++)
        {
            var (value, effects) = operation(_values[index], _values[index + 1], _values[index + 2], fpscr);
            fpscr = fpscr.With(effects);
            sum ^= value;
        }

        _fpscr = fpscr.Value & Fpscr.RN;
        return sum;
    }
}
