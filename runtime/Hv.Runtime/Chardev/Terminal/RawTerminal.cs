using System.Runtime.InteropServices;

namespace Hv.Runtime.Chardev.Terminal;

/// <summary>
/// The terminal of the program in raw mode (POSIX, "General Terminal Interface"): each key goes to the guest as it is pressed, Ctrl-C and its
/// like too. Lines that are written still begin at the left. Disposing it brings the former mode back.
/// </summary>
public sealed partial class RawTerminal : IDisposable
{
    private const int StandardInput = 0;
    private const int Now = 0;

    /// <summary>More than the mode takes on any host; what is in it is the host's to know, but for one bit.</summary>
    private const int LargestMode = 256;

    private readonly byte[] _before;
    private bool _isRaw;

    private RawTerminal(byte[] before)
    {
        _before = before;
        _isRaw = true;
        AppDomain.CurrentDomain.ProcessExit += Restore;
    }

    /// <summary>Puts standard input into raw mode.</summary>
    /// <returns><see langword="null"/> when it is no terminal, or the host has no such modes.</returns>
    public static RawTerminal? TryEnter()
    {
        if (OperatingSystem.IsWindows() || Console.IsInputRedirected)
            return null;

        var before = new byte[LargestMode];
        if (ReadMode(StandardInput, before) != 0)
            return null;

        var raw = (byte[])before.Clone();
        MakeRaw(raw);

        // OPOST stays on: it is the lowest bit of c_oflag, the second word.
        raw[OperatingSystem.IsMacOS() ? sizeof(ulong) : sizeof(uint)] |= 1;
        return WriteMode(StandardInput, Now, raw) == 0 ? new RawTerminal(before) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= Restore;
        Restore(null, EventArgs.Empty);
    }

    [LibraryImport("libc", EntryPoint = "tcgetattr")]
    private static partial int ReadMode(int file, [Out] byte[] mode);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void MakeRaw([In, Out] byte[] mode);

    [LibraryImport("libc", EntryPoint = "tcsetattr")]
    private static partial int WriteMode(int file, int when, [In] byte[] mode);

    private void Restore(object? sender, EventArgs arguments)
    {
        if (!_isRaw)
            return;

        _isRaw = false;
        _ = WriteMode(StandardInput, Now, _before);
    }
}
