using Hv.Generators.Tests.Infrastructure;
using Hv.Runtime.Objects;
using static Hv.Generators.Tests.Machines.MachineSamples;

namespace Hv.Generators.Tests.Machines;

/// <summary>
/// The ways in which compat tables broke in the field, each as its class of bug. What a comment cites are commits of QEMU that
/// repaired one.
/// </summary>
public sealed class FieldBreakageTests
{
    /// <summary>97e50dd013, fa118d1f8b, 1e29a009e3: a hyphen, a letter, a word wrong in the name; the row did nothing for releases.</summary>
    [TestCase("dynamic-dma-windows")]
    [TestCase("DynamicDmaWindow")]
    [TestCase("ddw")]
    public void Misspelt_entries_silently_ignored(string property)
    {
        Verify(Version("2.4"), Version("2.3", $$"""Compat<HostBridge>({|HV3006:"{{property}}"|}, false)"""));
    }

    /// <summary>442bac16a6, 7298d4fd51: the row names another device than the one that has the property.</summary>
    [Test]
    public void Entries_aimed_at_the_wrong_device_silently_ignored()
    {
        Verify(Version("2.4"), Version("2.3", "Compat<OtherBridge>({|HV3006:nameof(HostBridge.DynamicDmaWindows)|}, false)"));
    }

    /// <summary>7298d4fd51: a row for a type of which there is no device.</summary>
    [Test]
    public void Entries_for_a_type_without_devices_silently_ignored()
    {
        Verify(Version("2.4"), Version("2.3", "Compat<{|HV3011:LonelyBase|}>(nameof(LonelyBase.Flag), true)"));
    }

    /// <summary>0bcba41fe3: a row for an abstract type beat the user's -global for the device.</summary>
    [Test]
    public void Entries_for_abstract_types_beat_the_user()
    {
        var machine = MachineLoader.LoadFamily(
            Declarations, Source(Version("2.3", "Compat<BridgeBase>(nameof(BridgeBase.ExtendedConfiguration), false)"))).Newest.Create();
        machine.Options = machine.Options with { Globals = [new("host-bridge", "extended-config", "on")] };

        Assert.That(Text(machine.CreateDevice(BridgeOf(machine)), "extended-config"), Is.EqualTo("on"));
    }

    /// <summary>1a3ec8c156: devices that the machine's own constructor makes were made before the table was in place.</summary>
    [Test]
    public void Onboard_devices_made_before_the_table_applies()
    {
        var machine = MachineLoader.LoadFamily(
            Declarations,
            Source("""
                [MachineVersion("sample", 2, 3)]
                [Compat<HostBridge>(nameof(HostBridge.DynamicDmaWindows), false)]
                public sealed partial class Sample_2_3 : SampleMachine
                {
                    public Sample_2_3() => CreateDevice<HostBridge>("onboard");
                }
                """)).Newest.Create();

        Assert.That(Text(machine.Devices.Single(), "ddw"), Is.EqualTo("off"));
    }

    /// <summary>1c81003acc, 48cb7f3c15, 672de881e9: a version took the table of another than the next newer one, and lost rows.</summary>
    [Test]
    public void Versions_that_forget_the_rows_of_a_newer_version()
    {
        var rows = Enumerable.Range(1, 5).Select(level => Version($"2.{9 - level}", $"Compat<HostBridge>(nameof(HostBridge.TableLevels), {level})"));
        var family = MachineLoader.LoadFamily([Declarations, .. rows.Select(Source).Reverse()]);

        Assert.That(family.Versions.Select(version => version.Compat.Rows.Count), Is.EqualTo([1, 2, 3, 4, 5]));
        Assert.That(
            family.Versions.Zip(family.Versions.Skip(1)),
            Has.All.Matches<(Hv.Runtime.Machines.MachineVersion Newer, Hv.Runtime.Machines.MachineVersion Older)>(
                pair => pair.Older.Compat.Rows.Take(pair.Newer.Compat.Rows.Count).SequenceEqual(pair.Newer.Compat.Rows)));
    }

    /// <summary>bacc344c54: a version's own rows replaced those of the newer ones instead of following them.</summary>
    [Test]
    public void Rows_that_overwrite_the_table_instead_of_extending_it()
    {
        var family = MachineLoader.LoadFamily(
            Declarations,
            Source(Version("2.3", "Compat<HostBridge>(nameof(HostBridge.DynamicDmaWindows), false)")),
            Source(Version("2.2", "Compat<HostBridge>(nameof(HostBridge.TableLevels), 2)")));
        var machine = family.GetVersion("sample-2.2").Create();
        var bridge = machine.CreateDevice(BridgeOf(machine));

        Assert.That((Text(bridge, "ddw"), Text(bridge, "levels")), Is.EqualTo(("off", "2")));
    }

    /// <summary>A version left out of the chain: what stands below it would build on the wrong one.</summary>
    [Test]
    public void Versions_left_out_of_the_chain()
    {
        Verify("""[{|HV3001:MachineVersion("sample", 2, 5)|}] public sealed partial class Newer : SampleMachine;""", Version("2.3"));
    }

    /// <summary>abc62c89f3, eb3cba8272: a row under the wrong version, where a newer one says the same already or should.</summary>
    [Test]
    public void Entries_under_the_wrong_version_that_repeat_a_newer_one()
    {
        Verify(
            Version("2.4", "Compat<HostBridge>(nameof(HostBridge.DynamicDmaWindows), false)"),
            Version("2.3", "{|HV3009:Compat<HostBridge>(nameof(HostBridge.DynamicDmaWindows), false)|}"));
    }

    /// <summary>80fd50f96b, ff14e817f6, 09b5e30da5: one architecture forgot what the other had; two families share a device's rows or say so.</summary>
    [Test]
    public void Entries_for_the_machine_of_another_family_silently_ignored()
    {
        Verify(Version("2.4"), Version("2.3", "Compat<{|HV3005:OtherMachine|}>(\"Irqs\", 1)"));
    }

    private static void Verify(params IEnumerable<string> sources) => AnalyzerTest.Verify([Declarations, .. sources.Select(Source)]);

    private static ObjectType BridgeOf(HvObject machine) =>
        (ObjectType)machine.GetType().Assembly.GetType("Sample.HostBridge")!.GetProperty("ObjectType")!.GetValue(null)!;

    private static string Text(HvObject target, string name) => target.Type.GetProperty(name).GetText(target);
}
