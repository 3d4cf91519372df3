using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hv.Cli.Replay;

namespace Hv.Cli.Tests.Replay;

internal sealed class RecordingReaderTests
{
    [Test]
    public void A_call_is_read_with_all_its_words()
    {
        var call = ReadOne<RecordedCall>("call 2026 ibm,query-pe-dma-window 3 6 | 00000800 08000000 20000000 | 00000000 00000001 00000020 00000000 00000107 FFFFFFFF\n");

        Assert.That(call.Token, Is.EqualTo(0x2026));
        Assert.That(call.Name, Is.EqualTo("ibm,query-pe-dma-window"));
        Assert.That(call.Arguments, Is.EqualTo(new uint[] { 0x800, 0x8000000, 0x20000000 }));
        Assert.That(call.Returns, Is.EqualTo(new uint[] { 0, 1, 0x20, 0, 0x107, 0xFFFFFFFF }));
        Assert.That(call.Line, Is.EqualTo(1));
    }

    [TestCase("call 2001 get-time-of-day 0 1 |  | 00000000")]
    [TestCase("call 2001 get-time-of-day 0 1 | | 00000000")]
    [TestCase("call 2007 stop-self 0 0 | |")]
    [TestCase("  call\t2007 stop-self 0 0 |  |  ")]
    public void A_call_without_arguments_is_read(string line) => Assert.That(ReadOne<RecordedCall>(line).Arguments, Is.Empty);

    [Test]
    public void A_property_is_read_with_its_bytes()
    {
        var property = ReadOne<RecordedProperty>("dt rtas/ibm,lrdr-capacity 00000001aaBB");

        Assert.That(property.Path, Is.EqualTo("rtas/ibm,lrdr-capacity"));
        Assert.That(property.Name, Is.EqualTo("ibm,lrdr-capacity"));
        Assert.That(property.Value, Is.EqualTo(new byte[] { 0, 0, 0, 1, 0xAA, 0xBB }));
    }

    [Test]
    public void A_property_without_a_value_is_read() =>
        Assert.That(ReadOne<RecordedProperty>("dt rtas/ibm,change-msix-capable").Value, Is.Empty);

    [Test]
    public void A_configuration_space_is_read()
    {
        var space = ReadOne<RecordedConfigurationSpace>("config 0000:00:01.0 361b1000");

        Assert.That(space.Function, Is.EqualTo("0000:00:01.0"));
        Assert.That(space.Content, Is.EqualTo(new byte[] { 0x36, 0x1B, 0x10, 0 }));
    }

    [TestCase("", "")]
    [TestCase("\n\n  \n", "")]
    [TestCase("# head\r\n\r\ndt a 00\r\ncall 1 b 0 0 | |\r\n", "RecordedComment:1 RecordedProperty:3 RecordedCall:4")]
    [TestCase("dt a 00\ncall 1 b 0 0 | |", "RecordedProperty:1 RecordedCall:2")]
    public void Entries_keep_their_line_numbers_whatever_ends_the_lines(string text, string expected) =>
        Assert.That(string.Join(' ', ReadAll(text).Select(entry => $"{entry.GetType().Name}:{entry.Line}")), Is.EqualTo(expected));

    [TestCase("cal 2001 a 0 0 | |", 1, "expected 'call', 'dt', 'config' or '#', found 'cal'")]
    [TestCase("call", 5, "expected a token of 1 to 8 hexadecimal digits, found the end of the line")]
    [TestCase("call 0x2001 a 0 0 | |", 6, "expected a token of 1 to 8 hexadecimal digits, found '0x2001'")]
    [TestCase("call 123456789 a 0 0 | |", 6, "expected a token of 1 to 8 hexadecimal digits, found '123456789'")]
    [TestCase("call 2001", 10, "expected the name of a call of at most 256 printable ASCII characters, found the end of the line")]
    [TestCase("call 2001 | 0 0 | |", 11, "expected the name of a call of at most 256 printable ASCII characters, found '|'")]
    [TestCase("call 2001 a x 0 | |", 13, "expected the number of arguments, 0 to 16, found 'x'")]
    [TestCase("call 2001 a -1 0 | |", 13, "expected the number of arguments, 0 to 16, found '-1'")]
    [TestCase("call 2001 a 17 0 | |", 13, "expected the number of arguments, 0 to 16, found '17'")]
    [TestCase("call 2001 a 0 99999999999999999999 | |", 15, "expected the number of return words, 0 to 16, found '99999999999999999999'")]
    [TestCase("call 2001 a 0 0", 16, "expected '|' after the counts, found the end of the line")]
    [TestCase("call 2001 a 0 0 00000000 | |", 17, "expected '|' after the counts, found '00000000'")]
    [TestCase("call 2001 a 2 0 | 00000000 | |", 28, "expected argument 2 of 2 as 8 hexadecimal digits, found '|'")]
    [TestCase("call 2001 a 1 0 | 0000000g | |", 19, "expected argument 1 of 1 as 8 hexadecimal digits, found '0000000g'")]
    [TestCase("call 2001 a 1 0 | 00000000 00000001 |", 28, "expected '|' after 1 argument, found '00000001'")]
    [TestCase("call 2001 a 0 2 | | 00000000", 29, "expected return word 2 of 2 as 8 hexadecimal digits, found the end of the line")]
    [TestCase("call 2001 a 0 2 | | 00000000 0000", 30, "expected return word 2 of 2 as 8 hexadecimal digits, found '0000'")]
    [TestCase("call 2001 a 0 1 | | 00000000 00000001", 30, "expected the end of the line after 1 return word, found '00000001'")]
    [TestCase("dt", 3, "expected the path of a property of at most 256 printable ASCII characters, found the end of the line")]
    [TestCase("dt a 00x0", 8, "expected a hexadecimal digit, found 'x0'")]
    [TestCase("dt a 000", 6, "expected an even number of hexadecimal digits, found 3 of them")]
    [TestCase("dt a 00 11", 9, "expected the end of the line after the property's value, found '11'")]
    [TestCase("config 0000:00:01.0 0", 21, "expected an even number of hexadecimal digits, found 1 of them")]
    [TestCase("\u0000\u0001\u001b[31m\ufffd", 1, @"expected 'call', 'dt', 'config' or '#', found '\u0000\u0001\u001b[31m\ufffd'")]
    public void A_malformed_line_is_reported_with_its_place_and_what_was_expected(string line, int column, string message)
    {
        var exception = Assert.Throws<RecordingFormatException>(() => ReadAll($"# one\n# two\n{line}\n"));

        Assert.That(exception.Message, Is.EqualTo($"boot.rtas:3:{column}: {message}"));
        Assert.That((exception.Line, exception.Column), Is.EqualTo((3L, column)));
    }

    [Test]
    public void A_long_word_is_shortened_in_the_message()
    {
        var exception = Assert.Throws<RecordingFormatException>(() => ReadAll(new string('x', 5000)));

        Assert.That(exception.Message, Does.EndWith($"found '{new string('x', 40)}…'"));
    }

    [Test]
    public void A_long_name_is_refused() =>
        Assert.Throws<RecordingFormatException>(() => ReadAll($"call 1 {new string('x', 257)} 0 0 | |"));

    [Test]
    public void A_line_of_the_greatest_length_is_read()
    {
        var hex = new string('a', BoundedLineReader.MaximumLength - "dt a ".Length);

        Assert.That(ReadOne<RecordedProperty>($"dt a {hex[1..]}").Value, Has.Length.EqualTo(hex.Length / 2));
    }

    [Test]
    public void A_line_without_an_end_is_refused_before_it_is_read_whole()
    {
        using var endless = new EndlessReader();
        var exception = Assert.Throws<RecordingFormatException>(() => new RecordingReader(endless, "boot.rtas").Read());

        Assert.That(exception.Message, Is.EqualTo("boot.rtas:1:1048577: expected a line of at most 1048576 characters, found a longer one"));
        Assert.That(endless.Characters, Is.LessThan(4 * BoundedLineReader.MaximumLength));
    }

    [Test]
    public void Arbitrary_text_is_read_or_refused_as_malformed() =>
        Check.QuickThrowOnFailure(Prop.ForAll<string>(text => IsReadOrRefused(text ?? "")));

    [Test]
    public void Arbitrary_lines_out_of_the_words_of_the_format_are_read_or_refused_as_malformed()
    {
        string[] words =
            ["call", "dt", "config", "#", "|", "2001", "0", "1", "16", "17", "name", "00000000", "ffff", "\n", "\r\n", "\t", " ", "machine x, 2 GiB, one CPU", ", 9 CPUs"];
        var text = Gen.Elements(words).ListOf().Select(list => string.Join(' ', list)).ToArbitrary();
        Check.QuickThrowOnFailure(Prop.ForAll(text, IsReadOrRefused));
    }

    [Test]
    public void Arbitrary_bytes_are_read_or_refused_as_malformed() =>
        Check.QuickThrowOnFailure(Prop.ForAll<byte[]>(bytes => IsReadOrRefused(Encoding.UTF8.GetString(bytes ?? []))));

    private static bool IsReadOrRefused(string text)
    {
        try
        {
            var recording = Recording.Open(new StringReader(text), "boot.rtas");
            while (recording.Read() is not null)
            {
            }
        }
        catch (RecordingFormatException exception)
        {
            Assert.That(exception.Message.Any(char.IsControl), Is.False, "the message is one line that a terminal can show");
        }

        return true;
    }

    private static List<RecordingEntry> ReadAll(string text)
    {
        var reader = new RecordingReader(new StringReader(text), "boot.rtas");
        List<RecordingEntry> entries = [];
        while (reader.Read() is { } entry)
            entries.Add(entry);

        return entries;
    }

    private static T ReadOne<T>(string text)
        where T : RecordingEntry
    {
        var entries = ReadAll(text);
        Assert.That(entries, Has.Count.EqualTo(1));
        return (T)entries[0];
    }

    private sealed class EndlessReader : TextReader
    {
        public long Characters { get; private set; }

        public override int Read(Span<char> buffer)
        {
            buffer.Fill('a');
            Characters += buffer.Length;
            return buffer.Length;
        }
    }
}
