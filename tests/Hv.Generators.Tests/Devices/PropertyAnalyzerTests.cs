using Hv.Generators.Tests.Infrastructure;

namespace Hv.Generators.Tests.Devices;

/// <summary>What is wrong about a property: one failing and one passing declaration for each rule.</summary>
internal sealed class PropertyAnalyzerTests
{
    [Test]
    public void HV2002_A_property_name_is_for_one_property()
    {
        var messages = Verify(
            """
            [Property("lanes")] public partial byte Lanes { get; set; }
            [Property({|HV2002:"lanes"|})] public partial byte LaneCount { get; set; }
            """);
        Assert.That(messages, Is.EqualTo(["Property name 'lanes' of device 'nvme' is already used by 'Nvme.Lanes'"]));
    }

    [Test]
    public void HV2002_A_property_name_of_a_base_class_is_taken()
    {
        var messages = AnalyzerTest.Verify(
            """
            [Device("pci-device")]
            public abstract partial class PciDevice : Device { [Property("addr")] public partial string Address { get; set; } }
            [Device("nvme")]
            public partial class Nvme : PciDevice { [Property({|HV2002:"addr"|})] public partial ulong Start { get; set; } }
            """);
        Assert.That(messages, Is.EqualTo(["Property name 'addr' of device 'nvme' is already used by 'PciDevice.Address'"]));
    }

    [Test]
    public void HV2002_Two_devices_may_have_a_property_of_one_name() => AnalyzerTest.Verify(
        """
        [Device("e1000")] public partial class E1000 : Device { [Property("mac")] public partial string Mac { get; set; } }
        [Device("nvme")] public partial class Nvme : Device { [Property("mac")] public partial string Mac { get; set; } }
        """);

    [TestCase("double")]
    [TestCase("short")]
    [TestCase("char")]
    [TestCase("object")]
    [TestCase("string?")]
    [TestCase("bool?")]
    [TestCase("string[]")]
    [TestCase("DateTime")]
    [TestCase("Hidden")]
    [TestCase("Nothing")]
    public void HV2003_A_property_has_a_type_that_users_can_write(string type)
    {
        var messages = Verify(
            $$"""
            private enum Hidden { A }
            public enum Nothing;
            [Property("lanes")] private partial {|HV2003:{{type}}|} Lanes { get; set; }
            """);
        Assert.That(
            messages,
            Is.EqualTo(
            [
                $"Property 'lanes' of device 'nvme' has type '{type}'; "
                + "a property is a bool, byte, ushort, uint, ulong, int, long, string or an enum (public or internal, not empty)",
            ]));
    }

    [TestCase("bool")]
    [TestCase("byte")]
    [TestCase("ushort")]
    [TestCase("uint")]
    [TestCase("ulong")]
    [TestCase("int")]
    [TestCase("long")]
    [TestCase("string")]
    [TestCase("Speed")]
    public void HV2003_Simple_types_and_enums_are_supported(string type) =>
        Verify($$"""internal enum Speed { Slow, Fast } [Property("lanes")] internal partial {{type}} Lanes { get; set; }""");

    [TestCase("{|HV2004:Default = 7|}, Maximum = 5", "default 7, which is above its maximum 5")]
    [TestCase("{|HV2004:Default = 7|}, Minimum = 8", "default 7, which is below its minimum 8")]
    [TestCase("{|HV2004:Default = 17|}, Maximum = 15, Format = PropertyFormat.Hexadecimal", "default 0x11, which is above its maximum 0xf")]
    public void HV2004_A_default_is_within_the_range(string arguments, string problem)
    {
        var messages = Verify($$"""[Property("lanes", {{arguments}})] public partial byte Lanes { get; set; }""");
        Assert.That(messages, Is.EqualTo([$"Property 'lanes' of device 'nvme' has {problem}"]));
    }

    [Test]
    public void HV2004_Without_a_default_zero_is_within_the_range()
    {
        var messages = Verify("""[{|HV2004:Property("lanes", Minimum = 1)|}] public partial byte Lanes { get; set; }""");
        Assert.That(messages, Is.EqualTo(["Property 'lanes' of device 'nvme' has no default and so 0, which is below its minimum 1"]));
    }

    [Test]
    public void HV2004_An_enum_default_is_a_member()
    {
        var messages = Verify(
            """
            public enum Speed { Slow = 1, Fast }
            [{|HV2004:Property("speed")|}] public partial Speed Speed1 { get; set; }
            [Property("speed2", {|HV2004:Default = (Speed)9|})] public partial Speed Speed2 { get; set; }
            """);
        Assert.That(
            messages,
            Is.EqualTo(
            [
                "Property 'speed' of device 'nvme' has no default and so 0, which is not a member of Speed (Slow, Fast)",
                "Property 'speed2' of device 'nvme' has default (Speed)9, which is not a member of Speed (Slow, Fast)",
            ]));
    }

    [Test]
    public void HV2004_Bounds_are_within_the_range() => Verify(
        """
        [Property("a", Default = 5, Minimum = 5, Maximum = 5)] public partial byte A { get; set; }
        [Property("b", Default = ulong.MaxValue)] public partial ulong B { get; set; }
        [Property("c", Default = long.MinValue)] public partial long C { get; set; }
        """);

    [TestCase("byte", "300", "300, which is not a byte (0 to 255)")]
    [TestCase("uint", "-1", "-1, which is not a uint (0 to 4294967295)")]
    [TestCase("int", "0x80000000", "2147483648, which is not an int (-2147483648 to 2147483647)")]
    [TestCase("int", "1.0", "1.0, which is not an int (-2147483648 to 2147483647)")]
    [TestCase("byte", "'a'", "'a', which is not a byte (0 to 255)")]
    [TestCase("byte", "Speed.Fast", "Speed.Fast, which is not a byte (0 to 255)")]
    [TestCase("byte", "\"5\"", "\"5\", which is not a byte (0 to 255)")]
    [TestCase("bool", "1", "1, which is not a bool (true or false)")]
    [TestCase("string", "true", "true, which is not a string")]
    [TestCase("string", "null", "null, which is not a string")]
    [TestCase("string", "typeof(int)", "typeof(int), which is not a string")]
    [TestCase("string", "new[] { 1 }", "an array, which is not a string")]
    [TestCase("Speed", "1", "1, which is not a member of Speed (Slow, Fast)")]
    [TestCase("Speed", "DayOfWeek.Monday", "DayOfWeek.Monday, which is not a member of Speed (Slow, Fast)")]
    public void HV2005_A_default_converts_to_the_type(string type, string value, string problem)
    {
        var messages = Verify(
            $$"""
            public enum Speed { Slow, Fast }
            [Property("lanes", {|HV2005:Default = {{value}}|})] public partial {{type}} Lanes { get; set; }
            """);
        Assert.That(messages, Is.EqualTo([$"Property 'lanes' of device 'nvme' has default {problem}"]));
    }

    [TestCase("byte", "5")]
    [TestCase("byte", "255UL")]
    [TestCase("ulong", "(sbyte)5")]
    [TestCase("long", "uint.MaxValue")]
    [TestCase("bool", "true")]
    [TestCase("string", "\"abc\"")]
    [TestCase("string", "nameof(Speed)")]
    [TestCase("Speed", "Speed.Fast")]
    public void HV2005_A_constant_that_loses_nothing_converts(string type, string value) => Verify(
        $$"""
        public enum Speed { Slow, Fast }
        [Property("lanes", Default = {{value}})] public partial {{type}} Lanes { get; set; }
        """);

    [TestCase("{|HV2006:Minimum = 5|}, Maximum = 3", "minimum 5, which is above its maximum 3")]
    [TestCase("{|HV2006:Maximum = 300|}", "maximum 300, which is not a byte (0 to 255)")]
    [TestCase("{|HV2006:Minimum = -1|}", "minimum -1, which is not a byte (0 to 255)")]
    [TestCase("{|HV2006:Maximum = \"5\"|}", "maximum \"5\", which is not a byte (0 to 255)")]
    [TestCase("{|HV2006:Maximum = null|}", "maximum null, which is not a byte (0 to 255)")]
    public void HV2006_Bounds_allow_something(string arguments, string problem)
    {
        var messages = Verify($$"""[Property("lanes", Default = 4, {{arguments}})] public partial byte Lanes { get; set; }""");
        Assert.That(messages, Is.EqualTo([$"Property 'lanes' of device 'nvme' has {problem}"]));
    }

    [Test]
    public void HV2006_Bounds_may_meet() =>
        Verify("""[Property("lanes", Default = 4, Minimum = 4L, Maximum = (byte)4)] public partial byte Lanes { get; set; }""");

    [Test]
    public void HV2008_A_property_is_partial()
    {
        var messages = Verify("""[Property("lanes")] public byte {|HV2008:Lanes|} { get; set; }""");
        Assert.That(messages, Is.EqualTo(["Property 'lanes' of device 'nvme' must be partial: its body is generated"]));
    }

    [Test]
    public void HV2008_A_member_without_the_attribute_need_not_be_partial() => Verify("public byte Lanes => 4;");

    [TestCase("a b")]
    [TestCase("a,b")]
    [TestCase("-a")]
    public void HV2009_A_property_name_can_be_written_on_a_command_line(string name)
    {
        var messages = Verify($$"""[Property({|HV2009:"{{name}}"|})] public partial byte Lanes { get; set; }""");
        Assert.That(
            messages,
            Is.EqualTo([$"Property name '{name}' breaks the rule: a name is letters, digits, '-', '.', '_', and starts with a letter"]));
    }

    [Test]
    public void HV2009_A_property_name_has_letters_digits_and_marks() =>
        Verify("""[Property("x-cap.Lanes_2")] public partial byte Lanes { get; set; }""");

    [Test]
    public void HV2011_A_property_belongs_to_an_object_type()
    {
        var messages = AnalyzerTest.Verify(
            """
            public abstract class PciDevice : Device { [Property("addr")] public string {|HV2011:Address|} { get; set; } = ""; }
            [Device("nvme")] public partial class Nvme : PciDevice;
            """);
        Assert.That(
            messages,
            Is.EqualTo(["Property 'Address' is declared in 'PciDevice', which has neither [Device] nor [MachineFamily]: nothing could set it"]));
    }

    [Test]
    public void HV2011_A_machine_family_has_properties_too() => AnalyzerTest.Verify(
        """
        [MachineFamily("sample")]
        public abstract partial class SampleMachine : Machine { [Property("lanes")] public partial byte Lanes { get; set; } }
        """);

    [TestCase("bool", "a bool", "Maximum = 1", "Maximum")]
    [TestCase("string", "a string", "Minimum = 1", "Minimum")]
    [TestCase("DayOfWeek", "an enum", "Format = PropertyFormat.Size", "Format")]
    public void HV2012_Range_and_format_are_for_numbers(string type, string shown, string argument, string name)
    {
        var messages = Verify($$"""[Property("lanes", {|HV2012:{{argument}}|})] public partial {{type}} Lanes { get; set; }""");
        Assert.That(messages, Is.EqualTo([$"Property 'lanes' of device 'nvme' is {shown}: {name} has no meaning for it"]));
    }

    [Test]
    public void HV2012_Numbers_have_range_and_format() =>
        Verify("""[Property("lanes", Minimum = 0, Maximum = 9, Format = PropertyFormat.Size)] public partial long Lanes { get; set; }""");

    [TestCase("[Property(\"lanes\")] public static partial byte {|HV2015:Lanes|} { get; set; }", "static")]
    [TestCase("[Property(\"lanes\")] public partial byte {|HV2015:Lanes|} { set; }", "write-only")]
    [TestCase("[Property(\"lanes\")] public partial byte {|HV2015:this|}[int index] { get; set; }", "an indexer")]
    public void HV2015_A_property_is_one_of_an_object(string declaration, string problem)
    {
        var messages = Verify(declaration);
        Assert.That(messages, Is.EqualTo([$"Property 'lanes' of device 'nvme' is {problem}; it must be an instance property with a getter"]));
    }

    [TestCase("get;")]
    [TestCase("get; init;")]
    [TestCase("get; internal set;")]
    public void HV2015_A_property_may_be_read_only_or_set_by_few(string accessors) =>
        Verify($$"""[Property("lanes")] public partial byte Lanes { {{accessors}} }""");

    [TestCase("Slow, [ValueName(\"slow\")] Fast", "members 'Slow' and 'Fast' are both written 'slow'")]
    [TestCase("Slow, [ValueName(\"\")] Fast", "users cannot write the name '' of member 'Fast'")]
    [TestCase("Slow, [ValueName(\"a,b\")] Fast", "users cannot write the name 'a,b' of member 'Fast'")]
    public void HV2016_The_values_of_an_enum_have_names_of_their_own(string members, string problem)
    {
        var messages = Verify(
            $$"""
            public enum Speed { {{members}} }
            [Property("speed")] public partial {|HV2016:Speed|} Speed1 { get; set; }
            """);
        Assert.That(messages, Is.EqualTo([$"Property 'speed' of device 'nvme' cannot be 'Speed': {problem}"]));
    }

    [Test]
    public void HV2016_A_value_name_may_have_marks() => Verify(
        """
        public enum Cpu { Power7, [ValueName("power7+")] Power7Plus }
        [Property("cpu")] public partial Cpu Cpu1 { get; set; }
        """);

    [Test]
    public void A_machine_is_called_a_machine()
    {
        var messages = AnalyzerTest.Verify(
            """
            [MachineFamily("sample")]
            public abstract partial class SampleMachine : Machine
            {
                [Property("lanes", Maximum = 4, {|HV2004:Default = 8|})] public partial byte Lanes { get; set; }
            }
            """);
        Assert.That(messages, Is.EqualTo(["Property 'lanes' of machine 'sample-machine' has default 8, which is above its maximum 4"]));
    }

    [Test]
    public void An_error_of_the_compiler_is_left_to_the_compiler() => Verify(
        """
        [Property("lanes", Default = Missing.Constant)] public partial byte Lanes { get; set; }
        [Property(Missing.Name)] public partial byte Speed { get; set; }
        [Property("type")] public partial MissingType Kind { get; set; }
        """);

    private static IReadOnlyList<string> Verify(string members) => AnalyzerTest.Verify(
        $$"""
        [Device("nvme")]
        public partial class Nvme : Device
        {
            {{members}}
        }
        """);
}
