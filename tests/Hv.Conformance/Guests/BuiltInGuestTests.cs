using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Hv.Cli.Tests.Infrastructure;
using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.Guests;

/// <summary>The program that is Hv's built-in guest, as a kernel here and of QEMU: it prints the same.</summary>
public sealed partial class BuiltInGuestTests
{
    private const string Resource = "Guests/builtin.elf";
    private const string Devices =
        "-device edu,dma_mask=0xffffffffffffffff -device nvme,serial=built-in,drive=d -serial stdio -display none -nodefaults -no-reboot "
        + "-action panic=exit-failure -monitor none";

    private const string LifetimeInSeconds = "300";

    // What SLOF says comes before.
    private const string FirstLine = "Hv's built-in guest";

    private DirectoryInfo _folder = null!;
    private string _kernel = null!;
    private DifferenceLog _log = null!;

    [SetUp]
    public void SetUp()
    {
        QemuInstallation.Require();
        _folder = Directory.CreateTempSubdirectory("hv-built-in-");
        _kernel = Path.Combine(_folder.FullName, "builtin.elf");
        using var stream = Assembly.Load("hv").GetManifestResourceStream(Resource)!;
        using var file = File.Create(_kernel);
        stream.CopyTo(file);
    }

    [TearDown]
    public void TearDown() => _folder.Delete(recursive: true);

    [TestCase("pseries-7.2", "-m 1G -smp 2")]
    [TestCase("pseries-2.12", "-m 512")]
    [TestCase("pseries-2.3", "-m 2G")]
    [TestCase("pseries-2.1", "-m 512")]
    [Differs(nameof(Differences.FirmwareGivesMemoryFromBelow))]
    [Differs(nameof(Differences.ControllersNameTheirMaker))]
    [Differs(nameof(Differences.RegistersArePlacedFromBelow), On = "2.1")]
    public void It_prints_the_same_here_and_under_QEMU(string machine, string options)
    {
        var method = MethodBase.GetCurrentMethod()!;
        _log = new DifferenceLog(
            [.. method.GetCustomAttributes<DiffersAttribute>().Where(attribute => attribute.IsOn(machine)).Select(attribute => attribute.Difference)]);
        var common = $"-machine {machine} {options} -kernel {_kernel} {Devices}";
        var here = Lines(Run(BuiltProgram.System, $"{common} -drive format=memory,size=16M,if=none,id=d"));
        var image = Path.Combine(_folder.FullName, "image");
        using (var disk = File.Create(image))
            disk.SetLength(16 << 20);

        var there = Lines(Run(QemuInstallation.Require(), $"{common} -vga none -drive file={image},format=raw,if=none,id=d"));

        Assert.That(here[^1], Is.EqualTo("power off"));
        Assert.That(there, Has.Length.EqualTo(here.Length), () => $"--- Hv\n{string.Join('\n', here)}\n--- QEMU\n{string.Join('\n', there)}");
        foreach (var (line, other) in here.Zip(there).Where(pair => pair.First != pair.Second))
            _log.Note(new GuestLineObservation(machine, line, other));

        _log.Verify();
    }

    private static string[] Lines(string console)
    {
        var start = console.IndexOf(FirstLine, StringComparison.Ordinal);
        Assert.That(start, Is.Not.Negative, console);
        return [.. Ticks().Replace(console[start..], "(N ticks)").TrimEnd().Split('\n').Select(line => line.TrimEnd('\r'))];
    }

    private static string Run(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("timeout", $"--kill-after=5 {LifetimeInSeconds} {program} {arguments}")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.Latin1,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var console = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, () => $"{program} {arguments}\n{console}\n{errors.Result}");
        return console;
    }

    [GeneratedRegex(@"\([0-9]+ ticks\)")]
    private static partial Regex Ticks();
}
