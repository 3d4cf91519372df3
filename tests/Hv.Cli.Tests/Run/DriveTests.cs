using Hv.Cli.Run;
using Hv.Cli.Tests.Infrastructure;

namespace Hv.Cli.Tests.Run;

/// <summary><c>-drive</c> and its short forms.</summary>
public sealed class DriveTests
{
    [Test]
    public void Drives_are_kept_in_order_and_short_forms_name_their_interface() =>
        Assert.That(
            RunParser.Parse(["-drive", "file=a,id=d", "-pflash", "b,c", "-mtdblock", "d"]).Drives,
            Is.EqualTo(new[] { ("-drive", "file=a,id=d"), ("-pflash", "if=pflash,file=b,,c"), ("-mtdblock", "if=mtd,file=d") }));

    [Test]
    public void What_the_guest_stores_in_nvram_is_in_the_file_after_the_program_was_killed()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, new byte[0x8000]);
            using (var process = new LibqtestProcess(BuiltProgram.System, $"-machine pseries -drive file={file},if=mtd"))
            {
                Assert.That(process.Qtest("write 0x4000 4 0xdeadbeef"), Is.EqualTo("OK"));
                Assert.That(process.Qtest("write 0x1000 12 0x000000100000400000000004"), Is.EqualTo("OK"));
                Assert.That(process.Qtest("rtas nvram-store 3 0x1000 2 0x2000"), Is.EqualTo("OK 0"));
                process.Kill();
            }

            Assert.That(ReadImage(file).AsSpan(0x10, 4).ToArray(), Is.EqualTo(new byte[] { 0xDE, 0xAD, 0xBE, 0xEF }));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public void Whenever_the_program_is_killed_the_image_has_what_was_flushed()
    {
        var file = Path.GetTempFileName();
        var random = new Random(7);
        try
        {
            var flushed = new byte[64 << 10];
            for (var round = 0; round < 3; round++)
            {
                File.WriteAllBytes(file, flushed);
                using (var process = new LibqtestProcess(
                    BuiltProgram.System, $"-machine pseries-2.4 -drive file={file},format=raw,if=none,id=d -device nvme,serial=s,drive=d,addr=3"))
                {
                    var driver = new NvmeQtestDriver(process);
                    Assert.That(driver.Read(0, 8), Is.EqualTo(flushed[..4096]));
                    for (var write = 0; write < 20; write++)
                    {
                        var content = new byte[1024];
                        random.NextBytes(content);
                        var block = random.Next(126);
                        Assert.That(driver.Write((uint)block, content), Is.Zero);
                        content.CopyTo(flushed, block * 512);
                    }

                    Assert.That(driver.Flush(), Is.Zero);

                    // Killed with a write on its way, to blocks that are not looked at.
                    driver.StartWrite(126, new byte[1024]);
                    process.Kill();
                }

                Assert.That(ReadImage(file).AsSpan(0, 126 * 512).SequenceEqual(flushed.AsSpan(0, 126 * 512)), Is.True, $"round {round}");
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestCase("-drive file=/none/such,id=d", "-drive file=/none/such,id=d: Could not open '/none/such': No such file or directory")]
    [TestCase("-drive file=/,id=d", "-drive file=/,id=d: Could not open '/': it is a directory; a disk image is a file")]
    [TestCase("-drive fil=x", "-drive fil=x: Invalid parameter 'fil'. Did you mean 'file'?")]
    [TestCase("-device nvme,serial=a,drive=d", "Property 'nvme.drive' can't find value 'd'")]
    [TestCase("-device nvme", "nvme: serial property not set")]
    [TestCase("-drive format=memory,size=1M,id=d -device nvme,serial=a,drive=d -device nvme,serial=b,drive=d",
        "Property 'nvme.drive' can't take value 'd', it's in use by nvme")]
    public void A_wrong_drive_is_named(string arguments, string message)
    {
        var (exitCode, errors) = Run($"-machine pseries -display none -accel qtest {arguments}");
        Assert.That((exitCode, errors.Trim()), Is.EqualTo((1, $"hv-system-ppc64: {message}")));
    }

    [Test]
    public void Two_programs_do_not_write_one_image()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, new byte[4096]);
            using var process = new LibqtestProcess(BuiltProgram.System, $"-machine pseries -drive file={file},id=d");
            var (exitCode, errors) = Run($"-machine pseries -display none -drive file={file},id=d");
            Assert.That(exitCode, Is.EqualTo(1));
            Assert.That(errors, Does.Contain($"Failed to get \"write\" lock on '{file}': another process, or another drive, uses the image"));
            Assert.That(process.Terminate(), Is.Zero);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static (int ExitCode, string Errors) Run(string arguments)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("timeout", $"60 {BuiltProgram.System} {arguments}")
        {
            RedirectStandardError = true, RedirectStandardInput = true,
        })!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors);
    }

    /// <summary>What is in an image of a program that was killed: the host may still be about to close its files.</summary>
    private static byte[] ReadImage(string file)
    {
        var until = DateTime.UtcNow + LibqtestProcess.Patience;
        while (true)
        {
            try
            {
                return File.ReadAllBytes(file);
            }
            catch (IOException) when (DateTime.UtcNow < until)
            {
                Thread.Sleep(10);
            }
        }
    }
}
