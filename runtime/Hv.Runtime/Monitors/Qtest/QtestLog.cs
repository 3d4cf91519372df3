using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Hv.Runtime.Monitors.Qtest;

/// <summary>A copy of what a test and the machine say to each other, with time stamps, as QEMU's <c>-qtest-log</c> has it.</summary>
/// <param name="writer">Where it goes.</param>
internal sealed class QtestLog(TextWriter writer)
{
    /// <summary>How much of a line is kept.</summary>
    private const int Longest = 4096;

    private readonly long _start = Stopwatch.GetTimestamp();
    private int _sent;

    public void Connected() => Write($"[I {Stamp}] OPENED");

    public void Disconnected() => Write($"[I {Stamp}] CLOSED");

    public void Received(ReadOnlySpan<byte> line) => Write($"[R {Stamp}] {Cut(line, 0)}");

    public void Sent(ReadOnlySpan<byte> piece)
    {
        if (_sent == 0)
            writer.Write($"[S {Stamp}] ");

        writer.Write(Cut(piece, _sent));
        _sent += piece.Length;
    }

    public void EndLine()
    {
        writer.WriteLine();
        writer.Flush();
        _sent = 0;
    }

    private string Stamp =>
        Stopwatch.GetElapsedTime(_start).TotalSeconds.ToString("+0.000000", CultureInfo.InvariantCulture);

    /// <summary>As much of a piece as a line still has room for.</summary>
    private static string Cut(ReadOnlySpan<byte> piece, int before)
    {
        var isCut = before + piece.Length > Longest && before <= Longest;
        return Encoding.UTF8.GetString(piece[..Math.Clamp(Longest - before, 0, piece.Length)]) + (isCut ? "…" : "");
    }

    private void Write(string line)
    {
        writer.WriteLine(line);
        writer.Flush();
    }
}
