using System.Diagnostics;
using System.Globalization;
using Hv.Benchmarks.Reporting;
using Spectre.Console;

namespace Hv.Benchmarks.Guests;

/// <summary>Debian's kernel with a shell of busybox: how long it takes to boot and to work here, and in QEMU's TCG.</summary>
internal static class GuestBenchmark
{
    private const double InitLimit = 6;
    private const double StartLimit = 400;
    private const double MemoryLimit = 200;
    private const int Starts = 7;
    private const string FirstOutput = "Hv's built-in guest";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Runs all of it.</summary>
    /// <param name="boots">How many boots each; the median of them counts.</param>
    public static IEnumerable<ResultRow> Run(int boots)
    {
        yield return ResultRow.AtMost("guest: start of hv run to the built-in guest's first output", StartTime(), StartLimit, "ms");
        if (GuestProgram.Fetch() is { } reason)
        {
            Say($"Debian's guest is left out: {reason}");
            yield break;
        }

        var disk = Path.GetTempFileName();
        try
        {
            MakeDisk(disk);
            var (here, there) = Boot(boots, disk);
            foreach (var row in Rows(here, there))
                yield return row;
        }
        finally
        {
            File.Delete(disk);
        }
    }

    private static double StartTime()
    {
        var times = new List<double>();
        for (var round = 0; round < Starts; round++)
        {
            var start = Stopwatch.GetTimestamp();
            using var process = Process.Start(new ProcessStartInfo(GuestProgram.HvPath, ["run"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
            double? first = null;
            while (process.StandardOutput.ReadLine() is { } line)
            {
                if (line.StartsWith(FirstOutput, StringComparison.Ordinal))
                    first ??= Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }

            if (!process.WaitForExit(Patience))
            {
                process.Kill();
                throw new TimeoutException("The built-in guest does not end.");
            }

            times.Add(first ?? throw new InvalidOperationException("The built-in guest did not say what it says first."));
        }

        return Median.Of(times);
    }

    private static void MakeDisk(string path)
    {
        var content = new byte[GuestScript.DiskSize];
        new Random(6).NextBytes(content);
        File.WriteAllBytes(path, content);
    }

    private static (List<GuestBoot> Here, List<GuestBoot> There) Boot(int boots, string disk)
    {
        var here = new List<GuestBoot>();
        var there = new List<GuestBoot>();
        var hv = GuestProgram.Hv();
        var qemu = GuestProgram.QemuPath is { } path ? GuestProgram.Qemu(path) : null;
        for (var round = 1; round <= boots; round++)
        {
            here.Add(BootOne(hv, disk, round, boots));
            if (qemu is null)
                continue;

            there.Add(BootOne(qemu, disk, round, boots));
            if (there[^1].Printed != here[^1].Printed)
                throw new InvalidOperationException($"The guests did not print the same: {here[^1].Printed}, {there[^1].Printed}.");
        }

        return (here, there);
    }

    private static GuestBoot BootOne(GuestProgram program, string disk, int round, int boots)
    {
        var start = Stopwatch.GetTimestamp();
        return GuestBoot.Run(
            program,
            disk,
            what => Say(string.Create(CultureInfo.InvariantCulture, $"{program.Name}, boot {round} of {boots}: {what} after {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s")));
    }

    private static IEnumerable<ResultRow> Rows(List<GuestBoot> here, List<GuestBoot> there)
    {
        var table = new Table().Border(TableBorder.Minimal);
        table.AddColumn("Guest, seconds");
        foreach (var name in (string[])["Hv", "QEMU", "Hv ÷ QEMU"])
            table.AddColumn(new TableColumn(name).RightAligned().NoWrap());

        var rows = new List<ResultRow>
        {
            Compare("program's start to the kernel's first line", boot => boot.ToKernel),
            Compare("kernel's first line to /init", boot => boot.KernelToInit, InitLimit),
            Compare("kernel's first line to /init, processor time", boot => boot.ProcessorTime),
            Compare("kernel's first line to power-off, script left out", boot => boot.KernelToPowerOff),
        };
        rows.AddRange(GuestScript.Jobs.Select(job => Compare(job.Words, boot => boot.Jobs[job.Name])));
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = 200;

        AnsiConsole.Write(table);
        if (here.Max(boot => boot.MemoryBeyondRam) is > 0 and var memory)
        {
            rows.Add(ResultRow.AtMost("guest: host memory beyond the guest's RAM", memory / (double)(1 << 20), MemoryLimit, "MiB"));
            if (there.Count > 0)
                rows.Add(ResultRow.Of("guest: host memory beyond the guest's RAM, QEMU", there.Max(boot => boot.MemoryBeyondRam) / (double)(1 << 20), "MiB"));
        }

        return rows;

        ResultRow Compare(string what, Func<GuestBoot, TimeSpan> value, double? limit = null)
        {
            var time = Median.Of(here.Select(boot => value(boot).TotalSeconds));
            if (there.Count == 0)
            {
                table.AddRow(what, Number(time), "", "");
                return ResultRow.Of($"guest: {what}", time, "s");
            }

            // Within each round, as all ratios are: the host is as busy for both.
            var other = Median.Of(there.Select(boot => value(boot).TotalSeconds));
            var ratio = Median.Of(here.Zip(there, (mine, its) => value(mine) / value(its)));
            table.AddRow(what, Number(time), Number(other), $"{Number(ratio)} ×");
            var found = $"{Number(time)} s; QEMU {Number(other)} s; {Number(ratio)} ×";
            return limit is { } most
                ? ResultRow.Claim($"guest: {what}", found, $"≤ {most.ToString(CultureInfo.InvariantCulture)} ×", ratio <= most)
                : new ResultRow($"guest: {what}", found, "", null);
        }
    }

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static void Say(string text) => Console.Error.WriteLine($"  {text}");
}
