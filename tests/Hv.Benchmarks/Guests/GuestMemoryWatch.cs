using System.Globalization;

namespace Hv.Benchmarks.Guests;

/// <summary>
/// Looks every second at how much of the host's memory a program uses beyond the pages of its guest's RAM, as Linux tells it
/// (proc(5): <c>/proc/PID/smaps</c>). The RAM is the mapping that is as large as it.
/// </summary>
internal sealed class GuestMemoryWatch : IDisposable
{
    private const long RamKibibytes = 1 << 20;

    // QEMU aligns its RAM, and the kernel merges neighbours.
    private const long SlackKibibytes = 16 << 10;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly Timer _timer;

    /// <summary>Starts to watch a process.</summary>
    public GuestMemoryWatch(int processId)
    {
        _path = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/smaps");
        _timer = new Timer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>The most that was seen, in bytes; 0 where the host does not tell.</summary>
    public long Most { get; private set; }

    /// <summary>Looks no more.</summary>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        try
        {
            long size = 0, resident = 0;
            foreach (var line in File.ReadLines(_path))
            {
                if (line.StartsWith("Size:", StringComparison.Ordinal))
                    size = Kibibytes(line);
                else if (line.StartsWith("Rss:", StringComparison.Ordinal) && size is < RamKibibytes or > RamKibibytes + SlackKibibytes)
                    resident += Kibibytes(line);
            }

            Most = Math.Max(Most, resident << 10);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended, or the host is no Linux.
        }
    }

    // "Rss:                 1234 kB"
    private static long Kibibytes(string line) =>
        long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], NumberStyles.None, CultureInfo.InvariantCulture);
}
