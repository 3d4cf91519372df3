using System.Diagnostics;
using System.Text.RegularExpressions;
using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.Migration;

/// <summary>What the README shows of a stream of QEMU is what there is.</summary>
public sealed partial class ReadmeStreamTests : ConformanceTest
{
    private const string Marker = "<!-- stream: pseries-7.2 -->";

    [Test]
    public void The_windows_in_a_stream_of_QEMU_are_shown_as_the_README_says()
    {
        using var qemu = new QemuPeer(new MachineSetup("pseries-7.2") { Devices = [new DeviceSetup("nec-usb-xhci", "bus=pci.0,addr=4")] });
        Assert.That(
            qemu.Call("ibm,create-pe-dma-window", [MigratedMachine.Messages.Address(0), PciTarget.BuidHigh, MigratedMachine.Messages.BuidLow, 16, 28], 4)?[0],
            Is.Zero);
        new GuestProgram()
            .Call(0x20, 0x8000_0001, 0x0800_0000_0000_0000, 0x20_0003)
            .Call(0x20, 0x8000_0001, 0x0800_0000_0001_0000, 0x30_0003)
            .Run(qemu);
        using var file = qemu.Migrate();

        var (output, _) = Inspect(file.Path, exitCode: 0);

        // Where sections lie is up to what of RAM is not zero.
        Assert.That(WithoutOffsets(output), Is.EqualTo(WithoutOffsets(Shown(0))), output);

        var subsection = output.Split('\n').Single(line => line.EndsWith("subsection spapr_iommu_ex, version 1", StringComparison.Ordinal));
        using (var stream = File.OpenWrite(file.Path))
        {
            stream.Position = Convert.ToInt64(subsection.Split(' ')[0], 16);
            stream.WriteByte(4);
        }

        var (_, error) = Inspect(file.Path, exitCode: 1);
        Assert.That(WithoutOffsets(error.Replace(file.Path, "guest.mig", StringComparison.Ordinal)), Is.EqualTo(WithoutOffsets(Shown(1))));
    }

    private static (string Output, string Error) Inspect(string path, int exitCode)
    {
        using var program = Process.Start(new ProcessStartInfo(
            Cli.Tests.Infrastructure.BuiltProgram.Hv, ["migration", "inspect", path, "--section", "spapr_iommu"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

        // The error is one line: it fits into the pipe.
        var output = program.StandardOutput.ReadToEnd();
        var error = program.StandardError.ReadToEnd();
        Assert.That(program.WaitForExit(LineChannel.Patience), Is.True);
        Assert.That(program.ExitCode, Is.EqualTo(exitCode), error);
        return (output, error);
    }

    /// <summary>A block of text after the marker.</summary>
    private static string Shown(int block)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Hv.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");

        var lines = File.ReadAllLines(Path.Combine(folder.FullName, "README.md"));
        var start = Array.IndexOf(lines, Marker);
        for (; block >= 0; block--)
            start = Array.IndexOf(lines, "```text", start) + 1;

        return string.Join('\n', lines[start..Array.IndexOf(lines, "```", start)]) + '\n';
    }

    private static string WithoutOffsets(string text) => Offset().Replace(text, "");

    [GeneratedRegex("^0x[0-9a-f]+|(?<=at offset )0x[0-9a-f]+", RegexOptions.Multiline)]
    private static partial Regex Offset();
}
