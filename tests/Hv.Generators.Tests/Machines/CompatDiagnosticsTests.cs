using Hv.Generators.Pipeline;
using Hv.Generators.Tests.Infrastructure;
using static Hv.Generators.Tests.Machines.MachineSamples;

namespace Hv.Generators.Tests.Machines;

/// <summary>HV3005 to HV3011 and HV3015: compat entries.</summary>
public sealed class CompatDiagnosticsTests
{
    [Test]
    public void Entries_that_are_right()
    {
        Verify(
            Version("2.4"),
            Version("2.3", "Compat<HostBridge>(nameof(HostBridge.DynamicDmaWindows), false)", "Compat<SampleMachine>(nameof(SampleMachine.Irqs), 1024)"),
            Version("2.2", "Compat<HostBridge>(nameof(HostBridge.PageSizeMask), 0x11000)", "Compat<HostBridge>(nameof(HostBridge.TableLevels), 5)"),
            Version("2.1", "Compat<HostBridge>(nameof(HostBridge.Protection), Protection.Off)", "Compat<HostBridge>(nameof(HostBridge.Label), \"old\")"));
    }

    [TestCase("Undeclared", "; it has no [Device]")]
    [TestCase("OtherMachine", "; it is a machine of family 'other'")]
    [TestCase("Sample_2_4", "; write 'SampleMachine'")]
    [TestCase("Machine", "; write 'SampleMachine'")]
    [TestCase("HvObject", "")]
    public void HV3005_an_entry_for_something_that_is_no_device(string type, string hint)
    {
        var messages = Verify(Version("2.4"), Version("2.3", $$"""Compat<{|HV3005:{{type}}|}>("Flag", true)"""));

        Assert.That(messages, Is.EqualTo([$"'{type}' is neither a device type nor the machine class of family 'sample'{hint}"]));
    }

    [Test]
    public void HV3006_the_name_users_write_instead_of_the_property()
    {
        var messages = Verify(Version("2.3", """Compat<HostBridge>({|HV3006:"ddw"|}, false)"""));

        Assert.That(
            messages,
            Is.EqualTo(["'HostBridge' has no property 'ddw': that is the name users write; write nameof(HostBridge.DynamicDmaWindows)"]));
    }

    [TestCase("\"DynamicDmaWindow\"", "'HostBridge' has no property 'DynamicDmaWindow'. Did you mean 'DynamicDmaWindows'?")]
    [TestCase("\"Unheard\"", "'HostBridge' has no property 'Unheard'")]
    [TestCase("nameof(HostBridge.IsBusy)", "'HostBridge' has no property 'IsBusy' that users and compat entries can set: it has no [Property]")]
    [TestCase("nameof(SampleMachine.Irqs)", "'HostBridge' has no property 'Irqs'")]
    public void HV3006_an_unknown_property(string property, string message)
    {
        var messages = Verify(Version("2.3", $$"""Compat<HostBridge>({|HV3006:{{property}}|}, false)"""));

        Assert.That(messages, Is.EqualTo([message]));
    }

    [TestCase("""Compat<HostBridge>("ddw", false)""", "DynamicDmaWindows")]
    [TestCase("""Compat<HostBridge>("TableLevel", 1)""", "TableLevels")]
    [TestCase("""Compat<Sample_2_3>("Irqs", 1024)""", "SampleMachine")]
    public void HV3005_and_HV3006_hand_the_right_name_to_the_fixer(string attribute, string name)
    {
        var compilation = SampleCompilation.Create(Declarations, Source(Version("2.3", attribute)));

        Assert.That(AnalyzerTest.Analyze(compilation).Single().Properties[Diagnostics.FixKey], Is.EqualTo(name));
    }

    [TestCase("DynamicDmaWindows", "0", "'HostBridge.DynamicDmaWindows' cannot be 0, which is not a bool (true or false)")]
    [TestCase("DynamicDmaWindows", "\"off\"", "'HostBridge.DynamicDmaWindows' cannot be \"off\", which is not a bool (true or false)")]
    [TestCase("TableLevels", "256", "'HostBridge.TableLevels' cannot be 256, which is not a byte (0 to 255)")]
    [TestCase("TableLevels", "1.5", "'HostBridge.TableLevels' cannot be 1.5, which is not a byte (0 to 255)")]
    [TestCase("Label", "null", "'HostBridge.Label' cannot be null, which is not a string")]
    [TestCase("Protection", "1", "'HostBridge.Protection' cannot be 1, which is not a member of Protection (Off, Weak, Strong)")]
    public void HV3007_a_value_of_the_wrong_type(string property, string value, string message)
    {
        var messages = Verify(Version("2.3", $$"""Compat<HostBridge>(nameof(HostBridge.{{property}}), {|HV3007:{{value}}|})"""));

        Assert.That(messages, Is.EqualTo([message]));
    }

    [TestCase("TableLevels", "7", "'HostBridge.TableLevels' cannot be 7, which is above its maximum 5")]
    [TestCase("Protection", "(Protection)9", "'HostBridge.Protection' cannot be (Protection)9, which is not a member of Protection (Off, Weak, Strong)")]
    public void HV3008_a_value_out_of_range(string property, string value, string message)
    {
        var messages = Verify(Version("2.3", $$"""Compat<HostBridge>(nameof(HostBridge.{{property}}), {|HV3008:{{value}}|})"""));

        Assert.That(messages, Is.EqualTo([message]));
    }

    [Test]
    public void HV3009_the_default_again()
    {
        var messages = Verify(Version("2.3", "{|HV3009:Compat<HostBridge>(nameof(HostBridge.DynamicDmaWindows), true)|}"));

        Assert.That(
            messages, Is.EqualTo(["Entry 'HostBridge.DynamicDmaWindows = true' changes nothing in 'sample-2.3': that is the property's default"]));
    }

    [Test]
    public void HV3009_what_a_newer_version_says_already()
    {
        var messages = Verify(
            Version("2.4"),
            Version("2.3", "Compat<HostBridge>(nameof(HostBridge.PageSizeMask), 0x11000)"),
            Version("2.2"),
            Version("2.1", "{|HV3009:Compat<HostBridge>(nameof(HostBridge.PageSizeMask), 69632UL)|}"));

        Assert.That(
            messages, Is.EqualTo(["Entry 'HostBridge.PageSizeMask = 0x11000' changes nothing in 'sample-2.1': 'sample-2.3' sets that value already"]));
    }

    [Test]
    public void HV3009_back_to_the_default_changes_something()
    {
        Verify(
            Version("2.3", "Compat<HostBridge>(nameof(HostBridge.TableLevels), 1)"),
            Version("2.2", "Compat<HostBridge>(nameof(HostBridge.TableLevels), 0)"));
    }

    [Test]
    public void HV3009_what_a_newer_version_says_for_a_base_type()
    {
        var messages = Verify(
            Version("2.3", "Compat<BridgeBase>(nameof(BridgeBase.ExtendedConfiguration), false)"),
            Version("2.2", "{|HV3009:Compat<HostBridge>(nameof(HostBridge.ExtendedConfiguration), false)|}"));

        Assert.That(
            messages.Single(),
            Does.EndWith("changes nothing in 'sample-2.2': 'sample-2.3' sets that value already, for all 'BridgeBase'"));
    }

    [Test]
    public void HV3009_an_entry_for_a_base_type_that_sets_only_derived_types_back_changes_something()
    {
        // The base has the value already, but HostBridge does not.
        Verify(
            Version("2.3", "Compat<HostBridge>(nameof(HostBridge.ExtendedConfiguration), false)"),
            Version("2.2", "Compat<BridgeBase>(nameof(BridgeBase.ExtendedConfiguration), true)"));
    }

    [Test]
    public void HV3009_an_entry_that_a_later_one_for_a_base_type_overrides_in_the_same_version()
    {
        var messages = Verify(Version(
            "2.3",
            "{|HV3009:Compat<HostBridge>(nameof(HostBridge.ExtendedConfiguration), false)|}",
            "Compat<BridgeBase>(nameof(BridgeBase.ExtendedConfiguration), false)"));

        Assert.That(messages.Single(), Does.EndWith("in 'sample-2.3': the entry for 'BridgeBase' that follows sets it to false"));
    }

    [Test]
    public void HV3009_an_entry_for_a_base_type_whose_only_effect_a_later_one_overrides()
    {
        var messages = Verify(
            Version("2.4", "Compat<HostBridge>(nameof(HostBridge.ExtendedConfiguration), false)"),
            Version(
                "2.3",
                "{|HV3009:Compat<BridgeBase>(nameof(BridgeBase.ExtendedConfiguration), true)|}",
                "Compat<HostBridge>(nameof(HostBridge.ExtendedConfiguration), false)"));

        Assert.That(messages.Single(), Does.EndWith("changes nothing in 'sample-2.3': that is the property's default"));
    }

    [Test]
    public void HV3009_an_exception_after_an_entry_for_a_base_type_changes_something()
    {
        Verify(Version(
            "2.3",
            "Compat<BridgeBase>(nameof(BridgeBase.ExtendedConfiguration), false)",
            "Compat<HostBridge>(nameof(HostBridge.ExtendedConfiguration), true)"));
    }

    [Test]
    public void HV3009_an_older_entry_for_a_base_type_may_override_a_newer_one_for_a_derived_type()
    {
        Verify(
            Version("2.3", "Compat<HostBridge>(nameof(HostBridge.ExtendedConfiguration), false)"),
            Version("2.2", "Compat<BridgeBase>(nameof(BridgeBase.ExtendedConfiguration), true)"),
            Version("2.1", "Compat<HostBridge>(nameof(HostBridge.ExtendedConfiguration), false)"));
    }

    [Test]
    public void HV3009_a_side_branch_gives_nothing_to_older_versions_and_takes_from_its_base()
    {
        Verify(
            Version("2.3"),
            Version("2.3-branch", "Compat<HostBridge>(nameof(HostBridge.TableLevels), 1)"),
            Version("2.2", "Compat<HostBridge>(nameof(HostBridge.TableLevels), 1)"),
            Version("2.2-branch", "{|HV3009:Compat<HostBridge>(nameof(HostBridge.TableLevels), 1)|}"));
    }

    [Test]
    public void HV3009_a_value_of_the_machine()
    {
        var messages = Verify(Version("2.3", "{|HV3009:Compat<SampleMachine>(nameof(SampleMachine.Protection), Protection.Strong)|}"));

        Assert.That(messages.Single(), Does.StartWith("Entry 'SampleMachine.Protection = Protection.Strong' changes nothing"));
    }

    [Test]
    public void HV3010_the_same_property_twice_in_a_version()
    {
        var messages = Verify(Version(
            "2.3",
            "Compat<HostBridge>(nameof(HostBridge.TableLevels), 1)",
            "{|HV3010:Compat<HostBridge>(nameof(HostBridge.TableLevels), 2)|}"));

        Assert.That(messages, Is.EqualTo(["'sample-2.3' already sets 'HostBridge.TableLevels', to 1"]));
    }

    [Test]
    public void HV3010_the_same_property_of_two_types_is_right()
    {
        Verify(Version(
            "2.3",
            "Compat<HostBridge>(nameof(HostBridge.ExtendedConfiguration), false)",
            "Compat<OtherBridge>(nameof(OtherBridge.ExtendedConfiguration), false)"));
    }

    [Test]
    public void HV3011_an_entry_for_a_base_type_of_no_device()
    {
        var messages = Verify(Version("2.3", "Compat<{|HV3011:LonelyBase|}>(nameof(LonelyBase.Flag), true)"));

        Assert.That(
            messages, Is.EqualTo(["No device derives from 'LonelyBase', here or in a referenced assembly: the entry for 'LonelyBase.Flag' reaches nothing"]));
    }

    [Test]
    public void HV3011_a_device_of_a_referenced_assembly_is_reached()
    {
        var library = SampleCompilation.CreateNamed("Library", [], """
            namespace Library;

            /// <summary>A base.</summary>
            [Device("far-base")]
            public abstract partial class FarBase : Device
            {
                /// <summary>A switch.</summary>
                [Property("flag")]
                public partial bool Flag { get; set; }
            }

            /// <summary>A device.</summary>
            [Device("far-device")]
            public sealed partial class FarDevice : FarBase;
            """).WithGeneratedCode();

        AnalyzerTest.Verify(
            "Sample", [library.ToMetadataReference()], Declarations,
            Source(Version("2.3", "Compat<Library.FarBase>(nameof(Library.FarBase.Flag), true)")));
    }

    [Test]
    public void HV3015_an_entry_on_a_class_that_is_no_version()
    {
        var messages = Verify("[{|HV3015:Compat<HostBridge>(nameof(HostBridge.TableLevels), 1)|}] public abstract partial class Between : SampleMachine;");

        Assert.That(messages, Is.EqualTo(["'Between' has a compat entry but is no machine version: nothing applies it"]));
    }

    [Test]
    public void The_type_is_found_however_the_attribute_is_written()
    {
        Verify(
            Version("2.3", "Hv.Runtime.Declarations.CompatAttribute<{|HV3011:Sample.LonelyBase|}>(\"Flag\", true)"),
            Version("2.2", "global::Hv.Runtime.Declarations.Compat<{|HV3005:Undeclared|}>(\"Flag\", false)"));
    }

    private static IReadOnlyList<string> Verify(params IEnumerable<string> sources) =>
        AnalyzerTest.Verify([Declarations, .. sources.Select(Source)]);
}
