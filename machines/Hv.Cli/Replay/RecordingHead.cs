using System.Globalization;
using System.Text.RegularExpressions;
using Hv.Runtime.Declarations;
using Hv.Runtime.Objects;

namespace Hv.Cli.Replay;

/// <summary>
/// What the head lines of a recording say about the machine it was made on; <see langword="null"/> where they say nothing.
/// </summary>
/// <param name="Machine">The machine version, e.g. <c>pseries-7.2</c>.</param>
/// <param name="RamSize">RAM in bytes.</param>
/// <param name="Cpus">How many processors.</param>
/// <param name="RtcBase">What the real-time clock showed at power-on, UTC.</param>
internal sealed partial record RecordingHead(string? Machine, ulong? RamSize, int? Cpus, DateTimeOffset? RtcBase)
{
    /// <summary>More processors than any machine has; a head that says more is wrong.</summary>
    private const int MaximumCpus = 4096;

    private static readonly PropertyCodec<ulong> SizeCodec =
        PropertyCodec.Integer<ulong>(RecordedMachine.MinimumRamSize, ulong.MaxValue, PropertyFormat.Size);

    /// <summary>A head that says nothing.</summary>
    public static RecordingHead Empty { get; } = new(null, null, null, null);

    /// <summary>The head with what one more of its lines says.</summary>
    /// <exception cref="RecordingFormatException">The line says something that cannot be.</exception>
    public RecordingHead With(string source, RecordedComment comment)
    {
        var head = this;
        if (MachinePattern().Match(comment.Text) is { Success: true } machine)
        {
            head = head with
            {
                Machine = machine.Groups["name"].Value,
                RamSize = machine.Groups["number"].Success ? ParseRam(source, comment, machine) : head.RamSize,
                Cpus = machine.Groups["count"].Success ? ParseCpus(source, comment, machine.Groups["count"]) : head.Cpus,
            };
        }

        if (RtcPattern().Match(comment.Text) is { Success: true } rtc)
            head = head with { RtcBase = ParseTime(source, comment, rtc.Groups["time"]) };

        return head;
    }

    private static ulong ParseRam(string source, RecordedComment comment, Match match)
    {
        var text = $"{match.Groups["number"].ValueSpan}{match.Groups["unit"].ValueSpan}";
        return SizeCodec.TryParse(text, out var size) && SizeCodec.IsAllowed(size)
            ? size
            : throw Unexpected(source, comment, match.Groups["number"], $"a RAM size of {SizeCodec.Allowed}");
    }

    private static int ParseCpus(string source, RecordedComment comment, Group count)
    {
        if (count.ValueSpan is "one")
            return 1;

        return int.TryParse(count.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var cpus)
            && cpus is >= 1 and <= MaximumCpus
            ? cpus
            : throw Unexpected(source, comment, count, $"1 to {MaximumCpus} CPUs");
    }

    private static DateTimeOffset? ParseTime(string source, RecordedComment comment, Group time)
    {
        // 'utc' and 'localtime' are the host's time then, which no replay has again.
        if (time.ValueSpan is "utc" or "localtime")
            return null;

        string[] formats = ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd"];
        return DateTimeOffset.TryParseExact(
            time.ValueSpan, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value)
            ? value
            : throw Unexpected(source, comment, time, "a time such as 2026-01-02T03:04:05");
    }

    private static RecordingFormatException Unexpected(string source, RecordedComment comment, Group group, string expected) =>
        new LineScanner(source, comment.Line, comment.Text, group.Index).Expected(expected, group.ValueSpan);

    /// <summary><c>machine pseries-7.2, 2 GiB, one CPU</c>; memory and processors may be missing.</summary>
    [GeneratedRegex(
        @"\bmachine (?<name>[A-Za-z0-9._+-]{1,64}),( (?<number>[0-9]{1,20}(\.[0-9]{1,3})?) (?<unit>[KMGTPE])iB\b,?)?( (?<count>one|[0-9]{1,20}) CPUs?\b)?",
        RegexOptions.CultureInvariant)]
    private static partial Regex MachinePattern();

    [GeneratedRegex(@"-rtc base=(?<time>[^,;\s]{1,64})", RegexOptions.CultureInvariant)]
    private static partial Regex RtcPattern();
}
