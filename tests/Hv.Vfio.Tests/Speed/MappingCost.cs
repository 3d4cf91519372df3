using System.Diagnostics;
using System.Globalization;

namespace Hv.Vfio.Tests.Speed;

/// <summary>What it took to map memory.</summary>
/// <param name="Way">How it was mapped.</param>
/// <param name="Hypercalls">Calls of the guest.</param>
/// <param name="Controls">Requests of the kernel: ioctls.</param>
/// <param name="Entries">Entries of the guest's table.</param>
/// <param name="Time">How long the calls took, all of them.</param>
internal sealed record MappingCost(string Way, long Hypercalls, long Controls, long Entries, TimeSpan Time)
{
    /// <summary>How many bytes of bus are mapped.</summary>
    public const ulong Size = 1UL << 30;

    /// <summary>At once by single entries: a type1 IOMMU holds 65,535 mappings, and 1 GiB has more pages.</summary>
    private const ulong SinglesAtOnce = 1UL << 15;

    /// <summary>The heads of a table of costs.</summary>
    public static string Header { get; } = Line("window", "by", "hypercalls", "ioctls", "entries", "ms");

    /// <summary>How many times as many ioctls another way takes.</summary>
    public double ControlsOf(MappingCost other) => (double)other.Controls / Controls;

    /// <summary>Maps 1 GiB of bus to RAM with H_PUT_TCE_INDIRECT, in a window of its own.</summary>
    public static MappingCost OfLists(MappingGuest guest, CountingKernel kernel, int pageShift)
    {
        guest.CreateWindow(pageShift, SizeShift);
        var entries = Size >> pageShift;
        var hypercalls = 0L;
        var time = TimeSpan.Zero;
        var before = kernel.Controls;
        for (var page = 0UL; page < entries; page += MappingGuest.ListLength)
        {
            guest.WriteList(page, MappingGuest.ListLength);
            var start = Stopwatch.GetTimestamp();
            guest.PutList(page, MappingGuest.ListLength);
            time += Stopwatch.GetElapsedTime(start);
            hypercalls++;
        }

        var controls = kernel.Controls - before;
        guest.RemoveWindow();
        return new MappingCost("H_PUT_TCE_INDIRECT", hypercalls, controls, (long)entries, time);
    }

    /// <summary>Maps the same with H_PUT_TCE, a part at a time: each is unmapped before the next, which does not count.</summary>
    public static MappingCost OfSingles(MappingGuest guest, CountingKernel kernel, int pageShift)
    {
        guest.CreateWindow(pageShift, SizeShift);
        var entries = Size >> pageShift;
        var (hypercalls, controls) = (0L, 0L);
        var time = TimeSpan.Zero;
        for (var first = 0UL; first < entries; first += SinglesAtOnce)
        {
            var count = Math.Min(SinglesAtOnce, entries - first);
            var before = kernel.Controls;
            var start = Stopwatch.GetTimestamp();
            for (var page = first; page < first + count; page++)
                guest.Put(page, guest.TceOf(page));

            time += Stopwatch.GetElapsedTime(start);
            controls += kernel.Controls - before;
            hypercalls += (long)count;
            guest.Clear(first, count);
        }

        guest.RemoveWindow();
        return new MappingCost("H_PUT_TCE", hypercalls, controls, (long)entries, time);
    }

    /// <summary>The cost as a line of a table.</summary>
    public string ToLine(int pageShift) => Line(
        $"{1 << (pageShift - 10)} KiB", Way, Number(Hypercalls), Number(Controls), Number(Entries),
        Time.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture));

    private const int SizeShift = 30;

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Line(string window, string way, string hypercalls, string controls, string entries, string time) =>
        $"{window,-8}{way,-20}{hypercalls,12}{controls,12}{entries,12}{time,12}";
}
