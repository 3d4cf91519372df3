using Hv.Generators.Tests.Infrastructure;
using static Hv.Generators.Tests.Abi.AbiSamples;

namespace Hv.Generators.Tests.Abi;

/// <summary>HV6008, and what exceptions excuse.</summary>
public sealed class AbiExceptionTests
{
    private const string Reason = "guests of then crash on it";

    [TestCase(
        "[Property(\"pgsz\", Default = 0x1211000ul, Format", "[AbiException(\"sample-2.4\", \"why\")]\n[Property(\"pgsz\", Default = 0x11000ul, Format",
        TestName = "A value of a property")]
    [TestCase(
        "[RtasCall(0x2026, \"query-window\")]", "[AbiException(\"sample-2.4\", \"why\")]\n[RtasCall(0x2026, \"query-windows\")]",
        TestName = "A call")]
    [TestCase(
        "[RtasCall(0x2026, \"query-window\")]\n    private RtasStatus Query(PciConfigAddress device,",
        "[AbiException(\"sample-2.4\", \"why\")]\n[RtasCall(0x2026, \"query-window\")]\n    private RtasStatus Query(",
        TestName = "A call of other counts")]
    [TestCase(
        "private const string Compatible = \"sample,bridge\"", "[AbiException(\"sample-2.4\", \"why\")] private const string Compatible = \"other,bridge\"",
        TestName = "A constant of the device tree")]
    [TestCase(
        "private uint _index;", "[AbiException(\"sample-2.4\", \"why\")] private ushort _index;",
        TestName = "A migrated member")]
    [TestCase(
        "[VmState(\"host_bridge\", Version = 2, MinimumVersion = 1)]", "[AbiException(\"sample-2.4\", \"why\")]\n[VmState(\"host_bridge\", Version = 3, MinimumVersion = 1)]",
        TestName = "A state")]
    [TestCase(
        "[Property(\"pgsz\", Default = 0x1211000ul, Format = PropertyFormat.Hexadecimal)]\n    public partial ulong PageSizeMask { get; set; }",
        "", "[MachineVersion(\"sample\", 2, 4)]",
        "[MachineVersion(\"sample\", 2, 4)]\n[AbiException(\"sample-2.4\", \"why\", Entry = \"property host-bridge.pgsz\")]",
        TestName = "What is gone, named on the class of the version")]
    [TestCase(
        "[Property(\"pgsz\", Default = 0x1211000ul, Format = PropertyFormat.Hexadecimal)]\n    public partial ulong PageSizeMask { get; set; }",
        "", "[Device(\"host-bridge\")]",
        "[Device(\"host-bridge\")]\n[AbiException(\"sample-2.4\", \"why\")]",
        TestName = "All of a class")]
    public void An_exception_excuses(string old, string now, string oldToo = "", string nowToo = "")
    {
        var changed = With(old, now);
        AbiTest.Verify(Released, oldToo.Length == 0 ? changed : With(changed, oldToo, nowToo));
    }

    [Test]
    public void An_exception_is_for_its_version_and_older_ones() =>
        Assert.That(
            AbiTest.Verify(
                Released,
                With(
                    "[Property(\"pgsz\", Default = 0x1211000ul, Format",
                    "[AbiException(\"sample-2.3\", \"why\")]\n[Property(\"pgsz\", {|HV6001:Default = 0x11000ul|}, Format")),
            Is.EqualTo(["'sample-2.4' (released) has host-bridge.pgsz = 0x1211000; this change makes it 0x11000"]));

    [TestCase("sample-2.4", Reason, "Nothing about 'PageSizeMask' differs from what 'sample-2.4' and older released versions have: remove the exception")]
    [TestCase("sample-2.6", Reason, "There is no machine version 'sample-2.6'. Did you mean 'sample-2.2'?")]
    public void An_exception_that_excuses_nothing_is_told(string version, string reason, string message) =>
        Assert.That(
            AbiTest.Verify(Released, With("[Property(\"pgsz\"", $"[AbiException({{|HV6008:\"{version}\"|}}, \"{reason}\")]\n[Property(\"pgsz\"")),
            Is.EqualTo([message]));

    [Test]
    public void An_exception_says_why() =>
        Assert.That(
            AbiTest.Verify(
                Released,
                With("[Property(\"pgsz\", Default = 0x1211000ul, Format", "[AbiException(\"sample-2.4\", {|HV6008:\" \"|})]\n[Property(\"pgsz\", Default = 0x11000ul, Format")),
            Is.EqualTo(["An exception says why guests of a released version may see something else; this one says nothing"]));

    [Test]
    public void An_exception_for_a_version_without_a_text_is_told() =>
        Assert.That(
            AnalyzerTest.Verify(With("[Property(\"pgsz\"", "[AbiException({|HV6008:\"sample-2.4\"|}, \"why\")]\n[Property(\"pgsz\"")),
            Is.EqualTo(["'sample-2.4' is not released: what it shows its guests is free to change, without an exception"]));

    [Test]
    public void An_exception_on_what_no_text_has_is_told() =>
        Assert.That(
            AbiTest.Verify(Released, With("internal bool IsReady", "[AbiException({|HV6008:\"sample-2.4\"|}, \"why\")] internal bool IsReady")),
            Is.EqualTo(["'IsReady' is no part of the guest ABI by itself; name with Entry what the exception is about"]));

    [Test]
    public void An_exception_is_in_the_text_of_its_version_and_of_older_ones()
    {
        var texts = AbiTest.Texts(With("[Property(\"pgsz\"", $"[AbiException(\"sample-2.3\", \"{Reason}\")]\n[Property(\"pgsz\""));
        Assert.That(
            texts.Select(text => text.ToString().Contains($"exception sample-2.3 property host-bridge.pgsz = \"{Reason}\"\n", StringComparison.Ordinal)),
            Is.EqualTo([false, true, true]));
    }

    /// <summary>Frozen again with its exception there is no difference any more; the text is the reason why it stays.</summary>
    [Test]
    public void An_exception_that_a_frozen_text_holds_stays()
    {
        var excused = With(
            "[Property(\"pgsz\", Default = 0x1211000ul, Format", "[AbiException(\"sample-2.4\", \"why\")]\n[Property(\"pgsz\", Default = 0x11000ul, Format");
        AbiTest.Verify(excused, excused);
        Assert.That(
            AbiTest.Verify(
                excused,
                With(With(excused, "[AbiException(\"sample-2.4\", \"why\")]\n", ""), "[MachineVersion(\"sample\", 2, 4)]", "[{|HV6008:MachineVersion(\"sample\", 2, 4)|}]")),
            Is.EqualTo(["'sample-2.2' to 'sample-2.4' (3 released versions) were frozen with the exception of 'sample-2.4 property host-bridge.pgsz', \"why\", which is no longer declared"]));
    }
}
