using Hv.Cli.Tests.Infrastructure;

namespace Hv.Cli.Tests.Commands;

/// <summary><c>hv isa disassemble</c>.</summary>
internal sealed class IsaDisassembleTests
{
    [Test]
    public void Words_are_written_with_their_addresses() =>
        Assert.That(HvProgram.Invoke("isa", "disassemble", "0x38600001", "4bfffffc", "0", "--address", "0x1000").Lines, Is.EqualTo(new[]
        {
            "0x00001000:  38600001  li       r3,1",
            "0x00001004:  4bfffffc  b        0x1000",
            "0x00001008:  00000000  .long    0x00000000",
        }));

    [Test]
    public void Extended_mnemonics_can_be_left_out() =>
        Assert.That(HvProgram.Invoke("isa", "disassemble", "38600001", "--raw").Output, Is.EqualTo("0x00000000:  38600001  addi     r3,0,1\n"));

    [TestCase(false, "0x00000000:  4e800020  blr\n")]
    [TestCase(true, "0x00000000:  2000804e  subfic   r0,r0,-32690\n")]
    public void A_file_is_read_in_the_byte_order_that_is_asked_for(bool isLittleEndian, string expected)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, [0x4E, 0x80, 0x00, 0x20]);
            Assert.That(
                HvProgram.Invoke(["isa", "disassemble", "--file", path, .. isLittleEndian ? (string[])["--little-endian"] : []]).Output, Is.EqualTo(expected));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void A_file_that_ends_in_a_word_is_written_up_to_there()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, [0x4E, 0x80, 0x00, 0x20, 0x4E]);
            var run = HvProgram.Invoke("isa", "disassemble", "--file", path);
            Assert.That(run.Output, Is.EqualTo("0x00000000:  4e800020  blr\n"));
            Assert.That(run.Error, Is.EqualTo($"hv: {path}: its size is no multiple of 4.\n"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestCase("isa disassemble", "give either words or --file.")]
    [TestCase("isa disassemble 60000000 --file x", "give either words or --file.")]
    [TestCase("isa disassemble 60000000 --little-endian", "--little-endian is about the bytes of a file; a word is written as a number.")]
    [TestCase("isa disassemble nop", "'nop' is no instruction word; give up to eight hexadecimal digits.")]
    [TestCase("isa disassemble 123456789", "'123456789' is no instruction word; give up to eight hexadecimal digits.")]
    [TestCase("isa disassemble 0 --address 2", "--address: '2' is no address of an instruction; give a multiple of 4 in hexadecimal.")]
    public void What_cannot_be_written_is_said(string commandLine, string message)
    {
        var run = HvProgram.Invoke(commandLine.Split(' '));
        Assert.That((run.Error, run.ExitCode), Is.EqualTo(($"hv: {message}\n", 2)));
    }
}
