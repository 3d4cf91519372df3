using System.Globalization;
using System.Text.RegularExpressions;

namespace Hv.Conformance.Guests;

/// <summary>The RTAS calls that Debian's kernel makes, as its own probes see them: the same here and under QEMU, in the same order.</summary>
public sealed partial class DebianRtasTests
{
    private const string Probe =
        "quiet kprobe_event=p:rtas,rtas_call,token=%gpr3:x32,nargs=%gpr4:x32,nret=%gpr5:x32,a0=%gpr7:x32,a1=%gpr8:x32,a2=%gpr9:x32,a3=%gpr10:x32";

    private const string Script = "mount -t tracefs trace /sys/kernel/tracing; echo CALLS; grep token= /sys/kernel/tracing/trace; echo END";
    private const int ArgumentsSeen = 4;

    /// <summary>get-time-of-day and event-scan: made as time passes, which is another on each side.</summary>
    private static readonly uint[] ByTime = [0x2001, 0x200F];

    private DirectoryInfo _folder = null!;

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("hv-rtas-");

    [TearDown]
    public void TearDown() => _folder.Delete(recursive: true);

    // XICS on both sides: with XIVE a kernel routes interrupts by hypercalls.
    [TestCase("pseries-7.2,ic-mode=xics", 0x2026u, 0x2027u)]
    [TestCase("pseries-2.12", 0x2026u, 0x2027u)]
    public void A_kernel_makes_the_same_calls_in_the_same_order(string machine, params uint[] among)
    {
        var image = Path.Combine(_folder.FullName, "image");
        using (var disk = File.Create(image))
            disk.SetLength(16 << 20);

        var options = $"-machine {machine} -m 512M -drive file={image},if=none,id=d,format=raw -device nvme,serial=hv,drive=d -device edu";
        var here = Calls(DebianRun.Hv(options, Script, Probe));
        var there = Calls(DebianRun.Qemu(options, Script, Probe));

        Assert.That(here.Select(call => call.Token).Distinct(), Is.SupersetOf(among));
        Assert.That(here, Has.Count.GreaterThan(50));
        Assert.That(here.Select(call => call.Text), Is.EqualTo(there.Select(call => call.Text)));
    }

    /// <summary>The calls: token, counts, and the first arguments. Buffers are where the kernel has them.</summary>
    private static List<(uint Token, string Text)> Calls(DebianRun run) =>
    [
        .. run.Between("CALLS", "END").Select(line => Call().Match(line)).Where(match => match.Success)
            .Select(match => match.Groups["word"].Captures.Select(word => uint.Parse(word.Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray())
            .Where(words => !ByTime.Contains(words[0]))
            .Select(words => (words[0], string.Join(' ', words.Take(3 + (int)Math.Min(words[1], ArgumentsSeen)).Select(word => $"{word:x}")))),
    ];

    [GeneratedRegex(@"rtas: \(rtas_call\S*\)( \w+=0x(?<word>[0-9a-f]+)){7}")]
    private static partial Regex Call();
}
