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
