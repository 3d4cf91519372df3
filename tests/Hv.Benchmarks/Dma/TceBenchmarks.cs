using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using Hv.Pseries.Dma;
using Hv.Pseries.Versions;
using Hv.Runtime.Dma;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Memory;

namespace Hv.Benchmarks.Dma;

/// <summary>
/// Mapping and translating pages, as a guest and its devices do: hypercalls through the machine, its lock included.
/// </summary>
public class TceBenchmarks
{
    private const int Calls = 1024;
    private const int ListLength = 512;

    // Compiled once: the callees are tiered as always.
    private const MethodImplOptions Loop = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    private readonly ulong[] _registers = new ulong[HypercallFrame.SlotCount];
    private readonly ulong[] _scattered = new ulong[Calls];
    private readonly ulong[] _dense = new ulong[Calls];
    private Pseries_7_2 _machine = null!;
    private TceTable _default = null!;
    private TceTable _large = null!;

    /// <summary>
    /// Makes a machine whose default window maps 4096 pages in a row, and whose second one, of 2^31 pages, a million here and
    /// there.
    /// </summary>
    [GlobalSetup]
    public void Setup()
    {
        _machine = new Pseries_7_2 { Options = new() { RamSize = 64 << 20 } };
        _machine.Realize();
        var bridge = _machine.HostBridges.Single();
        (_default, _large) = (bridge.DmaWindows[0], bridge.DmaWindows[1]);
        bridge.TryAddDmaWindow(_large, 1UL << 59, 12, 1UL << 31, isDefault: false);
        var random = new Random(1);
        for (var index = 0; index < 1_000_000; index++)
        {
            var address = (1UL << 59) + ((ulong)random.NextInt64(1L << 31) << 12);
            _large.Put(address, 0x10003);
            _scattered[index % Calls] = address;
        }

        for (var page = 0UL; page < 4096; page++)
            _default.Put(page << 12, (page << 12) | 3);

        foreach (ref var address in _dense.AsSpan())
            address = (ulong)random.Next(4096) << 12;

        Span<byte> entry = stackalloc byte[sizeof(ulong)];
        for (var index = 0; index < ListLength; index++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(entry, ((ulong)index << 12) | 3);
            _machine.Memory.TryWrite(new GuestPhysicalAddress((ulong)(index * sizeof(ulong))), entry);
        }
    }

    /// <summary>Gives the machine's memory back.</summary>
    [GlobalCleanup]
    public void Cleanup() => _machine.Dispose();

    /// <summary>H_PUT_TCE of pages that follow each other.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    [MethodImpl(Loop)]
    public void Put() => Put(_default.Liobn.Value, _dense, sequential: true);

    /// <summary>H_PUT_TCE of pages here and there in a window of 2^31, a million of which are mapped.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    [MethodImpl(Loop)]
    public void PutScattered() => Put(_large.Liobn.Value, _scattered, sequential: false);

    /// <summary>H_PUT_TCE_INDIRECT with 512 entries; the time is an entry's.</summary>
    [Benchmark(OperationsPerInvoke = 8 * ListLength)]
    [MethodImpl(Loop)]
    public void PutIndirect()
    {
        var cpu = _machine.Cpus[0];
        var registers = _registers.AsSpan();
        for (var call = 0UL; call < 8; call++)
        {
            registers[0] = _default.Liobn.Value;
            registers[1] = (call * ListLength) << 12;
            registers[2] = 0;
            registers[3] = ListLength;
            if (_machine.Hypercall(0x13C, registers, cpu) != HypercallStatus.Success)
                throw Refused();
        }
    }

    /// <summary>A translation in a window whose pages follow each other.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    [MethodImpl(Loop)]
    public ulong Translate() => Translate(_default, _dense);

    /// <summary>A translation in a window of 2^31 pages, a million of which are mapped here and there.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    [MethodImpl(Loop)]
    public ulong TranslateScattered() => Translate(_large, _scattered);

    private static ulong Translate(TceTable table, ulong[] addresses)
    {
        var sum = 0UL;
        foreach (var address in addresses)
        {
            if (!table.TryTranslate(address, IommuPermission.Write, out var translation))
                throw Refused();

            sum += translation.Target.Value;
        }

        return sum;
    }

    private void Put(uint liobn, ulong[] addresses, bool sequential)
    {
        var cpu = _machine.Cpus[0];
        var registers = _registers.AsSpan();
        for (var call = 0; call < addresses.Length; call++)
        {
            registers[0] = liobn;
            registers[1] = sequential ? (ulong)call << 12 : addresses[call];
            registers[2] = ((ulong)call << 12) | 3;
            if (_machine.Hypercall(0x20, registers, cpu) != HypercallStatus.Success)
                throw Refused();
        }
    }

    private static InvalidOperationException Refused() => new("The call was refused.");
}
