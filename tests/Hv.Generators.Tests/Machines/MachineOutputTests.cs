using Hv.Generators.Tests.Infrastructure;
using static Hv.Generators.Tests.Machines.MachineSamples;

namespace Hv.Generators.Tests.Machines;

/// <summary>The text that is written for families and versions.</summary>
public sealed class MachineOutputTests
{
    private const string Versions = """
        namespace Sample.Versions;

        [MachineVersion("sample", 3, 0)]
        public sealed partial class Sample_3_0 : SampleMachine;

        /// <summary>The version with smaller pages. Nobody should use it.</summary>
        [MachineVersion("sample", 2, 12, IsDefault = true)]
        [Compat<SampleMachine>(nameof(SampleMachine.Protection), Protection.Off)]
        [Compat<HostBridge>(nameof(HostBridge.TableLevels), 5)]
        [Compat<HostBridge>(nameof(HostBridge.PageSizeMask), 0x11000)]
        [Compat<HostBridge>(nameof(HostBridge.ExtendedConfiguration), false)]
        [Compat<HostBridge>(nameof(HostBridge.Label), "old \"one\"")]
        public sealed partial class Sample_2_12 : SampleMachine;

        [MachineVersion("sample", 2, 12, Suffix = "sxxm")]
        [Compat<BridgeBase>(nameof(BridgeBase.ExtendedConfiguration), true)]
        public sealed partial class Sample_2_12_Sxxm : SampleMachine;

        [MachineVersion("sample", 2, 11)]
        public sealed partial class Sample_2_11 : SampleMachine;
        """;

    [TestCase("Sample.SampleMachine.MachineFamily.g.cs")]
    [TestCase("Sample.Versions.Sample_3_0.MachineVersion.g.cs")]
    [TestCase("Sample.Versions.Sample_2_12.MachineVersion.g.cs")]
    [TestCase("Sample.Versions.Sample_2_12_Sxxm.MachineVersion.g.cs")]
    [TestCase("Sample.Versions.Sample_2_11.MachineVersion.g.cs")]
    [TestCase("MachineCatalog.g.cs")]
    public void Output_is_as_expected(string hintName)
    {
        GeneratorTest.Run(Declarations, Versions).AssertMatchesExpected(hintName);
    }

    [Test]
    public void The_order_of_declarations_and_files_does_not_change_the_output()
    {
        var classes = Versions.Split("\n\n").Skip(1).ToList();
        var shuffled = Enumerable.Reverse(classes).Select(text => "namespace Sample.Versions;\n" + text);

        var expected = GeneratorTest.Run(Declarations, Versions);
        var actual = GeneratorTest.Run([.. shuffled, Declarations]);

        foreach (var source in expected.Sources.Where(source => source.HintName.Contains("Machine", StringComparison.Ordinal)))
            Assert.That(actual[source.HintName], Is.EqualTo(source.SourceText.ToString()), source.HintName);
    }

    [Test]
    public void A_family_without_versions_has_no_registry_and_no_place_in_the_catalog()
    {
        var hints = GeneratorTest.Run(Declarations).Sources.Select(source => source.HintName);

        Assert.That(hints, Has.None.Contains("MachineFamily").And.None.Contains("MachineCatalog"));
    }

    [Test]
    public void Wrong_entries_and_versions_are_left_out_quietly()
    {
        var compilation = SampleCompilation.Create(
            Declarations,
            Source(Version("2.4", "Compat<HostBridge>(\"ddw\", false)", "Compat<HostBridge>(nameof(HostBridge.TableLevels), 6)")),
            Source("""[MachineVersion("sample", 2, 3)] public sealed class NotPartial : SampleMachine;"""),
            Source(Version("2.2"))).WithGeneratedCode();

        var trees = compilation.SyntaxTrees.Where(tree => tree.FilePath.Contains(".Machine", StringComparison.Ordinal)).ToList();
        Assert.That(trees.Select(tree => Path.GetFileName(tree.FilePath)), Has.None.Contains("NotPartial"));
        Assert.That(string.Concat(trees), Does.Not.Contain("CompatRow"));
    }

    [Test]
    public void A_version_declared_twice_compiles()
    {
        GeneratorTest.Run(Declarations, Source(Version("2.4")), Source("""[MachineVersion("sample", 2, 4)] public sealed partial class Twice : SampleMachine;"""));
    }

    [Test]
    public void Nested_internal_keyword_and_global_namespace_versions_compile()
    {
        GeneratorTest.Run(
            Declarations,
            """
            using Sample;

            internal static partial class @class
            {
                [MachineVersion("sample", 2, 4)]
                internal sealed partial class @new : SampleMachine
                {
                    private @new() { }
                }
            }

            [MachineVersion("sample", 2, 3)]
            [Obsolete("old")]
            [Compat<HostBridge>(nameof(HostBridge.TableLevels), 3)]
            internal sealed partial class Old : SampleMachine;
            """);
    }

    [Test]
    public void Entries_may_be_for_devices_of_a_referenced_assembly()
    {
        var library = SampleCompilation.CreateNamed("Library", [], Declarations).WithGeneratedCode().ToMetadataReference();
        var run = GeneratorTest.Run(SampleCompilation.CreateNamed("User", [library], """
            namespace User;

            /// <summary>A machine.</summary>
            [MachineFamily("user")]
            public abstract partial class UserMachine : Machine;

            [MachineVersion("user", 1, 0)]
            [Compat<Sample.HostBridge>(nameof(Sample.HostBridge.DynamicDmaWindows), false)]
            public sealed partial class User_1_0 : UserMachine;
            """));

        Assert.That(
            run["User.User_1_0.MachineVersion.g.cs"],
            Does.Contain("CompatRow.Of<bool>(\"user-1.0\", global::Sample.HostBridge.ObjectType, global::Sample.HostBridge.Properties.DynamicDmaWindows, false)"));
    }

    [TestCase("My.Machines", "namespace My.Machines;")]
    [TestCase("my-machines.2", "namespace my_machines._2;")]
    public void The_catalog_is_in_the_namespace_of_the_assembly(string assembly, string expected)
    {
        var run = GeneratorTest.Run(SampleCompilation.CreateNamed(assembly, [], Declarations, Source(Version("2.4"))));

        Assert.That(run["MachineCatalog.g.cs"], Does.Contain(expected));
    }
}
