using Hv.Generators.Devices;
using Hv.Generators.Tests.Infrastructure;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Tests.Devices;

/// <summary>What a declaration says, as the other generators read it.</summary>
internal sealed class PropertyShapeTests
{
    private const string Source = """
        namespace Sample;
        public enum Mode { Off, On = 5 }
        [Device("nvme")]
        public partial class Nvme : Device
        {
            [Property("lanes", Default = 4, Minimum = 1, Maximum = 16)] public partial byte Lanes { get; set; }
            [Property("mask", Default = 0xff00U, Format = PropertyFormat.Hexadecimal)] public partial uint Mask { get; }
            [Property("mode", Default = Mode.On)] public partial Mode Mode { get; set; }
        }
        """;

    [Test]
    public void A_shape_is_the_same_from_source_and_from_a_referenced_assembly()
    {
        var fromSource = SampleCompilation.CreateNamed("Library", [], Source).WithGeneratedCode();
        using var image = new MemoryStream();
        Assert.That(fromSource.Emit(image).Success);
        var fromMetadata = SampleCompilation.CreateNamed("Sample", [MetadataReference.CreateFromImage(image.ToArray())]);

        Assert.That(Shapes(fromMetadata), Is.EqualTo(Shapes(fromSource)).And.Count.EqualTo(3));
    }

    [Test]
    public void A_shape_says_what_is_declared()
    {
        var shapes = Shapes(SampleCompilation.Create(Source));
        Assert.That(shapes[0].Reference, Is.EqualTo("global::Sample.Nvme.Properties.Lanes"));
        Assert.That((shapes[0].Minimum, shapes[0].Maximum, shapes[0].DefaultLiteral), Is.EqualTo((1m, 16m, "4")));
        Assert.That((shapes[1].DefaultLiteral, shapes[1].IsReadOnly), Is.EqualTo(("0xff00", true)));
        Assert.That(shapes[2].Type.Values, Is.EqualTo([new EnumValue("Off", "off", 0), new EnumValue("On", "on", 5)]));
        Assert.That(shapes[2].DefaultLiteral, Is.EqualTo("global::Sample.Mode.On"));
    }

    [Test]
    public void A_property_is_found_by_its_name_in_a_base_class()
    {
        var compilation = SampleCompilation.Create(Source, """namespace Sample; [Device("fast")] public partial class Fast : Nvme;""");
        var fast = compilation.GetTypeByMetadataName("Sample.Fast")!;
        Assert.That(DeviceSymbols.FindProperty(fast, "Lanes")?.ContainingType.Name, Is.EqualTo("Nvme"));
        Assert.That(DeviceSymbols.FindProperty(fast, "lanes"), Is.Null);
    }

    [TestCase("Fixed", "fixed")]
    [TestCase("FixedCcd", "fixed-ccd")]
    [TestCase("Power7", "power7")]
    [TestCase("Power7Plus", "power7-plus")]
    [TestCase("HPT", "hpt")]
    [TestCase("HTMStart", "htm-start")]
    [TestCase("Isa3_1", "isa3-1")]
    [TestCase("A", "a")]
    [TestCase("lower", "lower")]
    [TestCase("_Hidden", "hidden")]
    public void An_enum_member_is_written_in_lower_case_with_dashes(string member, string expected) =>
        Assert.That(EnumValue.KebabCase(member), Is.EqualTo(expected));

    private static List<PropertyShape> Shapes(Compilation compilation) =>
        [.. DeviceSymbols.DeclaredProperties(compilation.GetTypeByMetadataName("Sample.Nvme")!).Select(property => PropertyShape.From(property)!)];
}
