using Hv.Generators.Tests.Infrastructure;
using Hv.Runtime.Machines;
using Hv.Runtime.Objects;
using static Hv.Generators.Tests.Machines.MachineSamples;

namespace Hv.Generators.Tests.Machines;

/// <summary>What generated versions do: which value an object gets, from whom.</summary>
public sealed class MachineBehaviourTests
{
    private const string Rows = """
        namespace Sample;

        /// <summary>The newest.</summary>
        [MachineVersion("sample", 3, 0)]
        public sealed partial class Sample_3_0 : SampleMachine;

        [MachineVersion("sample", 2, 10)]
        [Compat<HostBridge>(nameof(HostBridge.TableLevels), 1)]
        [Compat<HostBridge>(nameof(HostBridge.ExtendedConfiguration), false)]
        public sealed partial class Sample_2_10 : SampleMachine;

        [MachineVersion("sample", 2, 9, IsDefault = true)]
        [Compat<HostBridge>(nameof(HostBridge.TableLevels), 2)]
        [Compat<SampleMachine>(nameof(SampleMachine.Irqs), 1024)]
        [Compat<SampleMachine>(nameof(SampleMachine.Protection), Protection.Weak)]
        public sealed partial class Sample_2_9 : SampleMachine;

        [MachineVersion("sample", 2, 9, Suffix = "branch")]
        [Compat<SampleMachine>(nameof(SampleMachine.Irqs), 2048)]
        [Compat<HostBridge>(nameof(HostBridge.TableLevels), 5)]
        public sealed partial class Sample_2_9_Branch : SampleMachine;

        [MachineVersion("sample", 2, 8)]
        [Compat<BridgeBase>(nameof(BridgeBase.ExtendedConfiguration), true)]
        public sealed partial class Sample_2_8 : SampleMachine
        {
            public static HvObject MakeWithNew() => new Sample_2_8();
        }

        [MachineVersion("sample", 2, 7)]
        [Compat<BridgeBase>(nameof(BridgeBase.ExtendedConfiguration), false)]
        [Compat<HostBridge>(nameof(HostBridge.ExtendedConfiguration), true)]
        public sealed partial class Sample_2_7 : SampleMachine;
        """;

    private static readonly Lazy<MachineFamily> Shared = new(() => MachineLoader.LoadFamily(Declarations, Rows));

    private static MachineFamily Family => Shared.Value;

    [Test]
    public void Versions_are_sorted_by_number_newest_first_and_a_side_branch_follows_its_base()
    {
        Assert.That(
            Family.Versions.Select(version => version.Name),
            Is.EqualTo(["sample-3.0", "sample-2.10", "sample-2.9", "sample-2.9-branch", "sample-2.8", "sample-2.7"]));
    }

    [Test]
    public void The_family_name_is_an_alias_of_the_newest_and_the_default_is_the_declared_one()
    {
        Assert.That(Family.GetVersion("sample").Name, Is.EqualTo("sample-3.0"));
        Assert.That(Family.Default.Name, Is.EqualTo("sample-2.9"));
        Assert.That(Family.GetVersion("sample-2.9-branch").Suffix, Is.EqualTo("branch"));
        Assert.That(() => Family.GetVersion("sample-2.9-brunch"), Throws.ArgumentException.With.Message.Contains("'sample-2.9-branch'"));
    }

    [Test]
    public void The_newest_is_the_default_when_none_is_declared()
    {
        Assert.That(MachineLoader.LoadFamily(Declarations, Source(Version("2.1")), Source(Version("2.2"))).Default.Name, Is.EqualTo("sample-2.2"));
    }

    [Test]
    public void The_summary_is_the_class_documentation_or_the_family_summary()
    {
        Assert.That(Family.GetVersion("sample-3.0").Summary, Is.EqualTo("The newest."));
        Assert.That(Family.GetVersion("sample-2.9").Summary, Is.EqualTo("A sample machine."));
    }

    [TestCase("sample-3.0", "0")]
    [TestCase("sample-2.10", "1")]
    [TestCase("sample-2.9", "2")]
    [TestCase("sample-2.9-branch", "5")]
    [TestCase("sample-2.8", "2")]
    [TestCase("sample-2.7", "2")]
    public void The_row_of_the_older_version_wins_and_a_side_branch_gives_nothing_on(string version, string levels)
    {
        Assert.That(Property(Bridge(version), "levels"), Is.EqualTo(levels));
    }

    [TestCase("sample-3.0", "on", "on")]
    [TestCase("sample-2.10", "off", "on")]
    [TestCase("sample-2.8", "on", "on")]
    [TestCase("sample-2.7", "on", "off")]
    public void A_row_for_a_base_type_applies_to_derived_types_and_order_decides_not_the_nearer_type(string version, string host, string other)
    {
        var machine = Create(version);

        Assert.That(Property(machine.CreateDevice(TypeOf("HostBridge")), "extended-config"), Is.EqualTo(host));
        Assert.That(Property(machine.CreateDevice(TypeOf("OtherBridge")), "extended-config"), Is.EqualTo(other));
    }

    [TestCase("sample-3.0", "4096", "strong")]
    [TestCase("sample-2.9", "1024", "weak")]
    [TestCase("sample-2.9-branch", "2048", "weak")]
    [TestCase("sample-2.8", "1024", "weak")]
    public void A_machine_has_the_values_of_its_version(string version, string irqs, string protection)
    {
        var machine = Create(version);

        Assert.That((Property(machine, "irqs"), Property(machine, "cap-protection")), Is.EqualTo((irqs, protection)));
        Assert.That(machine.Version, Is.SameAs(Family.GetVersion(version)));
        Assert.That(machine.Type, Is.SameAs(Family.Type));
    }

    [Test]
    public void A_machine_made_with_new_has_the_values_of_its_version()
    {
        var make = Family.GetVersion("sample-2.8").Create().GetType().GetMethod("MakeWithNew")!;

        Assert.That(Property((HvObject)make.Invoke(null, null)!, "irqs"), Is.EqualTo("1024"));
    }

    [Test]
    public void The_user_beats_the_version_and_a_device_option_beats_a_global()
    {
        var machine = Create("sample-2.9");
        machine.Options = machine.Options with { Globals = [new GlobalProperty("host-bridge", "levels", "3")] };

        Assert.That(Property(machine.CreateDevice(TypeOf("HostBridge")), "levels"), Is.EqualTo("3"));
        Assert.That(Property(machine.CreateDevice(TypeOf("HostBridge"), "phb", ("levels", "4")), "levels"), Is.EqualTo("4"));
        Assert.That(Property(Bridge("sample-2.9", ("levels", "0")), "levels"), Is.EqualTo("0"), "the user may ask for the newest's default");
    }

    [Test]
    public void The_user_sets_machine_properties_over_the_version_but_not_values_of_the_version()
    {
        var machine = Create("sample-2.9");
        machine.Type.GetProperty("cap-protection").SetText(machine, "off");

        Assert.That(Property(machine, "cap-protection"), Is.EqualTo("off"));
        Assert.That(() => machine.Type.GetProperty("irqs").SetText(machine, "1"), Throws.TypeOf<PropertyException>());
    }

    [Test]
    public void A_table_holds_the_rows_of_newer_versions_first_and_knows_its_own()
    {
        var compat = Family.GetVersion("sample-2.9").Compat;

        Assert.That(
            compat.Rows.Select(row => row.ToString()),
            Is.EqualTo(
            [
                "sample-2.10: host-bridge.levels = 1",
                "sample-2.10: host-bridge.extended-config = off",
                "sample-2.9: host-bridge.levels = 2",
                "sample-2.9: sample-machine.irqs = 1024",
                "sample-2.9: sample-machine.cap-protection = weak",
            ]));
        Assert.That(compat.Own.Select(row => row.Version).Distinct(), Is.EqualTo(["sample-2.9"]));
        Assert.That(Family.GetVersion("sample-3.0").Compat.Rows, Is.Empty);
        Assert.That(
            compat.Find(TypeOf("HostBridge"), TypeOf("HostBridge").GetProperty("levels"))!.Version, Is.EqualTo("sample-2.9"), "the deciding row");
    }

    [Test]
    public void Any_version_may_be_the_first_that_is_used()
    {
        // Static initializers run in the order of first use; each must find what it builds on.
        foreach (var name in Family.Versions.Select(version => version.Name))
        {
            var assembly = GeneratorTest.Run(Declarations, Rows).Load();
            var type = assembly.GetType("Sample." + ClassOf(name["sample-".Length..]))!;
            var machine = (Machine)Activator.CreateInstance(type)!;

            Assert.That(machine.Version.Compat.Rows.Select(row => row.Target), Has.None.Null);
            Assert.That(
                machine.Version.Compat.Rows.Select(row => row.ToString()),
                Is.EqualTo(Family.GetVersion(name).Compat.Rows.Select(row => row.ToString())), name);
        }
    }

    private static Machine Create(string version) => Family.GetVersion(version).Create();

    private static Device Bridge(string version, params ReadOnlySpan<(string Name, string Value)> properties) =>
        Create(version).CreateDevice(TypeOf("HostBridge"), "", properties);

    private static ObjectType TypeOf(string className) =>
        (ObjectType)Create("sample-3.0").GetType().Assembly.GetType("Sample." + className)!.GetProperty("ObjectType")!.GetValue(null)!;

    private static string Property(HvObject target, string name) => target.Type.GetProperty(name).GetText(target);
}
