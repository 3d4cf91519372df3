using Hv.Conformance.Infrastructure;

namespace Hv.Conformance;

/// <content>What the programs answer.</content>
internal static partial class Differences
{
    public static readonly Difference<ReplyObservation> DigitsMustBeDigits = new(
        "Data that is not hexadecimal is refused; QEMU writes other bytes.",
        reply => reply.Request.StartsWith("write ", StringComparison.Ordinal) && reply is { Qemu: "OK", Hv: "ERR write: the data must be hexadecimal digits after 0x" });

    public static readonly Difference<ReplyObservation> Base64MustBeBase64 = new(
        "Data that is not base64 is refused; QEMU skips what is none.",
        reply => reply.Request.StartsWith("b64write ", StringComparison.Ordinal) && reply is { Qemu: "OK", Hv: "ERR b64write: the data is not base64" });

    public static readonly Difference<ReplyObservation> ShortBase64IsFilledWithZeros = new(
        "Data that is shorter than said is filled with zeros; QEMU's bytes are whatever its memory holds.",
        reply => reply.Request == "read 0x1000010 8" && reply.Hv == "OK 0x0102000000000000" && reply.Qemu.StartsWith("OK 0x0102", StringComparison.Ordinal));

    public static readonly Difference<ReplyObservation> FramesHaveSixteenWords = new(
        "A call with more than 16 words is refused, as H_RTAS refuses it; QEMU's qtest makes it.",
        reply => reply.Request.StartsWith("rtas ", StringComparison.Ordinal) && reply is { Qemu: "OK 0", Hv: "OK 18446744073709551612" });

    public static readonly Difference<ReplyObservation> TimeIsTheTests = new(
        "With -accel qtest a test drives the clock; Debian's QEMU is built without it.",
        reply => reply.Request.StartsWith("clock_", StringComparison.Ordinal)
            && reply.Qemu.StartsWith("FAIL Unknown command", StringComparison.Ordinal) && reply.Hv.StartsWith("OK ", StringComparison.Ordinal));

    public static readonly Difference<ReplyObservation> NumbersAreFinite = new(
        "A number that no double holds is refused; QEMU repeats it as 'inf', which is no JSON.",
        reply => reply.Qemu.Contains("inf}", StringComparison.Ordinal) && reply.Hv.Contains("number out of range", StringComparison.Ordinal));

    public static readonly Difference<ReplyObservation> FirstUnknownMemberIsNamed = new(
        "Of several unknown members the first one is named; QEMU names that which its hash table yields first.",
        reply => reply.Qemu.Contains(" is unexpected", StringComparison.Ordinal) && reply.Hv.Contains(" is unexpected", StringComparison.Ordinal));

    public static readonly Difference<ReplyObservation> VersionIsOurs = new(
        "The version says what it is compared with, QEMU 7.2, and the package what it is.",
        reply => reply.Qemu.Contains("\"package\":\"Debian", StringComparison.Ordinal) && reply.Hv.Contains("\"package\":\"Hv", StringComparison.Ordinal));

    public static readonly Difference<ReplyObservation> MessagesSayWhatIsAllowed = new(
        "Errors about a property's value name type, property, value and what is allowed; QEMU's say less, each in its own way.",
        reply => reply.Request.Contains("device_add", StringComparison.Ordinal) && AreErrors(reply));

    public static readonly Difference<ReplyObservation> PropertiesAreFrozen = new(
        "What a machine and its devices are made of cannot be set once they are made; QEMU takes some of it, of which most has no effect any more.",
        reply => reply.Request.Contains("qom-set", StringComparison.Ordinal) && reply.Hv.Contains("GenericError", StringComparison.Ordinal));

    private static bool AreErrors(ReplyObservation reply) =>
        reply.Qemu.Contains("\"class\":\"GenericError\"", StringComparison.Ordinal) && reply.Hv.Contains("\"class\":\"GenericError\"", StringComparison.Ordinal);
}
