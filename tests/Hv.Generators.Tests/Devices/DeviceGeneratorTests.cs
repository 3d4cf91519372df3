using Hv.Generators.Devices;
using Hv.Generators.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Hv.Generators.Tests.Devices;

/// <summary>Declarations in unusual places and of unusual names; every run compiles without a warning.</summary>
internal sealed class DeviceGeneratorTests
{
    [Test]
    public void Nothing_is_generated_without_a_device() => Assert.That(GeneratorTest.Run("class C;").Sources, Is.Empty);

    [Test]
    public void A_device_may_be_nested() => GeneratorTest.Run(
        """
        namespace Sample;
        public static partial class Boards
        {
            public partial record struct Inner
            {
                public partial interface IDeeper
                {
                    [Device("nvme")] public sealed partial class Nvme : Device { [Property("lanes")] public partial byte Lanes { get; set; } }
                }
            }
        }
        """);

    [Test]
    public void Classes_of_one_name_in_two_namespaces_get_a_file_each()
    {
        var output = GeneratorTest.Run(
            """namespace A { [Device("a")] public partial class Nvme : Device { [Property("x")] public partial byte Lanes { get; set; } } }""",
            """namespace B { [Device("b")] public partial class Nvme : A.Nvme { [Property("y")] public new partial byte Lanes { get; set; } } }""",
            """partial class A_Outer { [Device("c")] internal partial class Nvme : B.Nvme; }""");
        Assert.That(
            output.Sources.Select(source => source.HintName),
            Is.EquivalentTo(["A.Nvme.Device.g.cs", "B.Nvme.Device.g.cs", "A_Outer.Nvme.Device.g.cs", "DeviceCatalog.g.cs"]));
    }

    [Test]
    public void Keywords_may_be_names() => GeneratorTest.Run(
        """
        namespace @namespace.@class;
        public enum @enum { @true, @false }
        [Device("event")]
        public partial class @event : Device
        {
            [Property("class", Default = @enum.@false)] public partial @enum @class { get; set; }
            [Property("default", Default = "a\"b\\c\n\u2028")] public partial string @default { get; set; }
        }
        """);

    [Test]
    public void A_device_may_be_in_the_global_namespace()
    {
        var output = GeneratorTest.Run("""[Device("nvme")] partial class Nvme : Device;""");
        Assert.That(output["Nvme.Device.g.cs"], Does.Not.Contain("namespace"));
        Assert.That(output["DeviceCatalog.g.cs"], Does.Contain("namespace Sample;").And.Contain("global::Nvme.ObjectType"));
    }

    [TestCase("Hv.Pseries", "Hv.Pseries")]
    [TestCase("my-devices.9p", "my_devices._9p")]
    [TestCase("class.Library", "@class.Library")]
    public void The_catalog_is_in_the_namespace_of_its_assembly(string assembly, string space) => Assert.That(
        GeneratorTest.Run(SampleCompilation.CreateNamed(assembly, [], """[Device("nvme")] partial class Nvme : Device;"""))["DeviceCatalog.g.cs"],
        Does.Contain($"\nnamespace {space};\n"));

    [Test]
    public void Members_keep_their_declared_accessibility_and_modifiers() => GeneratorTest.Run(
        """
        internal enum Hidden { A }
        public class Other : Device { public override ObjectType Type => null!; protected virtual byte Lanes { get; set; } }
        [Device("base")]
        public partial class Base : Other
        {
            [Property("a")] private partial bool A { get; set; }
            [Property("b")] protected internal virtual partial string B { get; private protected set; }
            [Property("c")] internal partial Hidden C { private get; init; }
            [Property("lanes")] protected sealed override partial byte Lanes { get; set; }
        }
        [Device("derived")]
        public partial class Derived : Base
        {
            [Property("d")] public new partial bool B { internal get; set; }
        }
        """);

    [Test]
    public void A_base_class_between_two_devices_is_passed_over() => Assert.That(
        GeneratorTest.Run(
            """
            [Device("base")] public abstract partial class Base : Device;
            public abstract class Between<T> : Base { protected static int Properties => 1; private static int ObjectType2 => Properties; }
            [Device("derived")] public partial class Derived : Between<int> { [Property("x")] public partial bool X { get; set; } }
            """)["Derived.Device.g.cs"],
        Does.Contain("parent: global::Base.ObjectType").And.Contain("static new class Properties"));

    [Test]
    public void A_device_may_derive_from_one_of_a_referenced_assembly()
    {
        var library = GeneratorTest.Run(SampleCompilation.CreateNamed(
            "Library", [], """[Device("base")] public abstract partial class Base : Device { [Property("x")] public partial bool X { get; set; } }"""));
        var output = GeneratorTest.Run(SampleCompilation.CreateNamed(
            "Sample", [library.Output.ToMetadataReference()],
            """[Device("derived")] public partial class Derived : Base { [Property("y")] public partial bool Y { get; set; } }"""));
        Assert.That(output["Derived.Device.g.cs"], Does.Contain("parent: global::Base.ObjectType").And.Contain("static new class Properties"));
        Assert.That(output["DeviceCatalog.g.cs"], Does.Not.Contain("global::Base.ObjectType"));
    }

    [Test]
    public void What_is_obsolete_is_registered_without_a_warning() => GeneratorTest.Run(
        """
        public enum Mode { New, [Obsolete("old")] Old }
        [Obsolete("old"), Device("nvme")]
        public partial class Nvme : Device { [Obsolete("old"), Property("mode")] public partial Mode Mode1 { get; set; } }
        """);

    [Test]
    public void A_device_that_is_not_valid_does_not_spoil_the_others()
    {
        var output = GeneratorTest.Run(
            """
            [Device("a")] public class NotPartial : Device { public override ObjectType Type => null!; }
            [Device("b")] public partial class Generic<T> : Device { public override ObjectType Type => null!; }
            [Device("c")] public partial class NoDevice;
            [Device("d")] public partial class NoConstructor(int lanes) : Device { public int Lanes => lanes; }
            [Device("e")] public partial class WrongProperties : NotPartial
            {
                [Property("x")] public double X { get; set; }
                [Property("y", Default = 300, Minimum = 5, Maximum = 2)] public partial byte Y { get; set; }
            }
            """);
        Assert.That(output["DeviceCatalog.g.cs"], Does.Not.Contain("global::NotPartial").And.Contain("global::NoConstructor").And.Contain("global::WrongProperties"));
        Assert.That(output["NoConstructor.Device.g.cs"], Does.Contain("create: null"));
        Assert.That(output["WrongProperties.Device.g.cs"], Does.Contain("parent: null").And.Contain("private byte _y = 0;"));
    }

    [Test]
    public void An_edit_of_another_file_is_seen()
    {
        const string device = """[Device("derived")] public partial class Derived : Base { [Property("mode")] public partial Mode Mode1 { get; set; } }""";
        var before = SampleCompilation.Create(device, "public enum Mode { A } public abstract class Base : Device;");
        var after = SampleCompilation.Create(device, """public enum Mode { B } [Device("base")] public abstract partial class Base : Device;""");
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new DeviceGenerator().AsSourceGenerator()], parseOptions: SampleCompilation.ParseOptions);

        var edited = before.ReplaceSyntaxTree(before.SyntaxTrees.Last(), after.SyntaxTrees.Last());
        var result = driver.RunGenerators(before).RunGenerators(edited).GetRunResult();

        var text = result.Results.Single().GeneratedSources.Single(source => source.HintName == "Derived.Device.g.cs").SourceText.ToString();
        Assert.That(text, Does.Contain("parent: global::Base.ObjectType").And.Contain("static new").And.Contain("(\"b\", global::Mode.B)"));
    }

    [Test]
    public void Equivalent_sources_have_equal_models()
    {
        var model = Parse(
            """
            /// <summary>A disk. Fast.</summary>
            [Device("nvme")]
            public partial class Nvme : Device { /// <summary>Lanes.</summary>
            [Property("lanes", Default = 4, Maximum = 8)] public partial byte Lanes { get; set; } }
            """);
        var equivalent = Parse(
            """
            // A comment that says nothing.
            /// <summary>
            /// A disk. Slow.
            /// </summary>
            [DeviceAttribute("nv" + "me")]
            public partial class Nvme : Hv.Runtime.Objects.Device
            {
                private const byte Most = 8;

                /// <summary>Lanes. On the bus.</summary>
                [Property(name: "lanes", Maximum = Most, Default = 0b100L)]
                public partial System.Byte Lanes
                {
                    get;
                    set;
                }
            }
            """);
        Assert.That(equivalent, Is.EqualTo(model));
        Assert.That(equivalent.GetHashCode(), Is.EqualTo(model.GetHashCode()));
    }

    [TestCase("""[Device("e1000")] public partial class Nvme : Device { [Property("lanes", Default = 4)] public partial byte Lanes { get; set; } }""")]
    [TestCase("""[Device("nvme")] public partial class Nvme : Device { [Property("lanes", Default = 5)] public partial byte Lanes { get; set; } }""")]
    [TestCase("""[Device("nvme")] public partial class Nvme : Device { [Property("lanes", Default = 4)] public partial int Lanes { get; set; } }""")]
    [TestCase("""[Device("nvme")] public partial class Nvme : Device { [Property("lanes", Default = 4)] public partial byte Lanes { get; } }""")]
    [TestCase("""[Device("nvme")] public abstract partial class Nvme : Device { [Property("lanes", Default = 4)] public partial byte Lanes { get; set; } }""")]
    public void Different_sources_have_different_models(string source) => Assert.That(
        Parse(source),
        Is.Not.EqualTo(Parse("""[Device("nvme")] public partial class Nvme : Device { [Property("lanes", Default = 4)] public partial byte Lanes { get; set; } }""")));

    private static DeviceModel Parse(string source) =>
        DeviceParser.Parse(SampleCompilation.Create(source).GetTypeByMetadataName("Nvme")!, report: null, CancellationToken.None)!;
}
