using System.Diagnostics;
using System.Text;
using Hv.Cli.Tests.Infrastructure;

namespace Hv.Conformance.Guests;

/// <summary>Debian's guest saved while it boots, and loaded into another process.</summary>
public sealed class DebianSnapshotTests
{
    private const string Script = "cat /proc/interrupts /proc/uptime; seq 1 2000 | sha256sum";
    private const string MidBoot = "NET: Registered PF_INET ";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private DirectoryInfo _folder = null!;

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("hv-snap-");

    [TearDown]
    public void TearDown() => _folder.Delete(recursive: true);

    [TestCase("pseries-7.2", "-m 512M -smp 2")]
    [TestCase("pseries-2.12", "-m 256M")]
    public void With_counted_time_it_goes_on_as_if_nothing_had_been(string machine, string options)
    {
        var all = $"-machine {machine} {options} -icount shift=auto,sleep=off -rtc clock=vm";
        var (saved, loaded) = SaveAndLoad(all);

        Assert.That(loaded, Does.Contain("init: status 0"));
        Assert.That(saved, Does.EndWith(loaded), "the machine that was saved went on as the one that was loaded did");
    }

    [Test]
    public void It_goes_on_in_another_process()
    {
        var (_, loaded) = SaveAndLoad("-machine pseries-7.2 -m 512M -smp 2");

        Assert.That(loaded, Does.Not.Contain("Linux version"));
        Assert.That(loaded, Does.Contain("init: reached").And.Contain("init: status 0"));
    }

    private (string Saved, string Loaded) SaveAndLoad(string options)
    {
        _ = DebianFiles.Kernel;
        var socket = Path.Combine(_folder.FullName, "qmp");
        var file = Path.Combine(_folder.FullName, "guest.mig");
        using var first = Start(
            $"run --guest debian {options} -serial stdio -monitor none -no-reboot -qmp unix:{socket},server=on,wait=off",
            $"\"hv.script={Script}\"");
        var console = new StringBuilder();
        var reachedMidBoot = new TaskCompletionSource();
        var reading = Task.Run(() =>
        {
            var buffer = new char[4096];
            while (first.StandardOutput.Read(buffer, 0, buffer.Length) is > 0 and var count)
            {
                lock (console)
                {
                    console.Append(buffer, 0, count);
                    if (console.ToString().Contains(MidBoot, StringComparison.Ordinal))
                        reachedMidBoot.TrySetResult();
                }
            }
        });
        Assert.That(reachedMidBoot.Task.Wait(Patience), "it does not boot");

        using (var save = Start($"snapshot save --qmp unix:{socket} {file}"))
        {
            var said = save.StandardError.ReadToEndAsync();
            Assert.That(save.WaitForExit(Patience) && save.ExitCode == 0, () => said.Result);
        }

        using var second = Start($"snapshot load {file} {options} -serial stdio -monitor none -no-reboot");
        var loaded = second.StandardOutput.ReadToEndAsync();
        var errors = second.StandardError.ReadToEndAsync();
        Assert.That(second.WaitForExit(Patience), "what was loaded does not end");
        Assert.That(second.ExitCode, Is.Zero, () => errors.Result);
        Assert.That(first.WaitForExit(Patience) && reading.Wait(Patience), "what was saved does not end");
        return (console.ToString(), loaded.Result);
    }

    private static Process Start(string options, string? append = null)
    {
        List<string> arguments = [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        if (append is not null)
            arguments.AddRange(["-append", append]);

        return Process.Start(new ProcessStartInfo(BuiltProgram.Hv, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
