using System.Text;
using Hv.Runtime.Chardev.Terminal;

namespace Hv.Runtime.Tests.Chardev.Terminal;

/// <summary>The terminal that serial port and monitor share. What is typed is there from the beginning; then the terminal is closed.</summary>
public sealed class ConsoleMultiplexerTests
{
    private const string Quit = "\u0001x";
    private const string Change = "\u0001c";
    private const string Help = "\u0001h";
    private const string Backspace = "\u007F";
    private const string KillLine = "\u0015";

    [Test]
    public void What_is_typed_goes_to_the_guest()
    {
        var typed = Type("ls\r");
        Assert.That((typed.Serial, typed.Monitor, typed.Quits), Is.EqualTo(("ls\r", "", 0)));
        Assert.That(typed.Shown, Is.Empty, "the guest shows what it takes");
    }

    [Test]
    public void The_letter_x_ends_the_program() => Assert.That(Type("a" + Quit + "b"), Is.EqualTo(new Typed("ab", "", "", 1)));

    [Test]
    public void An_escape_that_is_typed_twice_goes_to_the_guest() => Assert.That(Type("\u0001\u0001x"), Is.EqualTo(new Typed("\u0001x", "", "", 0)));

    [Test]
    public void Other_letters_after_the_escape_are_dropped() => Assert.That(Type("\u0001qx"), Is.EqualTo(new Typed("x", "", "", 0)));

    [Test]
    public void Help_names_every_letter()
    {
        var typed = Type(Help);
        Assert.That(typed.Shown, Does.Contain("C-a h").And.Contain("C-a x").And.Contain("C-a c").And.Contain("C-a C-a"));
        Assert.That(typed.Serial, Is.Empty);
    }

    [Test]
    public void The_keyboard_changes_hands_and_back()
    {
        var typed = Type($"a{Change}info\r{Change}b", isRaw: true);
        Assert.That((typed.Serial, typed.Monitor), Is.EqualTo(("ab", "info\n")));
        Assert.That(typed.Shown, Does.EndWith("info\r\n"));
    }

    [Test]
    public void Who_comes_back_to_the_monitor_sees_its_prompt_again() =>
        Assert.That(Type(Change + Change + Change, isRaw: true).Monitor, Is.EqualTo("\n"));

    [Test]
    public void A_line_can_be_corrected()
    {
        var typed = Type($"{Change}infx{Backspace}o\b\bfo\r", isRaw: true);
        Assert.That(typed.Monitor, Is.EqualTo("info\n"));
        Assert.That(typed.Shown, Does.Contain("\b \b"));
    }

    [Test]
    public void A_line_can_be_dropped() => Assert.That(Type($"{Change}quit{KillLine}help\r", isRaw: true).Monitor, Is.EqualTo("help\n"));

    [Test]
    public void Nothing_is_left_of_an_empty_line() =>
        Assert.That(Type($"{Change}{Backspace}{KillLine}a\r", isRaw: true), Is.EqualTo(new Typed("", "a\n", "\r\na\r\n", 0)));

    [Test]
    public void Keys_that_are_no_characters_are_not_in_lines() => Assert.That(Type($"{Change}a\u001B\tb\r", isRaw: true).Monitor, Is.EqualTo("ab\n"));

    [Test]
    public void A_line_without_end_is_cut_off() =>
        Assert.That(Type($"{Change}{new string('a', 10_000)}\r", isRaw: true).Monitor, Has.Length.EqualTo(4097));

    [Test]
    public void A_terminal_with_lines_of_its_own_passes_them_on() =>
        Assert.That(Type($"{Change}info\n"), Is.EqualTo(new Typed("", "info\n", "\r\n", 0)));

    [Test]
    public void The_monitor_is_silent_until_it_is_looked_at()
    {
        using var terminal = new TestTerminal(Change);
        var multiplexer = new ConsoleMultiplexer("serial0", "monitor", terminal, isRaw: true);
        using var monitor = multiplexer.Monitor.Accept()!;
        using var serial = multiplexer.Serial.Accept()!;
        monitor.Write("greeting"u8);
        serial.Write("guest"u8);
        Assert.That(terminal.Shown, Is.EqualTo("guest"));
        multiplexer.Start();
        ReadAll(monitor);
        Assert.That(terminal.Shown, Is.EqualTo("guest\r\ngreeting"));
        monitor.Write("answer"u8);
        Assert.That(terminal.Shown, Is.EqualTo("guest\r\ngreetinganswer"));
    }

    [Test]
    public void What_nobody_reads_has_a_limit() => Assert.That(Type(new string('a', 100_000)).Serial, Has.Length.EqualTo(64 << 10));

    private static Typed Type(string keys, bool isRaw = false)
    {
        using var terminal = new TestTerminal(keys);
        var multiplexer = new ConsoleMultiplexer("serial0", "monitor", terminal, isRaw);
        var quits = 0;
        multiplexer.QuitRequested += () => quits++;
        using var serial = multiplexer.Serial.Accept()!;
        using var monitor = multiplexer.Monitor.Accept()!;
        multiplexer.Start();

        // Both end when the terminal does, the monitor as the last.
        var toMonitor = ReadAll(monitor);
        return new Typed(ReadAll(serial), toMonitor, terminal.Shown, quits);
    }

    private static string ReadAll(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        return reader.ReadToEnd();
    }

    private sealed record Typed(string Serial, string Monitor, string Shown, int Quits);

    /// <summary>A terminal at which somebody types, and hangs up.</summary>
    private sealed class TestTerminal(string keys) : MemoryStream
    {
        private readonly MemoryStream _keys = new(Encoding.Latin1.GetBytes(keys));

        public string Shown => Encoding.Latin1.GetString(ToArray());

        public override int Read(byte[] buffer, int offset, int count) => _keys.Read(buffer, offset, count);
    }
}
