using System.Text;

namespace Hv.Runtime.Chardev.Terminal;

/// <summary>
/// A terminal that the guest's serial port and the monitor share (<c>mon:stdio</c>). Ctrl-A and a letter are for the terminal itself: x ends the
/// program, c gives the keyboard to the other one, h tells of these, Ctrl-A again is a Ctrl-A for who has it.
/// </summary>
public sealed class ConsoleMultiplexer
{
    private const byte Escape = 1;
    private const int MostUnseen = 64 << 10;

    private static readonly byte[] Help = Encoding.ASCII.GetBytes(
        "\r\nC-a h    print this help\r\nC-a x    end the program\r\nC-a c    switch between console and monitor\r\nC-a C-a  send C-a\r\n");

    private readonly Stream _terminal;
    private readonly Lock _outputLock = new();
    private readonly ConsoleChannel _serial;
    private readonly ConsoleChannel _monitor;
    private ConsoleChannel _focus;
    private readonly MemoryStream _unseen = new();
    private readonly TerminalLine? _line;
    private bool _isEscaped;
    private bool _hasSeenMonitor;

    /// <summary>Shares a terminal; nothing is read before <see cref="Start"/>.</summary>
    /// <param name="serialId">The id of the serial port's device.</param>
    /// <param name="monitorId">The id of the monitor's device.</param>
    /// <param name="terminal">The terminal.</param>
    /// <param name="isRaw">Whether it shows nothing of what is typed by itself: what goes to the monitor is then shown, and can be edited.</param>
    public ConsoleMultiplexer(string serialId, string monitorId, Stream terminal, bool isRaw)
    {
        _terminal = terminal;
        _serial = new ConsoleChannel(Write);
        _monitor = new ConsoleChannel(WriteOfMonitor);
        _focus = _serial;
        _line = isRaw ? new TerminalLine(Write, _monitor.Type) : null;
        Serial = new StreamCharacterDevice(serialId, "mux", "mux", _serial);
        Monitor = new StreamCharacterDevice(monitorId, "mux", "mux", _monitor);
    }

    /// <summary>The device of the serial port.</summary>
    public CharacterDevice Serial { get; }

    /// <summary>The device of the monitor.</summary>
    public CharacterDevice Monitor { get; }

    /// <summary>Somebody asks for the end of the program. Raised on the thread that reads.</summary>
    public event Action? QuitRequested;

    /// <summary>Reads, on a thread of its own.</summary>
    public void Start() => new Thread(Run) { IsBackground = true, Name = "terminal" }.Start();

    /// <summary>Takes characters that were typed.</summary>
    internal void Type(ReadOnlySpan<byte> characters)
    {
        foreach (var character in characters)
        {
            if (_isEscaped)
            {
                _isEscaped = false;
                Obey(character);
            }
            else if (character == Escape)
            {
                _isEscaped = true;
            }
            else if (_focus == _monitor && _line is not null)
            {
                _line.Type(character);
            }
            else
            {
                _focus.Type(character);
            }
        }
    }

    private void Obey(byte command)
    {
        switch ((char)command)
        {
            case 'x':
                QuitRequested?.Invoke();
                break;
            case 'c':
                Switch();
                break;
            case 'h' or '?':
                Write(Help);
                break;
            case (char)Escape:
                _focus.Type(Escape);
                break;
            default:
                break;
        }
    }

    private void Switch()
    {
        _focus = _focus == _serial ? _monitor : _serial;
        if (_focus != _monitor)
            return;

        lock (_outputLock)
        {
            // It has said who it is before anybody looked.
            if (!_hasSeenMonitor)
            {
                _hasSeenMonitor = true;
                Write("\r\n"u8);
                Write(_unseen.ToArray());
                return;
            }
        }

        // It writes its prompt again, so that one sees who has the keyboard.
        _monitor.Type((byte)'\n');
    }

    private void Run()
    {
        var buffer = new byte[256];
        try
        {
            while (_terminal.Read(buffer, 0, buffer.Length) is > 0 and var count)
                Type(buffer.AsSpan(0, count));
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The terminal has gone: as when nothing is typed any more.
        }

        _serial.End();
        _monitor.End();
    }

    private void WriteOfMonitor(ReadOnlySpan<byte> bytes)
    {
        lock (_outputLock)
        {
            if (_hasSeenMonitor)
                Write(bytes);
            else if (_unseen.Length + bytes.Length <= MostUnseen)
                _unseen.Write(bytes);
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_outputLock)
        {
            _terminal.Write(bytes);
            _terminal.Flush();
        }
    }
}
