using Hv.Generators.Tests.Infrastructure;

namespace Hv.Generators.Tests.Devices;

/// <summary>What is wrong about a device's class: one failing and one passing declaration for each rule.</summary>
internal sealed class DeviceAnalyzerTests
{
    [Test]
    public void HV2001_A_device_name_is_for_one_class()
    {
        var messages = AnalyzerTest.Verify(
            """namespace A; [Device("nvme")] public partial class Nvme : Device;""",
            """namespace B; [Device({|HV2001:"nvme"|})] public partial class Nvme : Device;""");
        Assert.That(messages, Is.EqualTo(["Device name 'nvme' is already used by 'A.Nvme'"]));
    }

    [Test]
    public void HV2001_Names_that_differ_in_case_are_different() => AnalyzerTest.Verify(
        """
        [Device("nvme")] public partial class Nvme : Device;
        [Device("NVMe")] public partial class OtherNvme : Device;
        """);

    [Test]
    public void HV2007_A_device_class_is_partial()
    {
        var messages = AnalyzerTest.Verify("""[Device("nvme")] public class {|HV2007:Nvme|} : Device { public override ObjectType Type => null!; }""");
        Assert.That(messages, Is.EqualTo(["Class 'Nvme' must be partial: members of device 'nvme' are generated into it"]));
    }

    [Test]
    public void HV2007_The_classes_around_a_device_are_partial()
    {
        var messages = AnalyzerTest.Verify("""public class {|HV2007:Board|} { [Device("nvme")] public partial class Nvme : Device; }""");
        Assert.That(messages, Is.EqualTo(["Class 'Board' must be partial: members of device 'nvme' are generated into it"]));
    }

    [Test]
    public void HV2007_A_partial_class_in_a_partial_class_is_right() =>
        AnalyzerTest.Verify("""public partial class Board { [Device("nvme")] public partial class Nvme : Device; }""");

    [TestCase("", "''")]
    [TestCase("9p", "'9p'")]
    [TestCase("virtio 9p", "'virtio 9p'")]
    [TestCase("größe", "'größe'")]
    public void HV2009_A_device_name_can_be_written_on_a_command_line(string name, string shown)
    {
        var messages = AnalyzerTest.Verify($$"""[Device({|HV2009:"{{name}}"|})] public partial class Nvme : Device;""");
        Assert.That(
            messages,
            Is.EqualTo([$"Device name {shown} breaks the rule: a name is letters, digits, '-', '.', '_', ',', and starts with a letter"]));
    }

    [Test]
    public void HV2009_A_device_name_is_given()
    {
        var messages = AnalyzerTest.Verify("""[Device({|HV2009:null!|})] public abstract partial class Nvme : Device;""");
        Assert.That(messages, Has.One.StartsWith("Device name null breaks the rule"));
    }

    [TestCase("spapr-pci-host-bridge")]
    [TestCase("IBM,v-scsi_2.0")]
    public void HV2009_A_device_name_has_letters_digits_and_marks(string name) =>
        AnalyzerTest.Verify($$"""[Device("{{name}}")] public partial class Nvme : Device;""");

    [Test]
    public void HV2010_A_device_derives_from_Device()
    {
        var messages = AnalyzerTest.Verify("""[Device("nvme")] public partial class {|HV2010:Nvme|};""");
        Assert.That(messages, Is.EqualTo(["Class 'Nvme' declares device 'nvme' but does not derive from Hv.Runtime.Objects.Device"]));
    }

    [Test]
    public void HV2010_A_device_derives_from_Device_through_another_class() => AnalyzerTest.Verify(
        """
        public abstract class PciDevice : Device;
        [Device("nvme")] public partial class Nvme : PciDevice;
        """);

    [TestCase("public partial class {|HV2013:Nvme|}(int lanes) : Device { public int Lanes => lanes; }",
        "it has no public or internal constructor without parameters; add one, or make the class abstract")]
    [TestCase("public partial class {|HV2013:Nvme|} : Device { private Nvme() { } }",
        "it has no public or internal constructor without parameters; add one, or make the class abstract")]
    [TestCase("public partial class {|HV2013:Nvme|} : Device { public required string Serial { get; init; } }",
        "member 'Serial' is required, and the constructor without parameters does not set it")]
    [TestCase("public partial class {|HV2013:Nvme|}<T> : Device;", "it is generic")]
    [TestCase("file partial class {|HV2013:Nvme|} : Device;", "its class, or a class around it, is neither public nor internal")]
    public void HV2013_A_device_is_created_by_its_name(string declaration, string problem)
    {
        var messages = AnalyzerTest.Verify($"""[Device("nvme")] {declaration}""");
        Assert.That(messages, Is.EqualTo([$"Device 'nvme' cannot be registered: {problem}"]));
    }

    [Test]
    public void HV2013_A_device_in_a_class_can_be_named_outside_of_it()
    {
        var messages = AnalyzerTest.Verify("""public partial class Board { [Device("nvme")] private partial class {|HV2013:Nvme|} : Device; }""");
        Assert.That(messages, Is.EqualTo(["Device 'nvme' cannot be registered: its class, or a class around it, is neither public nor internal"]));
    }

    [TestCase("public abstract partial class Nvme(int lanes) : Device { public int Lanes => lanes; }")]
    [TestCase("public partial class Nvme(int lanes) : Device { internal Nvme() : this(4) { } public int Lanes => lanes; }")]
    [TestCase(
        """
        public partial class Nvme : Device
        {
            [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public Nvme() => Serial = "";
            public required string Serial { get; init; }
        }
        """)]
    public void HV2013_A_device_is_abstract_or_has_a_constructor_without_parameters(string declaration) =>
        AnalyzerTest.Verify($"""[Device("nvme")] {declaration}""");

    [TestCase("public int {|HV2014:Properties|} => 1;", "Properties", "the class of property descriptions")]
    [TestCase("public static string {|HV2014:ObjectType|} => \"\";", "ObjectType", "the object type")]
    [TestCase("public override ObjectType {|HV2014:Type|} => null!;", "Type", "the object type's override")]
    [TestCase("[Property(\"type\")] public partial bool {|HV2014:Type|} { get; set; }", "Type", "the object type's override")]
    [TestCase("private readonly int {|HV2014:_lanes|};", "_lanes", "the field behind 'Lanes'")]
    [TestCase("[Property(\"other\")] public partial byte {|HV2014:lanes|} { get; set; }", "lanes", "the field behind 'Lanes'")]
    public void HV2014_A_member_has_not_the_name_of_a_generated_one(string member, string name, string what)
    {
        var messages = AnalyzerTest.Verify(
            $$"""
            [Device("nvme")]
            public partial class Nvme : Device
            {
                [Property("lanes")] public partial byte Lanes { get; set; }
                {{member}}
            }
            """);
        Assert.That(messages, Is.EqualTo([$"'Nvme' has a member '{name}', the name of {what} that is generated for device 'nvme'; rename it"]));
    }

    [TestCase("ObjectType", "the object type")]
    [TestCase("Type", "the object type's override")]
    [TestCase("Properties", "the class of property descriptions")]
    public void HV2014_A_class_has_not_the_name_of_a_member_generated_into_it(string name, string what)
    {
        var messages = AnalyzerTest.Verify($$"""namespace Sample; [Device("nvme")] public partial class {|HV2014:{{name}}|} : Device;""");
        Assert.That(messages, Is.EqualTo([$"'{name}' has a member '{name}', the name of {what} that is generated for device 'nvme'; rename it"]));
    }

    [TestCase("public class {|HV2017:Nvme|} : Device;")]
    [TestCase("public abstract class PciDevice : Device; public class {|HV2017:Nvme|} : PciDevice;")]
    public void HV2017_A_device_that_can_be_made_is_declared(string declaration)
    {
        var messages = AnalyzerTest.Verify(declaration);
        Assert.That(messages, Is.EqualTo(["Class 'Nvme' is a device but declares none: it has no object type; add [Device] and partial, or make it abstract"]));
    }

    [TestCase("public abstract class PciDevice : Device;")]
    [TestCase("public class Nvme : Device { public override ObjectType Type => null!; } public class Other : Nvme;")]
    [TestCase("""[Device("nvme")] public partial class Nvme : Device; public class Faulty : Nvme;""")]
    [TestCase("public class Plain;")]
    public void HV2017_A_device_may_have_its_type_from_elsewhere(string declaration) => AnalyzerTest.Verify(declaration);

    [Test]
    public void HV2014_Other_members_are_free() => AnalyzerTest.Verify(
        """
        [Device("nvme")]
        public partial class Nvme : Device
        {
            [HostOnly("test")] private int _queues;
            [Property("lanes")] public partial byte Lanes { get; set; }
            public int Queues { get => _queues; set => _queues = value; }
        }
        """);
}
