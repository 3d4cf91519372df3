using Hv.CodeFixes.Tests.Infrastructure;
using static Hv.Generators.Tests.Abi.AbiSamples;

namespace Hv.CodeFixes.Tests;

/// <summary>HV6001 and the others: the entry that keeps released versions, or the exception that lets them change.</summary>
public sealed class AbiFixerTests
{
    private const string Newest = "[MachineVersion(\"sample\", 2, 4)]";
    private const string PageSizes = "[Property(\"pgsz\", Default = 0x1211000ul, Format";

    [Test]
    public void The_newest_released_version_keeps_the_old_default() => Assert.That(
        Verify(
            AbiFixer.CompatKey,
            With(PageSizes, "[Property(\"pgsz\", {|HV6001:Default = 0x11000ul|}, Format"),
            With(
                With(PageSizes, "[Property(\"pgsz\", Default = 0x11000ul, Format"),
                Newest, Newest + "\n[Compat<HostBridge>(nameof(HostBridge.PageSizeMask), 0x1211000)]")),
        Is.EqualTo("Add [Compat<HostBridge>(nameof(HostBridge.PageSizeMask), 0x1211000)] to 'Sample_2_4'"));

    [Test]
    public void An_older_entry_that_the_new_default_made_dead_lives_again() => Verify(
        AbiFixer.CompatKey,
        With(
            With("[Property(\"ddw\", Default = true)]", "[Property(\"ddw\", {|HV6001:Default = false|})]"),
            "[Compat<HostBridge>(nameof(HostBridge.DynamicDmaWindows), false)]",
            "[{|HV3009:Compat<HostBridge>(nameof(HostBridge.DynamicDmaWindows), false)|}]"),
        With(
            With("[Property(\"ddw\", Default = true)]", "[Property(\"ddw\", Default = false)]"),
            Newest, Newest + "\n[Compat<HostBridge>(nameof(HostBridge.DynamicDmaWindows), true)]"));

    [Test]
    public void An_enum_is_written_as_its_member() => Verify(
        AbiFixer.CompatKey,
        With("Default = Protection.Weak", "{|HV6001:Default = Protection.Strong|}"),
        With(With("Default = Protection.Weak", "Default = Protection.Strong"), Newest, Newest + "\n[Compat<HostBridge>(nameof(HostBridge.Protection), Protection.Weak)]"));

    [Test]
    public void An_entry_that_is_gone_comes_back() => Verify(
        AbiFixer.CompatKey,
        With(
            With("[Compat<HostBridge>(nameof(HostBridge.DynamicDmaWindows), false)]\n", ""),
            "[MachineVersion(\"sample\", 2, 3)]", "[{|HV6001:MachineVersion(\"sample\", 2, 3)|}]"),
        With(
            With("[Compat<HostBridge>(nameof(HostBridge.DynamicDmaWindows), false)]\n", ""),
            "[Compat<HostBridge>(nameof(HostBridge.OldMigration), true)]",
            "[Compat<HostBridge>(nameof(HostBridge.OldMigration), true)]\n[Compat<HostBridge>(nameof(HostBridge.DynamicDmaWindows), false)]"));

    [Test]
    public void A_value_of_an_entry_that_was_there_is_given_back()
    {
        const string Entry = "[Compat<SampleMachine>(nameof(SampleMachine.Irqs), 1024u)]";
        var released = With(Newest, Newest + "\n" + Entry);
        Assert.That(
            FixTest.Verify<AbiFixer>(
                AbiTestFiles(released), AbiFixer.CompatKey,
                With(released, Entry, "[{|HV6001:Compat<SampleMachine>(nameof(SampleMachine.Irqs), 2048u)|}]"),
                With(released, "1024u", "1024")),
            Is.EqualTo("Give 'Sample_2_4' its value 1024 back"));
    }

    [Test]
    public void A_new_property_is_switched_off_for_released_versions() => Verify(
        AbiFixer.CompatKey,
        With("public partial ulong PageSizeMask { get; set; }", "public partial ulong PageSizeMask { get; set; }\n[{|HV6005:Property(\"acs\", Default = true)|}] public partial bool Acs { get; set; }"),
        With(
            With("public partial ulong PageSizeMask { get; set; }", "public partial ulong PageSizeMask { get; set; }\n[Property(\"acs\", Default = true)] public partial bool Acs { get; set; }"),
            Newest, Newest + "\n[Compat<HostBridge>(nameof(HostBridge.Acs), false)]"));

    [Test]
    public void An_entry_under_the_wrong_version_is_written_where_it_belongs()
    {
        const string Entry = "Compat<HostBridge>(nameof(HostBridge.PageSizeMask), 0x1211000ul)";
        var changed = With(PageSizes, "[Property(\"pgsz\", Default = 0x11000ul, Format");
        Verify(
            AbiFixer.CompatKey,
            With(changed, "[MachineVersion(\"sample\", 2, 3)]", "[MachineVersion(\"sample\", 2, 3)]\n[{|HV6006:" + Entry + "|}]"),
            With(
                With(changed, "[MachineVersion(\"sample\", 2, 3)]", "[MachineVersion(\"sample\", 2, 3)]\n[{|HV3009:" + Entry + "|}]"),
                Newest, Newest + "\n[Compat<HostBridge>(nameof(HostBridge.PageSizeMask), 0x1211000)]"));
    }

    [Test]
    public void A_deliberate_change_gets_an_exception_that_asks_for_its_reason() => Assert.That(
        Verify(
            AbiFixer.ExceptionKey,
            With(PageSizes, "[Property(\"pgsz\", {|HV6001:Default = 0x11000ul|}, Format"),
            With(PageSizes, "[AbiException(\"sample-2.4\", {|HV6008:\"\"|})]\n    [Property(\"pgsz\", Default = 0x11000ul, Format")),
        Is.EqualTo("Let it be: add [AbiException(\"sample-2.4\", …)]"));

    [Test]
    public void What_has_no_place_of_its_own_is_named_in_the_exception() => Verify(
        AbiFixer.ExceptionKey,
        With(With("[RtasCall(0x2027, \"create-window\", When = nameof(IsReady))]", ""), Newest, "[{|HV6002:MachineVersion(\"sample\", 2, 4)|}]"),
        With(
            With("[RtasCall(0x2027, \"create-window\", When = nameof(IsReady))]", ""),
            Newest, "[AbiException(\"sample-2.4\", {|HV6008:\"\"|}, Entry = \"rtas 0x2027 2/1\")]\n" + Newest));

    [Test]
    public void A_field_gets_its_exception_on_its_line() => Verify(
        AbiFixer.ExceptionKey,
        With("private uint _index;", "private ushort {|HV6003:_index|};"),
        With("    [Migrated]\n    private uint _index;", "    [AbiException(\"sample-2.4\", {|HV6008:\"\"|})]\n    [Migrated]\n    private ushort _index;"));

    [Test]
    public void All_entries_are_added_at_once() => FixTest.VerifyAll<AbiFixer>(
        AbiTestFiles(Released), AbiFixer.CompatKey,
        With(With(PageSizes, "[Property(\"pgsz\", {|HV6001:Default = 0x11000ul|}, Format"), "Default = Protection.Weak", "{|HV6001:Default = Protection.Strong|}"),
        With(
            With(With(PageSizes, "[Property(\"pgsz\", Default = 0x11000ul, Format"), "Default = Protection.Weak", "Default = Protection.Strong"),
            Newest,
            Newest + "\n[Compat<HostBridge>(nameof(HostBridge.PageSizeMask), 0x1211000)]\n[Compat<HostBridge>(nameof(HostBridge.Protection), Protection.Weak)]"));

    private static string Verify(string key, string before, string after) => FixTest.Verify<AbiFixer>(AbiTestFiles(Released), key, before, after);

    private static IReadOnlyList<Microsoft.CodeAnalysis.AdditionalText> AbiTestFiles(string released) => Hv.Generators.Tests.Abi.AbiTest.Freeze(released);
}
