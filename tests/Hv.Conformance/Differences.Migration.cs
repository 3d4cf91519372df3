using Hv.Conformance.Infrastructure;

namespace Hv.Conformance;

/// <content>What migration streams hold.</content>
internal static partial class Differences
{
    private const int InterruptRequestEnd = 2 * sizeof(uint);
    private const int TimebaseEnd = 2 * sizeof(ulong);
    private const byte LeaveTranslatedCode = 0x04;

    public static readonly Difference<SectionObservation> ProcessorsAreToldThatTheyWereLoaded = new(
        "After a load QEMU asks each processor to leave the code that it translated before, and a stream of it says so.",
        section => section.Section.StartsWith("cpu_common", StringComparison.Ordinal) && section.Qemu.Length == InterruptRequestEnd
            && section.Qemu[^1] == (section.Hv[^1] | LeaveTranslatedCode) && section.Qemu.AsSpan(0, InterruptRequestEnd - 1).SequenceEqual(section.Hv.AsSpan(0, InterruptRequestEnd - 1)));

    public static readonly Difference<SectionObservation> TimeBaseIsTheHosts = new(
        "QEMU without KVM does not take the time base over from a stream: that of its host goes on.",
        section => section.Section == "spapr" && section.Qemu.AsSpan(TimebaseEnd).SequenceEqual(section.Hv.AsSpan(TimebaseEnd)));

    public static readonly Difference<SectionFormObservation> ConfigurationSpaceIsOneField = new(
        "The configuration space is one field; QEMU has one for each size that it can have, of which one is there.",
        section => section.Hv.SequenceEqual(section.Qemu.Select(line => line.Replace("config[0]", "config", StringComparison.Ordinal))));
}
