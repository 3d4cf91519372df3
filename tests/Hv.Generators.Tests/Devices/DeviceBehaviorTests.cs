using System.Reflection;
using Hv.Generators.Tests.Infrastructure;
using Hv.Runtime.Machines;
using Hv.Runtime.Objects;

namespace Hv.Generators.Tests.Devices;

/// <summary>What generated devices do.</summary>
internal sealed class DeviceBehaviorTests
{
    private const string Sample = """
        namespace Sample;

        public enum CacheMode { None, WriteThrough, [ValueName("wb+")] WriteBack }

        [Device("pci-thing")]
        public abstract partial class PciThing : Device
        {
            [Property("addr", Default = "0.0")] public partial string Address { get; init; }
        }

        [Device("bridge", Summary = "A bridge")]
        public sealed partial class Bridge : PciThing
        {
            [Property("ddw", Default = true)] public partial bool DynamicDmaWindows { get; set; }
            [Property("levels", Maximum = 5)] public partial byte Levels { get; set; }
            [Property("start", Default = 0x800000000000000UL, Format = PropertyFormat.Hexadecimal)] public partial ulong Start { get; private set; }
            [Property("size", Default = 64 << 10, Minimum = 4096, Format = PropertyFormat.Size)] public partial ulong Size { get; set; }
            [Property("index", Default = -1, Minimum = -1, Maximum = short.MaxValue)] public partial int Index { get; set; }
            [Property("cache", Default = CacheMode.WriteBack)] public partial CacheMode Cache { get; set; }
            [Property("revision", Default = 3)] public partial byte Revision { get; }
        }

        [MachineFamily("sample")]
        public abstract partial class SampleMachine : Machine
        {
            [Property("cap-be", Default = true)] public partial bool BigEndian { get; set; }
        }

        public sealed class TestMachine : SampleMachine
        {
            private static readonly MachineVersion Self = new(
                "sample-1.0", 1, 0, "", "", true,
                CompatTable.Empty.Extend(
                    CompatRow.Of<byte>("sample-1.0", Bridge.ObjectType, Bridge.Properties.Revision, 4),
                    CompatRow.Of("sample-1.0", SampleMachine.ObjectType, SampleMachine.Properties.BigEndian, false)),
                static () => new TestMachine());

            public override MachineVersion Version => Self;
        }
        """;

    private ObjectType _bridge = null!;
    private Assembly _assembly = null!;

    [Test]
    public void A_device_that_does_not_migrate_says_why_and_so_do_those_that_derive_from_it()
    {
        var assembly = GeneratorTest.Run("""
            namespace Sample;

            [NotMigratable("it is \"wired\"")] [Device("base")] public abstract partial class Base : Device;
            [Device("derived")] public sealed partial class Derived : Base;
            [NotMigratable("of its own")] [Device("own")] public sealed partial class Own : Base;
            [NotMigratable("unused")] [Device("hand")] public sealed partial class Hand : Base { public override string? MigrationBlocker => null; }
            """).Load();

        Assert.That(
            Catalog(assembly, "Sample").Where(type => !type.IsAbstract).ToDictionary(type => type.Name, type => ((Device)type.Create()).MigrationBlocker),
            Is.EquivalentTo(new Dictionary<string, string?> { ["derived"] = "it is \"wired\"", ["own"] = "of its own", ["hand"] = null }));
    }

    [OneTimeSetUp]
    public void Load()
    {
        _assembly = GeneratorTest.Run(Sample).Load();
        _bridge = Catalog(_assembly, "Sample").Single(type => type.Name == "bridge");
    }

    [Test]
    public void The_catalog_has_every_device_in_the_order_of_their_names()
    {
        var catalog = Catalog(_assembly, "Sample");
        Assert.That(catalog.Select(type => type.Name), Is.EqualTo(["bridge", "pci-thing"]));
        Assert.That(catalog.Select(type => type.IsAbstract), Is.EqualTo([false, true]));
    }

    [Test]
    public void A_device_has_the_properties_of_its_base_first_and_its_own_as_declared()
    {
        Assert.That(_bridge.Properties.Select(property => property.Name), Is.EqualTo(["addr", "ddw", "levels", "start", "size", "index", "cache", "revision"]));
        Assert.That(_bridge.Parent!.Name, Is.EqualTo("pci-thing"));
        Assert.That(_bridge.Summary, Is.EqualTo("A bridge"));
    }

    [Test]
    public void A_new_device_has_the_declared_defaults()
    {
        var device = _bridge.Create();
        Assert.That(device.Type, Is.SameAs(_bridge));
        Assert.That(
            _bridge.Properties.Select(property => property.GetText(device)),
            Is.EqualTo(["0.0", "on", "0", "0x800000000000000", "64K", "-1", "wb+", "3"]));
        Assert.That(_bridge.Properties.Select(property => property.DefaultText), Is.EqualTo(_bridge.Properties.Select(property => property.GetText(device))));
    }

    [TestCase("addr", "1f.7", "1f.7")]
    [TestCase("ddw", "no", "off")]
    [TestCase("levels", "0x5", "5")]
    [TestCase("start", "4G", "0x100000000")]
    [TestCase("size", "0x200000", "2M")]
    [TestCase("index", "32767", "32767")]
    [TestCase("cache", "write-through", "write-through")]
    public void A_user_sets_a_property_in_QEMUs_syntax(string name, string text, string shown)
    {
        var device = _bridge.Create();
        var property = _bridge.GetProperty(name);
        property.SetText(device, text);
        Assert.That(property.GetText(device), Is.EqualTo(shown));
        property.Reset(device);
        Assert.That(property.GetText(device), Is.EqualTo(property.DefaultText));
    }

    [TestCase("levels", "6", "bridge.levels: 6 is out of range; allowed: 0 to 5.")]
    [TestCase("size", "1K", "bridge.size: 1K is out of range; allowed: 4K to 18446744073709551615.")]
    [TestCase("index", "-2", "bridge.index: -2 is out of range; allowed: -1 to 32767.")]
    [TestCase("cache", "writeback", "bridge.cache: 'writeback' is no value of type enum; allowed: none, write-through, wb+.")]
    [TestCase("revision", "5", "bridge.revision: it is fixed by the machine version and cannot be set to '5'.")]
    public void What_a_user_may_not_set_is_refused_with_what_is_allowed(string name, string text, string message)
    {
        var device = _bridge.Create();
        Assert.That(() => _bridge.GetProperty(name).SetText(device, text), Throws.InstanceOf<PropertyException>().With.Message.EqualTo(message));
        Assert.That(_bridge.GetProperty(name).GetText(device), Is.EqualTo(_bridge.GetProperty(name).DefaultText));
    }

    [Test]
    public void The_setter_in_code_checks_as_well()
    {
        var device = _bridge.Create();
        var levels = device.GetType().GetProperty("Levels")!;
        levels.SetValue(device, (byte)5);
        Assert.That(
            () => levels.SetValue(device, (byte)6),
            Throws.InstanceOf<TargetInvocationException>().With.InnerException.InstanceOf<PropertyException>());
        Assert.That(levels.GetValue(device), Is.EqualTo(5));
    }

    [Test]
    public void Compat_rows_set_what_users_cannot()
    {
        using var machine = NewMachine();
        var device = machine.CreateDevice(_bridge);
        Assert.That(_bridge.GetProperty("revision").GetText(device), Is.EqualTo("4"));
        Assert.That(machine.Type.Name, Is.EqualTo("sample-machine"));
        Assert.That(machine.Type.GetProperty("cap-be").GetText(machine), Is.EqualTo("off"), "the base constructor's rows outlast the initializers");
    }

    [Test]
    public void Properties_are_frozen_once_the_device_is_realized()
    {
        using var machine = NewMachine();
        var device = machine.CreateDevice(_bridge, "", ("levels", "2"));
        machine.Realize();
        Assert.That(
            () => _bridge.GetProperty("levels").SetText(device, "3"),
            Throws.InstanceOf<PropertyException>().With.Message.EqualTo("bridge.levels: it cannot be set to 3 any more, the object is realized."));
        Assert.That(() => machine.Type.GetProperty("cap-be").SetText(machine, "on"), Throws.InstanceOf<PropertyException>());
        Assert.That(_bridge.GetProperty("levels").GetText(device), Is.EqualTo("2"));
    }

    private Machine NewMachine()
    {
        var machine = (Machine)Activator.CreateInstance(_assembly.GetType("Sample.TestMachine", throwOnError: true)!)!;
        machine.Options = new MachineOptions { RamSize = 1 << 20 };
        return machine;
    }

    private static IReadOnlyList<ObjectType> Catalog(Assembly assembly, string space) =>
        (IReadOnlyList<ObjectType>)assembly.GetType(space + ".DeviceCatalog", throwOnError: true)!.GetProperty("All")!.GetValue(null)!;
}
