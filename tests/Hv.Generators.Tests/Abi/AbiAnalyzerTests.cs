using Hv.Generators.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using static Hv.Generators.Tests.Abi.AbiSamples;

namespace Hv.Generators.Tests.Abi;

/// <summary>HV6001 to HV6011: what each says, and where.</summary>
public sealed class AbiAnalyzerTests
{
    [Test]
    public void What_is_as_it_was_reports_nothing() => Assert.That(AbiTest.Verify(Released, Released), Is.Empty);

    [Test]
    public void Another_default_is_told_with_all_versions_that_it_changes_and_where_it_stops() =>
        Assert.That(
            AbiTest.Verify(Released, With("[Property(\"pgsz\", Default = 0x1211000ul, Format", "[Property(\"pgsz\", {|HV6001:Default = 0x11000ul|}, Format")),
            Is.EqualTo(["'sample-2.2' to 'sample-2.4' (3 released versions) have host-bridge.pgsz = 0x1211000; this change makes it 0x11000"]));

    [Test]
    public void Another_default_below_which_an_entry_stands_names_the_version_of_the_entry() =>
        Assert.That(
            AbiTest.Verify(
                Released,
                With(
                    With("[Property(\"ddw\", Default = true)]", "[Property(\"ddw\", {|HV6001:Default = false|})]"),
                    "[Compat<HostBridge>(nameof(HostBridge.DynamicDmaWindows), false)]",
                    "[{|HV3009:Compat<HostBridge>(nameof(HostBridge.DynamicDmaWindows), false)|}]")),
            Does.Contain("'sample-2.4' (released) has host-bridge.ddw = on; this change makes it off; 'sample-2.3' and older keep off"));

    [Test]
    public void A_default_that_is_no_longer_written_is_told_at_the_attribute() =>
        AbiTest.Verify(Released, With("[Property(\"protection\", Default = Protection.Weak)]", "[{|HV6001:Property(\"protection\")|}]"));

    [Test]
    public void Another_value_of_an_entry_is_told_at_the_entry() =>
        Assert.That(
            AbiTest.Verify(
                Released,
                With(
                    "[Compat<HostBridge>(nameof(HostBridge.DynamicDmaWindows), false)]",
                    "[Compat<HostBridge>(nameof(HostBridge.DynamicDmaWindows), false)]\n[{|HV6001:Compat<HostBridge>(nameof(HostBridge.PageSizeMask), 0x1000ul)|}]")),
            Is.EqualTo(["'sample-2.2' to 'sample-2.3' (2 released versions) have host-bridge.pgsz = 0x1211000; this change makes it 0x1000"]));

    [Test]
    public void An_entry_that_is_gone_is_told_at_its_version() =>
        Assert.That(
            AbiTest.Verify(
                Released,
                With(
                    With("[Compat<HostBridge>(nameof(HostBridge.DynamicDmaWindows), false)]", ""),
                    "[MachineVersion(\"sample\", 2, 3)]", "[{|HV6001:MachineVersion(\"sample\", 2, 3)|}]")),
            Is.EqualTo(["'sample-2.2' to 'sample-2.3' (2 released versions) have host-bridge.ddw = off; this change makes it on"]));

    /// <summary>Only the oldest has the entry, and so nothing older keeps anything.</summary>
    [Test]
    public void The_value_that_a_type_has_from_another_is_told_for_that_type() =>
        Assert.That(
            AbiTest.Verify(
                Released,
                With("[Compat<HostBridge>(nameof(HostBridge.ExtendedConfiguration), false)]", "[{|HV6001:Compat<Bridge>(nameof(Bridge.ExtendedConfiguration), false)|}]")),
            Is.EqualTo(["'sample-2.2' (released) has bridge.extended-config = on; this change makes it off"]));

    [Test]
    public void A_version_that_has_no_text_is_free()
    {
        var frozen = AbiTest.Freeze(Released).Where(file => !file.Path.Contains("2.4", StringComparison.Ordinal)).ToList();
        AbiTest.Verify(frozen, With(
            With("[Property(\"ddw\", Default = true)]", "[Property(\"ddw\", Default = false)]"),
            "[Compat<HostBridge>(nameof(HostBridge.DynamicDmaWindows), false)]", ""));
    }

    [Test]
    public void Without_any_text_all_is_free() => AnalyzerTest.Verify(With("Default = 4096u", "Default = 8192u"));

    [Test]
    public void A_new_version_above_the_newest_text_takes_the_new_default() =>
        AbiTest.Verify(
            Released,
            With(
                With("[Property(\"pgsz\", Default = 0x1211000ul, Format", "[Property(\"pgsz\", Default = 0x11000ul, Format"),
                "[MachineVersion(\"sample\", 2, 4)]",
                """
                [MachineVersion("sample", 2, 5)]
                public sealed partial class Sample_2_5 : SampleMachine;
                [MachineVersion("sample", 2, 4)]
                [Compat<HostBridge>(nameof(HostBridge.PageSizeMask), 0x1211000ul)]
                """));

    [Test]
    public void An_entry_in_an_unreleased_version_that_reaches_released_ones_is_told_at_the_entry() =>
        AbiTest.Verify(
            Released,
            With(
                "[MachineVersion(\"sample\", 2, 4)]",
                """
                [MachineVersion("sample", 2, 5)]
                [{|HV6001:Compat<HostBridge>(nameof(HostBridge.PageSizeMask), 0x1000ul)|}]
                public sealed partial class Sample_2_5 : SampleMachine;
                [MachineVersion("sample", 2, 4)]
                """));

    [Test]
    public void A_call_of_another_name_is_told_at_its_attribute() =>
        Assert.That(
            AbiTest.Verify(Released, With("[RtasCall(0x2026, \"query-window\")]", "[{|HV6002:RtasCall(0x2026, \"query-windows\")|}]")),
            Is.EqualTo(["'sample-2.2' to 'sample-2.4' (3 released versions) have RTAS call 0x2026 3/2 = query-window device phb:2 -> status windows; "
                + "this change makes it query-windows device phb:2 -> status windows"]));

    [Test]
    public void A_call_with_more_words_is_told_once() =>
        Assert.That(
            AbiTest.Verify(
                Released,
                With(
                    With("[RtasCall(0x2026, \"query-window\")]", "[{|HV6002:RtasCall(0x2026, \"query-window\")|}]"),
                    "out uint windows) { windows = 0;", "out ulong windows) { windows = 0;")),
            Is.EqualTo(["'sample-2.2' to 'sample-2.4' (3 released versions) have RTAS call 0x2026 3/2 = query-window device phb:2 -> status windows; "
                + "this change makes it 0x2026 3/3 = query-window device phb:2 -> status windows:2"]));

    [Test]
    public void A_call_of_another_token_is_told_once() =>
        AbiTest.Verify(Released, With("[RtasCall(0x2026, \"query-window\")]", "[{|HV6002:RtasCall(0x2028, \"query-window\")|}]"));

    [Test]
    public void Arguments_that_change_places_are_told() =>
        AbiTest.Verify(
            Released,
            With(
                With("[RtasCall(0x2027, \"create-window\", When = nameof(IsReady))]", "[{|HV6002:RtasCall(0x2027, \"create-window\", When = nameof(IsReady))|}]"),
                "Create(uint pageShift, uint windowShift)", "Create(uint windowShift, uint pageShift)"));

    [Test]
    public void An_argument_of_another_name_is_the_same_argument() =>
        AbiTest.Verify(Released, With("Create(uint pageShift, uint windowShift)", "Create(uint shift, uint windowShift)"));

    [Test]
    public void A_call_that_is_gone_is_told_at_the_newest_version_that_has_it() =>
        Assert.That(
            AbiTest.Verify(
                Released,
                With(
                    With("[RtasCall(0x2027, \"create-window\", When = nameof(IsReady))]", ""),
                    "[MachineVersion(\"sample\", 2, 4)]", "[{|HV6002:MachineVersion(\"sample\", 2, 4)|}]")),
            Is.EqualTo(["'sample-2.2' to 'sample-2.4' (3 released versions) have RTAS call 0x2027 2/1 = create-window pageShift windowShift -> status; where offered, which is gone"]));

    [Test]
    public void A_new_call_is_told_at_its_attribute() =>
        Assert.That(
            AbiTest.Verify(
                Released,
                With(
                    "[RtasCall(0x2030,",
                    "[{|HV6002:RtasCall(0x2031, \"get-clock\")|}]\nprivate RtasStatus GetClock() => RtasStatus.Success;\n[RtasCall(0x2030,")),
            Is.EqualTo(["'sample-2.2' to 'sample-2.4' (3 released versions) do not have RTAS call 0x2031 0/1 = get-clock -> status; "
                + "a guest of a released version would find it: let its When name a property of the machine that a compat entry switches off"]));

    [Test]
    public void A_new_call_that_released_versions_have_switched_off_is_none_of_theirs() =>
        AbiTest.Verify(
            Released,
            With(
                With(
                    With(
                        "[RtasCall(0x2030,",
                        "[RtasCall(0x2031, \"get-clock\", When = nameof(SampleMachine.HasNewCalls))]\nprivate RtasStatus GetClock() => RtasStatus.Success;\n[RtasCall(0x2030,"),
                    "public partial bool HasClockCalls { get; }",
                    "public partial bool HasClockCalls { get; }\n[Property(\"new-calls\", Default = true)] public partial bool HasNewCalls { get; }"),
                "[MachineVersion(\"sample\", 2, 4)]",
                "[MachineVersion(\"sample\", 2, 4)]\n[Compat<SampleMachine>(nameof(SampleMachine.HasNewCalls), false)]"));

    [Test]
    public void A_hypercall_of_other_registers_is_told_at_its_attribute() =>
        AbiTest.Verify(
            Released,
            With(
                With("[Hypercall(0x20, \"H_PUT_TCE\")]", "[{|HV6002:Hypercall(0x20, \"H_PUT_TCE\")|}]"),
                "Liobn liobn, ulong ioba, out", "Liobn liobn, uint ioba, out"));

    [TestCase("\"sample,bridge\"", "\"sample,host-bridge\"", "'sample-2.2' to 'sample-2.4' (3 released versions) have '/pci@ compatible' = \"sample,bridge\"; this change makes it \"sample,host-bridge\"")]
    public void Another_identity_is_told_at_the_constant(string old, string now, string message) =>
        Assert.That(
            AbiTest.Verify(Released, With(With(old, now), "const string Compatible", "const string {|HV6004:Compatible|}")), Is.EqualTo([message]));

    [Test]
    public void An_identity_that_is_gone_and_one_that_is_new_are_told() =>
        AbiTest.Verify(
            Released,
            With(
                With(
                    With("[GuestIdentity(\"/pci@ compatible\")]", ""),
                    "    [Migrated]\n    private uint _index;", "    [GuestIdentity(\"/pci@ name\")]\n    private const string {|HV6004:Name|} = \"pci\";\n\n    [Migrated]\n    private uint _index;"),
                "[MachineVersion(\"sample\", 2, 4)]", "[{|HV6004:MachineVersion(\"sample\", 2, 4)|}]"));

    [Test]
    public void A_place_that_is_named_anew_is_told_once() =>
        Assert.That(
            AbiTest.Verify(Released, With(With("\"/pci@ compatible\"", "\"/pci compatible\""), "const string Compatible", "const string {|HV6004:Compatible|}")),
            Is.EqualTo(["'sample-2.2' to 'sample-2.4' (3 released versions) have '/pci@ compatible' = \"sample,bridge\", which is declared as '/pci compatible' now: write the place as it was"]));

    [Test]
    public void A_property_of_another_name_is_told_once() =>
        Assert.That(
            AbiTest.Verify(Released, With("[Property(\"pgsz\", Default", "[{|HV6005:Property(\"page-sizes\", Default").Replace("PropertyFormat.Hexadecimal)]", "PropertyFormat.Hexadecimal)|}]", StringComparison.Ordinal)),
            Is.EqualTo(["'sample-2.2' to 'sample-2.4' (3 released versions) have property 'pgsz' of 'host-bridge', which is 'page-sizes' now: a released name stays"]));

    [Test]
    public void A_property_that_is_gone_is_told_at_its_class() =>
        Assert.That(
            AbiTest.Verify(
                Released,
                With(
                    With("[Property(\"pgsz\", Default = 0x1211000ul, Format = PropertyFormat.Hexadecimal)]\n    public partial ulong PageSizeMask { get; set; }", ""),
                    "public partial class HostBridge", "public partial class {|HV6005:HostBridge|}")),
            Is.EqualTo(["'sample-2.2' to 'sample-2.4' (3 released versions) have property 'pgsz' of 'host-bridge', which is gone"]));

    [Test]
    public void A_device_type_that_is_gone_is_told_at_the_newest_version() =>
        AbiTest.Verify(
            And("[Device(\"lamp\")] public sealed partial class Lamp : Device;"),
            With("[MachineVersion(\"sample\", 2, 4)]", "[{|HV6005:MachineVersion(\"sample\", 2, 4)|}]"));

    [Test]
    public void A_new_property_that_changes_something_is_told() =>
        Assert.That(
            AbiTest.Verify(
                Released,
                With("public partial ulong PageSizeMask { get; set; }", "public partial ulong PageSizeMask { get; set; }\n[{|HV6005:Property(\"acs\", Default = true)|}] public partial bool Acs { get; set; }")),
            Is.EqualTo(["'sample-2.2' to 'sample-2.4' (3 released versions) do not have property 'acs' of 'host-bridge'; this change adds it with on: "
                + "a compat entry says what it is there, or its default changes nothing (off, 0, empty)"]));

    [TestCase("[Property(\"acs\")] public partial bool Acs { get; set; }", "")]
    [TestCase("[Property(\"acs\", Default = true)] public partial bool Acs { get; set; }", "[Compat<HostBridge>(nameof(HostBridge.Acs), false)]")]
    [TestCase("[Property(\"size\", Default = 4)] public partial byte Size { get; set; }", "[Compat<HostBridge>(nameof(HostBridge.Size), 2)]")]
    [TestCase("[Property(\"name\")] public partial string Name { get; set; }", "")]
    [TestCase("[Property(\"guard\")] public partial Protection Guard { get; set; }", "")]
    public void A_new_property_that_changes_nothing_for_released_versions_is_free(string property, string entry) =>
        AbiTest.Verify(
            Released,
            With(
                With("public partial ulong PageSizeMask { get; set; }", "public partial ulong PageSizeMask { get; set; }\n" + property),
                "[MachineVersion(\"sample\", 2, 4)]", "[MachineVersion(\"sample\", 2, 4)]\n" + entry));

    [Test]
    public void A_new_type_of_devices_is_free() =>
        AbiTest.Verify(
            Released,
            And("""
                [Device("lamp")]
                [VmState("lamp")]
                public sealed partial class Lamp : Device
                {
                    [Migrated] private uint _brightness;
                    [Property("color", Default = 7u)] public partial uint Color { get; set; }
                    public void Dim() => _brightness = 0;
                }
                """));

    [Test]
    public void A_property_that_moves_to_a_base_class_is_the_same_for_those_that_had_it() =>
        AbiTest.Verify(
            Released,
            With(
                With("[Property(\"pgsz\", Default = 0x1211000ul, Format = PropertyFormat.Hexadecimal)]\n    public partial ulong PageSizeMask { get; set; }", ""),
                "public partial bool ExtendedConfiguration { get; set; }",
                "public partial bool ExtendedConfiguration { get; set; }\n[Property(\"pgsz\", Default = 0x1211000ul)] public partial ulong PageSizeMask { get; set; }"));

    [Test]
    public void A_property_that_moves_to_a_base_class_is_new_for_those_that_had_none()
    {
        const string Other = "[Device(\"other-bridge\")] public partial class OtherBridge : Bridge;";
        AbiTest.Verify(
            And(Other),
            With(
                With(
                    And(Other), "[Property(\"pgsz\", Default = 0x1211000ul, Format = PropertyFormat.Hexadecimal)]\n    public partial ulong PageSizeMask { get; set; }", ""),
                "public partial bool ExtendedConfiguration { get; set; }",
                "public partial bool ExtendedConfiguration { get; set; }\n[{|HV6005:Property(\"pgsz\", Default = 0x1211000ul)|}] public partial ulong PageSizeMask { get; set; }"));
    }

    /// <summary>The entry keeps the old value, but not for the newest released version.</summary>
    [Test]
    public void An_entry_under_the_wrong_version_is_told_at_the_entry() =>
        Assert.That(
            AbiTest.Verify(
                Released,
                With(
                    With("[Property(\"pgsz\", Default = 0x1211000ul, Format", "[Property(\"pgsz\", Default = 0x11000ul, Format"),
                    "[MachineVersion(\"sample\", 2, 3)]", "[MachineVersion(\"sample\", 2, 3)]\n[{|HV6006:Compat<HostBridge>(nameof(HostBridge.PageSizeMask), 0x1211000ul)|}]")),
            Is.EqualTo(["The entry keeps host-bridge.pgsz = 0x1211000 in 'sample-2.3' and older, but 'sample-2.4' (released) has that value too, "
                + "and this change makes it 0x11000: the entry belongs to 'sample-2.4'"]));

    [TestCase("sample-2.4.abi", "abi format = 1\nabi machine = sample-2.4\nnonsense\n", 2, "'sample-2.4.abi' is not the guest ABI of a machine version: line 3: 'nonsense' is no entry; one reads KIND KEY = VALUE")]
    [TestCase("sample-2.4.abi", "abi format = 1\nabi machine = sample-2.5\n", 0, "'sample-2.4.abi' is of 'sample-2.5': the name of the file is that of the version")]
    [TestCase("sample-2.5.abi", "abi format = 1\nabi machine = sample-2.5\n", 0, "'sample-2.5' was released, and there is no such machine version (the nearest is 'sample-2.2'): a released version stays")]
    public void A_text_that_cannot_be_compared_is_told_in_the_text(string name, string text, int line, string message)
    {
        var found = AnalyzerTest.Analyze(SampleCompilation.Create(Released), new SampleText("Abi/" + name, text))
            .Where(diagnostic => diagnostic.Location.Kind == LocationKind.ExternalFile).Single();
        Assert.That(found.Id, Is.EqualTo("HV6007"));
        Assert.That(found.Location.GetLineSpan().Path, Is.EqualTo("Abi/" + name));
        Assert.That(found.Location.GetLineSpan().StartLinePosition.Line, Is.EqualTo(line));
        Assert.That(found.GetMessage(), Is.EqualTo(message));
    }

    [Test]
    public void A_version_older_than_a_frozen_one_has_a_text()
    {
        var frozen = AbiTest.Freeze(Released).Where(file => !file.Path.Contains("2.3", StringComparison.Ordinal)).ToList();
        Assert.That(
            AbiTest.Verify(frozen, With("[MachineVersion(\"sample\", 2, 3)]", "[{|HV6007:MachineVersion(\"sample\", 2, 3)|}]")),
            Is.EqualTo(["'sample-2.3' has no frozen text, but 'sample-2.4', which is newer, has: run 'hv abi freeze sample-2.3'"]));
    }

    [Test]
    public void An_identity_is_a_constant() =>
        AnalyzerTest.Verify("""
            public static class Tree
            {
                [{|HV6011:GuestIdentity("/ model")|}] public static readonly string Model = Environment.MachineName;
                [GuestIdentity("/ name")] public const string Name = "sample";
            }
            """);
}
