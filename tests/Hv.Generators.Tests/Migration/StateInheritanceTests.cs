using Hv.Generators.Tests.Infrastructure;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Tests.Migration;

/// <summary>State of base classes, of nested types and of types in other assemblies.</summary>
public sealed class StateInheritanceTests
{
    private const string Library = """
        namespace Library;

        [VmState("line", Version = 3, MinimumVersion = 2)]
        public partial struct Line
        {
            [Migrated] public byte Number;
            [Migrated(Since = 3)] public byte Since3;
        }

        [VmState("root", Version = 2, MinimumVersion = 1)]
        [Subsection("root/ex", Needed = nameof(NeedsEx))]
        public abstract partial class Root : Device
        {
            [Migrated] private byte _value;
            [Migrated(Subsection = "root/ex")] private byte _ex;

            public byte Value { get => _value; set => _value = value; }
            public byte Ex { get => _ex; set => _ex = value; }
            public bool NeedsEx => _ex != 0;

            [HostOnly("test")] public string Log { get; protected set; } = "";

            [BeforeSave] private void BeforeSave() => Log += "root saves;";

            [AfterLoad] private void AfterLoad(uint version) => Log += $"root {version};";
        }

        [HostOnly("test")]
        public abstract class Between : Root { public int Own; }
        """;

    private const string Derived = """
        namespace Sample;

        [Device("leaf")]
        [VmState("leaf", BaseName = "root")]
        public partial class Leaf : Library.Between
        {
            [Migrated] public Library.Line Line;
            [Migrated] public byte After;

            [BeforeSave] private void BeforeSave() => Log += "leaf saves;";

            [AfterLoad] private void AfterLoad() => Log += "leaf;";
        }

        [VmState("leaf-2")]
        [Device("leaf-2")]
        public sealed partial class Leaf2 : Leaf
        {
            [Migrated] public byte Last;
        }

        [VmState("bare", BaseName = "")]
        [Device("bare")]
        public sealed partial class Bare : Library.Between
        {
            [Migrated] public byte Only;
        }

        public partial record Outer
        {
            [VmState("inner")]
            private partial record struct Inner([property: Migrated] int Value);

            public static IReadOnlyList<object> Create() => [new Inner(5)];
        }
        """;

    [Test]
    public void State_of_a_base_class_in_another_assembly_comes_first_as_a_struct()
    {
        var (library, sample) = Load();
        var leaf = new StateObject(sample, "Sample.Leaf");
        (leaf["Value"], leaf["Ex"], leaf["After"]) = (1, 2, 4);
        leaf["Line"] = Line(library, 7, 8);
        Assert.That(leaf.SaveHex(), Is.EqualTo("01" + "0507726f6f742f6578" + "00000001" + "02" + "0708" + "04"));
        Assert.That(leaf["Log"], Is.EqualTo("leaf saves;root saves;"));

        var loaded = new StateObject(sample, "Sample.Leaf").Load(leaf.SaveHex());
        Assert.That(new[] { loaded["Value"], loaded["Ex"], loaded["After"] }, Is.EqualTo(new object[] { 1, 2, 4 }));
        Assert.That(loaded["Line"], Is.EqualTo(leaf["Line"]));
        Assert.That(loaded["Log"], Is.EqualTo("root 2;leaf;"), "each level with its own version, the base first");
        Assert.That(leaf.Describe(), Does.Contain("""{"name":"root","type":"struct","struct":{"vmsd_name":"root","version":2,"fields":"""));
    }

    [Test]
    public void Each_level_has_its_own_state_and_the_most_derived_one_is_that_of_the_object()
    {
        var (_, sample) = Load();
        var leaf = new StateObject(sample, "Sample.Leaf2");
        (leaf["Value"], leaf["After"], leaf["Last"]) = (1, 4, 9);
        Assert.That(leaf.State.StateType.Name, Is.EqualTo("leaf-2"));
        Assert.That(leaf.State.StateType.Fields.Select(field => field.Name), Is.EqualTo(["parent_obj", "last"]));
        Assert.That(leaf.SaveHex(), Is.EqualTo("01" + "0000" + "04" + "09"));
        Assert.That(
            new StateObject(sample, "Sample.Leaf2").LoadError("01 0000"), Is.EqualTo("section 'test', parent_obj.after at offset 0x3: the stream ends here, 1 byte too early"));
    }

    [Test]
    public void State_of_a_base_class_may_be_left_out()
    {
        var (_, sample) = Load();
        var bare = new StateObject(sample, "Sample.Bare");
        (bare["Value"], bare["Only"]) = (1, 2);
        Assert.That(bare.SaveHex(), Is.EqualTo("02"));
        Assert.That(bare["Log"], Is.Empty);
    }

    [Test]
    public void A_private_type_inside_of_another_has_state()
    {
        var (_, sample) = Load();
        var inner = ((IReadOnlyList<object>)sample.GetType("Sample.Outer")!.GetMethod("Create")!.Invoke(null, null)!).Single();
        Assert.That(new StateObject((Hv.Runtime.Migration.IVmState)inner).SaveHex(), Is.EqualTo("00000005"));
    }

    private static object Line(System.Reflection.Assembly library, byte number, byte since3)
    {
        var line = new StateObject(library, "Library.Line");
        (line["Number"], line["Since3"]) = (number, since3);
        return line.State;
    }

    private static (System.Reflection.Assembly Library, System.Reflection.Assembly Sample) Load()
    {
        // Of one name for all tests, since the runtime finds it by that; and loaded once.
        var sample = GeneratorTest.Run(SampleCompilation.CreateNamed("Sample", [MetadataReference.CreateFromImage(Image.Value)], Derived));
        return (Loaded.Value, sample.Load());
    }

    private static readonly Lazy<byte[]> Image = new(() =>
    {
        using var image = new MemoryStream();
        Assert.That(SampleCompilation.CreateNamed("StateLibrary", [], Library).WithGeneratedCode().Emit(image).Success, Is.True);
        return image.ToArray();
    });

    private static readonly Lazy<System.Reflection.Assembly> Loaded = new(() =>
    {
        var library = System.Reflection.Assembly.Load(Image.Value);
        AppDomain.CurrentDomain.AssemblyResolve += (_, wanted) => wanted.Name.StartsWith("StateLibrary,", StringComparison.Ordinal) ? library : null;
        return library;
    });
}
