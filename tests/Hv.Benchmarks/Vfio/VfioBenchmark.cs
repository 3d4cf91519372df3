using Hv.Benchmarks.Reporting;
using Hv.Testing.Vfio;
using Hv.Testing.Vfio.Devices;
using Hv.Vfio.Kernel;
using Hv.Vfio.Tests.Speed;

namespace Hv.Benchmarks.Vfio;

/// <summary>Devices of a host that a guest has: what a mapping and an interrupt cost, beside what the host does for it.</summary>
internal static class VfioBenchmark
{
    private const ulong GuestSize = 1UL << 30;
    private const double LeastRatio = 50;
    private const double MostAdded = 150;
    private const double MostLatency = 30;

    private static readonly (string Name, FakeKernelOptions Options, ulong WindowAddress)[] Hosts =
    [
        ("type1", FakeKernelOptions.Pc, 0x10_0000_0000),
        ("sPAPR v2", FakeKernelOptions.Powernv9, 1UL << 59),
    ];

    /// <summary>Runs all of it.</summary>
    public static IEnumerable<ResultRow> Run() =>
    [
        .. Mapping<Type1SmallPages>("type1, 4 KiB"),
        .. Mapping<Type1LargePages>("type1, 64 KiB"),
        .. Mapping<SpaprSmallPages>("sPAPR v2, 4 KiB"),
        .. Mapping<SpaprLargePages>("sPAPR v2, 64 KiB"),
        .. Calls(),
        .. Latency("idle", otherEvents: 0, MostLatency),
        .. Latency("64 other events", otherEvents: 64, null),
    ];

    private static IEnumerable<ResultRow> Mapping<TBenchmarks>(string host)
        where TBenchmarks : MappingBenchmarks
    {
        var rounds = InterleavedRounds.Run<TBenchmarks>();
        yield return Of("map and unmap", round => Time(round, nameof(MappingBenchmarks.Followed)));
        yield return Of("of it the modelled kernel", round => Time(round, nameof(MappingBenchmarks.Requests)));
        yield return Of("the same without a device", round => Time(round, nameof(MappingBenchmarks.Alone)));
        yield return ResultRow.AtMost($"VFIO: {host}: above the modelled kernel", Median.Of(rounds.Select(Added)), MostAdded, "ns");
        yield return ResultRow.AtMost(
            $"VFIO: {host}: allocated", rounds.Max(round => round[nameof(MappingBenchmarks.Followed)].Bytes), 0, "B");

        static double Time(Dictionary<string, (double Nanoseconds, double Bytes)> round, string method) => round[method].Nanoseconds;

        static double Added(Dictionary<string, (double Nanoseconds, double Bytes)> round) =>
            Time(round, nameof(MappingBenchmarks.Followed)) - Time(round, nameof(MappingBenchmarks.Requests));

        ResultRow Of(string what, Func<Dictionary<string, (double Nanoseconds, double Bytes)>, double> value) =>
            ResultRow.Of($"VFIO: {host}: {what}", Median.Of(rounds.Select(value)), "ns");
    }

    /// <summary>Prints the table of calls, and gives the ratios.</summary>
    private static List<ResultRow> Calls()
    {
        var rows = new List<ResultRow>();
        foreach (var (name, options, windowAddress) in Hosts)
        {
            Console.WriteLine($"1 GiB of guest RAM mapped once, {name}, modelled kernel");
            Console.WriteLine(MappingCost.Header);
            foreach (var pageShift in (int[])[12, 16])
            {
                var device = new FakeEdu(hasBigEndianRegisters: options.Architecture == HostArchitecture.PowerPc) { Driver = FakeDevice.VfioDriver };
                var kernel = new CountingKernel(new FakeKernel(options, device));
                using var guest = new MappingGuest(GuestSize, kernel, device.Address, windowAddress);

                // Once for the runtime, which optimizes what it runs.
                _ = MappingCost.OfLists(guest, kernel, pageShift);
                _ = MappingCost.OfSingles(guest, kernel, pageShift);
                var lists = MappingCost.OfLists(guest, kernel, pageShift);
                var singles = MappingCost.OfSingles(guest, kernel, pageShift);
                Console.WriteLine(lists.ToLine(pageShift));
                Console.WriteLine(singles.ToLine(pageShift));
                rows.Add(ResultRow.AtLeast(
                    $"VFIO: {name}, {1 << (pageShift - 10)} KiB: ioctls for 1 GiB, by H_PUT_TCE ÷ by H_PUT_TCE_INDIRECT",
                    lists.ControlsOf(singles), LeastRatio, "×"));
            }

            Console.WriteLine();
        }

        return rows;
    }

    private static IEnumerable<ResultRow> Latency(string host, int otherEvents, double? limit)
    {
        var times = InterruptLatency.Measure(otherEvents);
        var what = $"VFIO: event to the guest's MSI, {host}";
        var median = InterruptLatency.Percentile(times, 0.5);
        yield return limit is { } most ? ResultRow.AtMost($"{what}: median", median, most, "µs") : ResultRow.Of($"{what}: median", median, "µs");
        yield return ResultRow.Of($"{what}: 90 %", InterruptLatency.Percentile(times, 0.9), "µs");
        yield return ResultRow.Of($"{what}: 99 %", InterruptLatency.Percentile(times, 0.99), "µs");
        yield return ResultRow.Of($"{what}: longest", times[^1], "µs");
    }
}
