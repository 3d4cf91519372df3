namespace Hv.Runtime.Chardev.Terminal;

/// <summary>A line that is typed on a terminal in raw mode: shown as it is typed, corrected with backspace and Ctrl-U, passed on when it ends.</summary>
/// <param name="show">Takes what the terminal is to show.</param>
/// <param name="pass">Takes the characters of a line that has ended, the end included.</param>
internal sealed class TerminalLine(Action<ReadOnlySpan<byte>> show, Action<byte> pass)
{
    private const int LongestLine = 4096;
    private const byte Backspace = 8;
    private const byte KillLine = 0x15;
    private const byte Delete = 0x7F;

    private readonly List<byte> _characters = [];

    /// <summary>Takes a key.</summary>
    public void Type(byte character)
    {
        switch (character)
        {
            case (byte)'\r' or (byte)'\n':
                show("\r\n"u8);
                foreach (var typed in _characters)
                    pass(typed);

                pass((byte)'\n');
                _characters.Clear();
                break;
            case Backspace or Delete:
                Erase();
                break;
            case KillLine:
                while (_characters.Count > 0)
                    Erase();

                break;
            case >= (byte)' ' when _characters.Count < LongestLine:
                _characters.Add(character);
                show([character]);
                break;
            default:
                break;
        }
    }

    private void Erase()
    {
        if (_characters.Count == 0)
            return;

        _characters.RemoveAt(_characters.Count - 1);
        show("\b \b"u8);
    }
}
