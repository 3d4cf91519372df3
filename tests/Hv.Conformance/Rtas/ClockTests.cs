using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.Rtas;

/// <summary>The time of day: what is set is what is read.</summary>
public sealed class ClockTests : ConformanceTest
{
    private const int Patience = 20;

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    public void A_date_that_is_set_is_read(string version)
    {
        var pair = Start(new MachineSetup(version));
        var random = new Random(1);
        for (var step = 0; step < 100; step++)
        {
            var year = random.Next(1970, 2200);
            var month = random.Next(1, 13);
            var day = random.Next(1, DateTime.DaysInMonth(year, month) + 1);

            // Late enough before the next minute that both clocks are read in this one.
            uint[] date = [(uint)year, (uint)month, (uint)day, (uint)random.Next(24), (uint)random.Next(60), (uint)random.Next(60 - Patience), 0];
            SetAndGet(pair, date);
        }

        SetAndGet(pair, [2024, 2, 29, 23, 59, 0, 0]);
        SetAndGet(pair, [2000, 2, 29, 0, 0, 0, 999_999_999]);
        SetAndGet(pair, [1970, 1, 1, 0, 0, 0, 0]);
        SetAndGet(pair, [2199, 12, 31, 23, 59, 0, uint.MaxValue]);
    }

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    [Differs(nameof(Differences.DatesAreChecked))]
    public void Dates_that_do_not_exist(string version)
    {
        var pair = Start(new MachineSetup(version));
        uint[][] dates =
        [
            [2026, 2, 30, 0, 0, 0, 0], [2026, 2, 29, 0, 0, 0, 0], [2026, 13, 1, 0, 0, 0, 0], [2026, 0, 1, 0, 0, 0, 0], [2026, 6, 0, 0, 0, 0, 0],
            [2026, 6, 31, 0, 0, 0, 0], [2026, 6, 1, 24, 0, 0, 0], [2026, 6, 1, 0, 60, 0, 0], [2026, 6, 1, 0, 0, 60, 0],
            [1969, 12, 31, 23, 59, 59, 0], [0, 1, 1, 0, 0, 0, 0], [1900, 1, 1, 0, 0, 0, 0], [10000, 1, 1, 0, 0, 0, 0],
        ];
        foreach (var date in dates)
            pair.Call("set-time-of-day", date, 1);
    }

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    [Differs(nameof(Differences.LateDatesAreKept))]
    public void Dates_of_the_far_future(string version)
    {
        var pair = Start(new MachineSetup(version));
        foreach (var year in new uint[] { 2200, 2250, 2340, 2500, 9999 })
        {
            pair.Call("set-time-of-day", [year, 6, 15, 12, 30, 0, 0], 1);
            var observation = pair.Observe("get-time-of-day", [], 8);
            pair.Compare(observation with { Qemu = observation.Qemu[..6], Hv = observation.Hv[..6] });
        }
    }

    private static void SetAndGet(PeerPair pair, uint[] date)
    {
        pair.Call("set-time-of-day", date, 1);
        var observation = pair.Observe("get-time-of-day", [], 8);
        foreach (var (side, words) in new[] { ("QEMU", observation.Qemu), ("Hv", observation.Hv) })
        {
            Assert.That(words[..6], Is.EqualTo(new[] { 0u }.Concat(date[..5])), side);
            Assert.That(words[6], Is.InRange(date[5], date[5] + Patience), $"{side}: seconds");
            Assert.That(words[8..], Is.All.EqualTo(RtasBuffer.Untouched), side);
        }

        // QEMU's nanoseconds pass a second when the clock has been set.
        Assert.That(observation.Hv[7], Is.LessThan(1_000_000_000u), "nanoseconds");
    }
}
