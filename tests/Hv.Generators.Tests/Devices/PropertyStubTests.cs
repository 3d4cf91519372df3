using Hv.Generators.Tests.Infrastructure;

namespace Hv.Generators.Tests.Devices;

/// <summary>Partial properties that are declared wrongly get a body, so that a build gets as far as to say what is wrong.</summary>
internal sealed class PropertyStubTests
{
    [Test]
    public void The_other_properties_of_the_device_are_generated()
    {
        var run = GeneratorTest.Run(
            """
            [Device("nvme")]
            public sealed partial class Nvme : Device
            {
                [Property("lanes", Default = (byte)4)] public partial byte Lanes { get; set; }
                [Property("serial")] public partial string? Serial { get; private set; }
            }
            """);
        run.AssertMatchesExpected("Nvme.Device.g.cs", "Stub.Nvme.Device.g.cs");
    }

    [TestCase("[Property(\"x\")] public static partial byte X { get; set; }")]
    [TestCase("[Property(\"x\")] public partial byte this[in int first, string? second, params int[] rest] { get; set; }")]
    [TestCase("[Property(\"x\")] public partial byte X { set; }")]
    [TestCase("[Property(\"x\")] public partial ref byte X { get; }")]
    [TestCase("[Property(\"x\")] public partial ref readonly byte X { get; }")]
    [TestCase("[Property(\"x\")] protected internal virtual partial List<string?>? X { get; private protected set; }")]
    [TestCase("[Property(\"x\")] public required partial (int A, DateTime? B) X { get; init; }")]
    [TestCase("[Property(\"x\")] public partial double @class { get; set; }")]
    [TestCase("[Property(\"x\")] public new partial double Id { get; set; }")]
    [TestCase("[Property(\"x\")] public partial byte Lanes { get; set; } private byte _lanes; public byte UseLane() => ++_lanes;")]
    [TestCase("[Property(\"x\")] public partial byte Lanes { get; set; } [Property(\"y\")] public partial byte lanes { get; set; }")]
    [TestCase("[Property(\"x\")] public partial byte Lanes { get; set; } public int Properties { get; set; }")]
    [TestCase("[Property(\"x\")] public partial byte Lanes { get; set; } public override ObjectType Type => null!;")]
    public void What_is_wrong_with_a_property_leaves_code_that_compiles(string members) =>
        GeneratorTest.Run($$"""[Device("nvme")] public partial class Nvme : Device { {{members}} }""");

    [TestCase("[Device(\"nvme\")] public partial class Nvme")]
    [TestCase("[Device(null!)] public abstract partial class Nvme : Device")]
    [TestCase("[Device(\"nvme\")] public partial class Nvme<T, TOther> : Device where T : class")]
    [TestCase("[MachineFamily(\"nvme\")] public partial class Nvme")]
    [TestCase("public abstract partial class Nvme : Device")]
    [TestCase("public partial class Nvme")]
    [TestCase("public partial struct Nvme")]
    [TestCase("public partial record Nvme")]
    [TestCase("internal partial class Outer<T> { public partial class Inner { private partial class Nvme", "} }")]
    public void What_is_wrong_with_a_class_leaves_code_that_compiles(string declaration, string end = "") =>
        GeneratorTest.Run($$"""{{declaration}} { [Property("lanes")] public partial byte Lanes { get; set; } } {{end}}""");

    [Test]
    public void A_class_in_two_parts_has_one_file()
    {
        var run = GeneratorTest.Run(
            """public abstract partial class PciDevice : Device { [Hv.Runtime.Declarations.Property("addr")] public partial string Address { get; set; } }""",
            """partial class PciDevice { [PropertyAttribute("multifunction")] public partial bool HasFunctions { get; set; } }""");
        Assert.That(run["PciDevice.Stubs.g.cs"], Does.Contain("partial string Address").And.Contain("partial bool HasFunctions"));
        Assert.That(run.Sources, Has.Length.EqualTo(1));
    }

    [Test]
    public void A_part_without_the_attribute_of_the_class_is_no_mistake()
    {
        var run = GeneratorTest.Run(
            """[Device("nvme")] public partial class Nvme : Device;""",
            """partial class Nvme { [Property("lanes")] public partial byte Lanes { get; set; } }""");
        Assert.That(run.Sources.Select(source => source.HintName), Is.EquivalentTo(["Nvme.Device.g.cs", "DeviceCatalog.g.cs"]));
    }

    [Test]
    public void Using_a_stub_says_that_its_declaration_is_wrong()
    {
        var type = GeneratorTest.Run("""public partial class Board { [Property("lanes")] public partial byte Lanes { get; set; } }""").Load().GetType("Board")!;
        Assert.That(
            () => type.GetProperty("Lanes")!.GetValue(Activator.CreateInstance(type)),
            Throws.InnerException.TypeOf<InvalidOperationException>().With.InnerException.Message.EqualTo(
                "Property 'Lanes' of 'Board' is declared wrongly: see the diagnostic that Hv reports for it."));
    }

    [Test]
    public void A_class_that_has_a_generated_member_itself_is_in_no_catalog()
    {
        var run = GeneratorTest.Run(
            """
            [Device("nvme")] public partial class Nvme : Device { public int Properties; [Property("lanes")] public partial byte Lanes { get; set; } }
            [Device("edu")] public partial class Edu : Device;
            """);
        Assert.That(run["DeviceCatalog.g.cs"], Does.Contain("global::Edu.ObjectType").And.Not.Contain("Nvme"));
    }
}
