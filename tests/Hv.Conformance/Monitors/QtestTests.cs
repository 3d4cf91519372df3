using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.Monitors;

/// <summary>The qtest protocol: replies byte for byte.</summary>
public sealed class QtestTests : ConformanceTest
{
    [TestCase("pseries-7.2")]
    [TestCase("pseries-2.3")]
    [Differs(nameof(Differences.DigitsMustBeDigits))]
    [Differs(nameof(Differences.Base64MustBeBase64))]
    [Differs(nameof(Differences.ShortBase64IsFilledWithZeros))]
    [Differs(nameof(Differences.FramesHaveSixteenWords))]
    [Differs(nameof(Differences.TimeIsTheTests))]
    public void Replies(string version)
    {
        var pair = StartPrograms(version);
        string[] commands =
        [
            "endianness", "endianness x", "endianness ", "bogus", "bogus a b", " endianness",
            "writeb 0x1000000 0x123", "readb 0x1000000", "readb 0x1000000 5", "writew 16777218 0x12345", "readw 0x1000002",
            "writel 0x1000004 0xdeadbeef", "readl 0x1000004", "writeq 0x1000008 -1", "readq 0x1000008", "readq 0100000000", "readl -1",
            "read 0x1000000 16", "read 0x1000000 0x10 9", "read 0xfffffffffff0 16",
            "write 0x1000000 4 0xaabb", "read 0x1000000 8", "write 0x1000000 2 0x112233", "read 0x1000000 8", "write 0x1000000 4 0xabc",
            "read 0x1000000 8", "write 0x1000000 4 0xa", "read 0x1000000 8", "write 0x1000000 4 0x", "write 0x1000000 0 0xab",
            "write 0x1000020 4 0xzzzz",
            "memset 0x1000000 8 0x1ff", "read 0x1000000 9", "memset 0x1000000 0 5", "b64read 0x1000000 8", "b64read 0x1000000 0",
            "b64write 0x1000000 4 AQIDBA==", "read 0x1000000 8", "b64write 0x1000000 2 BQYHCA==", "read 0x1000000 8", "b64write 0x1000000 4 AQ",
            "b64write 0x1000010 8 AQI=", "read 0x1000010 8", "b64write 0x1000020 4 !!!!",
            "inb 0x80", "inw 0x80", "inl 0xfffc", "outb 0x80 1", "outw 0 0xfffff", "outl 0xae08 1",
            "clock_step", "clock_step 100", "clock_set 5000", "module_load a b", "irq_intercept_in /machine/nothing",
            "rtas get-time-of-day 0 0 0 0", "rtas nonsense 0 0 8 0x1000", "rtas get-power-level 1 0x1000100 2 0x1000200",
            "read 0x1000200 12", "rtas get-time-of-day 99 0x1000100 8 0x1000200",
        ];
        foreach (var command in commands)
            pair.Qtest(command);
    }

    [TestCase("pseries-7.2")]
    public void What_ends_qemu_is_answered(string version)
    {
        var pair = StartPrograms(version);
        string[] commands =
        [
            "readb", "readb zz", "readb 0x1000zz", "readb  0x1000", "readb 99999999999999999999999", "writeb 0x1000", "read 0x1000",
            "read 0x1000 0", "read 0x1000 -1", "write 0x1000 4", "memset 0x1000 4", "memset 0x1000 -1 1", "inb 0x10000", "outb 0x10000 5",
            "rtas", "rtas get-time-of-day x 0 8 0x1000", "irq_intercept_in", "set_irq_in /machine unnamed-gpio-in 0", "module_load a",
            "write 0x1000 0x10000000000 0xab", "read 0x1000 0x1000000000",
        ];
        foreach (var command in commands)
            pair.QtestOnHvAlone(command);

        pair.Qtest("endianness");
    }
}
