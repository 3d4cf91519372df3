using System.Buffers.Binary;
using Hv.Cli.Output;
using Hv.Cli.Run;

namespace Hv.Cli.Tests.Guests;

/// <summary>Kernels, disks and options with which no guest can start: one line says which and why, and the exit code is 1.</summary>
public sealed class WrongFilesTests
{
    private DirectoryInfo _folder = null!;

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("hv-wrong-");

    [TearDown]
    public void TearDown() => _folder.Delete(recursive: true);

    [Test]
    public void A_kernel_that_is_not_there() => Assert.That(Refusal("-kernel", "none"), Does.StartWith("hv run: -kernel none: Could not find file "));

    [Test]
    public void A_kernel_that_is_cut_short() => Assert.That(
        Refusal("-kernel", Kernel(machine: 21, segmentSize: 1 << 20)), Does.EndWith(": the file is truncated: it has 4096 bytes, and says that 1048640 belong to it"));

    [Test]
    public void A_kernel_of_another_architecture() => Assert.That(
        Refusal("-kernel", Kernel(machine: 62, segmentSize: 64)),
        Does.EndWith(": the kernel is for another architecture (ELF machine 62); this machine runs PowerPC (20, 21)"));

    [Test]
    public void A_kernel_that_is_larger_than_memory() => Assert.That(
        Refusal("-m", "3M", "-kernel", Kernel(machine: 21, segmentSize: 64)), Does.Contain("give the machine more with -m"));

    [Test]
    public void A_first_file_system_that_does_not_fit()
    {
        var disk = Path.Combine(_folder.FullName, "initrd");
        using (var file = File.Create(disk))
            file.SetLength(16 << 20);

        Assert.That(
            Refusal("-m", "8M", "-kernel", Kernel(machine: 21, segmentSize: 64), "-initrd", disk),
            Does.EndWith("do not fit into the 8 MiB that the guest starts in; give the machine more with -m"));
    }

    [TestCase("hv run: -initrd x: only a kernel has use for it; give -kernel FILE", "-initrd", "x")]
    [TestCase("hv run: -kernal: invalid option. Did you mean 'kernel'?", "-kernal", "x")]
    [TestCase("hv run: -icount shift=7: an instruction takes a tick of the time base, 1.95 ns: shift is 1 or auto, not '7'", "-icount", "shift=7")]
    [TestCase("hv run: There is no processor model 'power11'; there are power7_v2.3, power8_v2.0, power9_v2.0.", "-cpu", "power11")]
    [TestCase("hv run: built-in: the kernel needs RAM up to ", "-m", "1M")]
    public void Options_that_do_not_fit(string message, params string[] arguments) => Assert.That(Refusal(arguments), Does.StartWith(message));

    [Test]
    public void Firmware_that_is_too_large()
    {
        var firmware = Path.Combine(_folder.FullName, "bios");
        using (var file = File.Create(firmware))
            file.SetLength((4 << 20) + 1);

        Assert.That(Refusal("-bios", firmware), Does.EndWith(": the image has 4194305 bytes; at most 4194304 fit"));
    }

    private static string Refusal(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter { NewLine = "\n" };
        var exitCode = DeliveredPlatforms.Application(new CliConsole(output, error))
            .Run(["run", .. arguments, "-serial", "null", "-monitor", "none"]);

        Assert.That(exitCode, Is.EqualTo(RunProgram.Failure));
        Assert.That(error.ToString().Trim().Split('\n'), Has.Length.EqualTo(1), error.ToString());
        return error.ToString().Trim();
    }

    /// <summary>An ELF file of 4096 bytes with one segment.</summary>
    private string Kernel(ushort machine, uint segmentSize)
    {
        var file = new byte[4096];
        "\u007FELF"u8.CopyTo(file);
        (file[4], file[5], file[6]) = (2, 2, 1);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(18), machine);
        BinaryPrimitives.WriteUInt64BigEndian(file.AsSpan(32), 64);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(54), 56);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(56), 1);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(64), 1);
        BinaryPrimitives.WriteUInt64BigEndian(file.AsSpan(72), 64);
        BinaryPrimitives.WriteUInt64BigEndian(file.AsSpan(96), segmentSize);
        BinaryPrimitives.WriteUInt64BigEndian(file.AsSpan(104), segmentSize);
        var path = Path.Combine(_folder.FullName, "kernel");
        File.WriteAllBytes(path, file);
        return path;
    }
}
