using Hv.Generators.Tests.Infrastructure;
using static Hv.Generators.Tests.Machines.MachineSamples;

namespace Hv.Generators.Tests.Machines;

/// <summary>HV3001 to HV3004 and HV3012 to HV3014: families, versions and the chain they form.</summary>
public sealed class ChainDiagnosticsTests
{
    [Test]
    public void A_chain_without_gaps_is_right_wherever_it_starts()
    {
        Verify(Version("3.1"), Version("3.0"), Version("2.12"), Version("2.12-sxxm"), Version("2.11"));
    }

    [TestCase("2.3", "2.1", "no 2.2")]
    [TestCase("2.12", "2.9", "no 2.10 to 2.11")]
    [TestCase("3.1", "2.12", "no 3.0")]
    [TestCase("3.2", "2.12", "no 3.0 to 3.1")]
    [TestCase("4.0", "2.12", "no 3.0")]
    public void HV3001_a_gap_in_the_chain_names_what_is_missing(string newer, string older, string missing)
    {
        var messages = Verify(Marked("HV3001", newer), Version(older));

        Assert.That(messages, Is.EqualTo([$"Family 'sample' has {newer} and {older} but {missing}"]));
    }

    [Test]
    public void HV3001_a_side_branch_does_not_fill_a_gap()
    {
        Assert.That(
            Verify(Marked("HV3001", "2.3"), Marked("HV3013", "2.2-x"), Version("2.1")),
            Is.EqualTo(["Family 'sample' has 2.3 and 2.1 but no 2.2", "'sample-2.2-x' branches from 'sample-2.2', which does not exist"]));
    }

    [Test]
    public void HV3002_a_version_declared_twice()
    {
        var messages = Verify(Version("2.3"), """[{|HV3002:MachineVersion("sample", 2, 3)|}] public sealed partial class Twice : SampleMachine;""");

        Assert.That(messages, Is.EqualTo(["'sample-2.3' is already declared by 'Sample_2_3'"]));
    }

    [Test]
    public void HV3002_numbers_are_numbers_and_suffixes_tell_versions_apart()
    {
        Verify(Version("2.1"), Version("2.1-a"), Version("2.1-b"), Version("2.0"));
    }

    [Test]
    public void HV3003_two_defaults()
    {
        var messages = Verify(
            """[MachineVersion("sample", 2, 3, IsDefault = true)] public sealed partial class Newer : SampleMachine;""",
            """[MachineVersion("sample", 2, 2, {|HV3003:IsDefault = true|})] public sealed partial class Older : SampleMachine;""");

        Assert.That(messages, Is.EqualTo(["Family 'sample' has two defaults, 'sample-2.3' and 'sample-2.2'"]));
    }

    [Test]
    public void HV3003_one_default_in_each_family()
    {
        Verify(
            """[MachineVersion("sample", 2, 3, IsDefault = true)] public sealed partial class Newer : SampleMachine;""",
            """[MachineVersion("other", 1, 0, IsDefault = true)] public sealed partial class Other : OtherMachine;""",
            """[MachineVersion("sample", 2, 2, IsDefault = false)] public sealed partial class Older : SampleMachine;""");
    }

    [TestCase("public sealed partial class Lost : Machine;", "sampel", "there is no such family. Did you mean 'sample'?")]
    [TestCase("public sealed partial class Lost : OtherMachine;", "sampel", "there is no such family. Did you mean 'other'?")]
    [TestCase("public sealed partial class Lost : Machine;", "unheard-of", "there is no such family")]
    public void HV3004_an_unknown_family_with_the_name_that_was_meant(string declaration, string family, string reason)
    {
        var messages = Verify($$"""[MachineVersion({|HV3004:"{{family}}"|}, 2, 3)] {{declaration}}""");

        Assert.That(messages, Is.EqualTo([$"'Lost' is no version of family '{family}': {reason}"]));
    }

    [TestCase("Machine")]
    [TestCase("OtherMachine")]
    [TestCase("Device")]
    public void HV3004_a_class_that_does_not_derive_from_its_family(string baseClass)
    {
        var messages = Verify($$"""[MachineVersion("sample", 2, 3)] public sealed partial class {|HV3004:Lost|} : {{baseClass}};""");

        Assert.That(messages, Is.EqualTo(["'Lost' is no version of family 'sample': it does not derive from 'SampleMachine'"]));
    }

    [Test]
    public void HV3004_a_family_of_another_assembly()
    {
        using var image = new MemoryStream();
        var library = SampleCompilation.CreateNamed("Library", [], Declarations).WithGeneratedCode();
        var reference = library.ToMetadataReference();

        var messages = AnalyzerTest.Verify(
            "Sample", [reference], """namespace Sample; [MachineVersion({|HV3004:"sample"|}, 2, 3)] public sealed partial class Far : SampleMachine;""");

        Assert.That(
            messages,
            Is.EqualTo(["'Far' is no version of family 'sample': 'SampleMachine' is in 'Library', and a family's versions are declared where its class is"]));
    }

    [Test]
    public void HV3004_a_class_between_family_and_version_is_right()
    {
        Verify(
            "public abstract partial class Between : SampleMachine;",
            """[MachineVersion("sample", 2, 3)] public sealed partial class Derived : Between;""");
    }

    [TestCase("public sealed class {|HV3012:V|} : SampleMachine;", "partial")]
    [TestCase("public partial class {|HV3012:V|} : SampleMachine;", "sealed")]
    [TestCase("public class {|HV3012:V|} : SampleMachine;", "sealed and partial")]
    [TestCase("public abstract partial class {|HV3012:V|} : SampleMachine;", "not abstract")]
    [TestCase("public sealed partial class {|HV3012:V|}<T> : SampleMachine;", "not generic")]
    [TestCase("public sealed partial class {|HV3012:V|} : SampleMachine { public V(int cpus) { } }", "constructible without arguments")]
    [TestCase("public sealed partial class {|HV3012:V|} : SampleMachine { public required int Cpus { get; set; } }", "without required members such as 'Cpus'")]
    [TestCase("file sealed partial class {|HV3012:V|} : SampleMachine;", "visible to the whole assembly")]
    public void HV3012_a_class_that_cannot_be_a_version(string declaration, string must)
    {
        var messages = Verify($"""[MachineVersion("sample", 2, 3)] {declaration}""");

        Assert.That(messages, Is.EqualTo([$"'V' cannot be machine version 'sample-2.3': it must be {must}"]));
    }

    [Test]
    public void HV3012_a_class_nested_in_one_that_is_not_partial()
    {
        var messages = Verify(
            """public static class Outer { [MachineVersion("sample", 2, 3)] public sealed partial class {|HV3012:V|} : SampleMachine; }""");

        Assert.That(messages, Is.EqualTo(["'V' cannot be machine version 'sample-2.3': it must be in a partial 'Outer'"]));
    }

    [Test]
    public void HV3012_nested_internal_and_privately_constructed_versions_are_right()
    {
        Verify("""
            internal static partial class Outer
            {
                [MachineVersion("sample", 2, 3)]
                internal sealed partial class V : SampleMachine
                {
                    private V() { }
                }
            }
            """);
    }

    [Test]
    public void HV3013_a_side_branch_of_a_version_that_does_not_exist()
    {
        Assert.That(
            Verify(Version("2.3"), Marked("HV3013", "2.2-sxxm")),
            Is.EqualTo(["'sample-2.2-sxxm' branches from 'sample-2.2', which does not exist"]));
    }

    [TestCase("pseries 2")]
    [TestCase("2pseries")]
    [TestCase("")]
    [TestCase("pseries-")]
    [TestCase("pseries-2.4")]
    public void HV3014_a_family_name_that_breaks_the_rule(string name)
    {
        var messages = Verify($$"""[MachineFamily({|HV3014:"{{name}}"|}, TypeName = "bad-machine")] public abstract partial class Bad : Machine;""");

        Assert.That(messages.Single(), Does.StartWith($"'{name}' is no name of a machine family: letters, digits, '-' and '_'"));
    }

    [TestCase("")]
    [TestCase("sxxm.2")]
    public void HV3014_a_suffix_that_breaks_the_rule(string suffix)
    {
        var messages = Verify(
            Version("2.3"),
            suffix.Length == 0 ? Version("2.2") : "",
            $$"""[MachineVersion("sample", 2, {{(suffix.Length == 0 ? 1 : 3)}}, {|HV3014:Suffix = "{{suffix}}"|})] public sealed partial class Bad : SampleMachine;""");

        Assert.That(messages.Single(), Does.StartWith($"'{suffix}' is no suffix of a machine version: letters, digits"));
    }

    [Test]
    public void HV3014_a_negative_number()
    {
        Assert.That(
            Verify("""[MachineVersion("sample", {|HV3014:-1|}, 0)] public sealed partial class Bad : SampleMachine;"""),
            Is.EqualTo(["-1 is no number of a machine version: it is negative"]));
    }

    [TestCase("public partial class {|HV3014:Bad|} : Machine { public override MachineVersion Version => null!; }", "is not abstract")]
    [TestCase("public abstract class {|HV3014:Bad|} : Machine;", "is not partial")]
    [TestCase("public abstract partial class {|HV3014:Bad|}<T> : Machine;", "is generic")]
    [TestCase("public abstract partial class {|HV3014:Bad|} : SampleMachine;", "it derives from 'SampleMachine', the class of family 'sample'")]
    [TestCase("public abstract partial class {|HV3014:Bad|};", "does not derive from 'Machine'")]
    public void HV3014_a_class_that_cannot_be_a_family(string declaration, string reason)
    {
        var messages = Verify($"""[MachineFamily("bad")] {declaration}""");

        Assert.That(messages.Single(), Does.StartWith("'Bad' cannot be the class of machine family 'bad': ").And.Contains(reason));
    }

    [TestCase("public abstract partial class {|HV3014:Bad|} : Machine { public int Family { get; set; } }", "Family")]
    [TestCase("public abstract partial class {|HV3014:Bad|} : Machine { private class MachineVersions; }", "MachineVersions")]
    public void HV3014_a_family_with_a_member_that_is_generated(string declaration, string member)
    {
        var messages = Verify($"""[MachineFamily("bad")] {declaration} [MachineVersion("bad", 1, 0)] public sealed partial class Bad_1_0 : Bad;""");

        Assert.That(
            messages.Single(),
            Is.EqualTo($"'Bad' cannot be the class of machine family 'bad': the name '{member}' is taken: a member of that name is generated"));
    }

    [TestCase("public sealed partial class {|HV3012:Bad|} : SampleMachine { public override MachineVersion Version => null!; }", "Version")]
    [TestCase("public sealed partial class {|HV3012:Bad|} : SampleMachine { private int MachineVersion() => 1; }", "MachineVersion")]
    public void HV3012_a_version_with_a_member_that_is_generated(string declaration, string member)
    {
        var messages = Verify($"""[MachineVersion("sample", 2, 0)] {declaration}""");

        Assert.That(
            messages.Single(),
            Is.EqualTo($"'Bad' cannot be machine version 'sample-2.0': it must be without the name '{member}', which a generated member has"));
    }

    [TestCase("public class {|HV3016:Bad|} : Machine;", "no version of a family")]
    [TestCase("public sealed class {|HV3016:Bad|} : SampleMachine;", "no version of a family")]
    [TestCase("public class {|HV3016:Bad|} : Machine { public override MachineVersion Version => null!; }", "of no family, and so has no object type")]
    public void HV3016_a_machine_that_is_no_version(string declaration, string lacks)
    {
        Assert.That(
            Verify(declaration),
            Is.EqualTo([$"'Bad' is a machine but {lacks}; make it abstract, or a sealed partial class with [MachineVersion] that derives from a family's"]));
    }

    [TestCase("public abstract class Right : Machine;")]
    [TestCase("public abstract class Right : SampleMachine;")]
    [TestCase("public class Right : SampleMachine { public override MachineVersion Version => null!; }")]
    [TestCase("public class Right : Machine { public override MachineVersion Version => null!; public override ObjectType Type => null!; }")]
    public void HV3016_a_machine_that_is_written_by_hand_or_abstract(string declaration)
    {
        Verify(declaration);
    }

    [Test]
    public void HV3014_a_family_declared_twice()
    {
        var messages = Verify("""[MachineFamily({|HV3014:"sample"|}, TypeName = "third-machine")] public abstract partial class Third : Machine;""");

        Assert.That(messages, Is.EqualTo(["Machine family 'sample' is already declared by 'SampleMachine'"]));
    }

    [TestCase("""[MachineVersion("sample", 2, )] public sealed partial class Typed : SampleMachine;""")]
    [TestCase("""[MachineVersion] [Compat<HostBridge>("ddw", 1)] public sealed partial class Typed : SampleMachine;""")]
    [TestCase("""[MachineVersion("sample", Unknown, 2)] public sealed partial class Typed : SampleMachine;""")]
    [TestCase("""[MachineVersion("sample", 2, 0, Suffix = Unknown)] public sealed partial class Typed : SampleMachine;""")]
    [TestCase("""[MachineFamily()] public abstract partial class Typed : Machine;""")]
    [TestCase("""[MachineVersion("sample", 2, 0)] [Compat<HostBridge>(nameof(HostBridge.TableLevels), Unknown)] public sealed partial class Typed : SampleMachine;""")]
    [TestCase("""[MachineVersion("sample", 2, 0)] [Compat<Unknown>("Flag", true)] public sealed partial class Typed : SampleMachine;""")]
    [TestCase("""[MachineVersion("sample", 2, 0)] [Compat<string>("Length", 1)] public sealed partial class Typed : SampleMachine;""")]
    public void What_the_compiler_rejects_is_not_reported_again(string source)
    {
        Verify(Version("2.1"), source);
    }

    [Test]
    public void A_class_that_is_family_and_version_at_once_is_told_so()
    {
        var messages = Verify("""[MachineFamily("both")] [MachineVersion("both", 1, 0)] public abstract partial class {|HV3004:{|HV3012:Both|}|} : Machine;""");

        Assert.That(messages, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_chain_of_a_hundred_versions_in_any_order_is_checked_as_a_whole()
    {
        var versions = Enumerable.Range(0, 100).Select(minor => Version($"2.{minor}")).Reverse().ToList();
        Verify([.. versions.Skip(50), .. versions.Take(50)]);
    }

    private static IReadOnlyList<string> Verify(params IEnumerable<string> sources) =>
        AnalyzerTest.Verify([Declarations, .. sources.Select(Source)]);

    private static string Marked(string id, string number) =>
        Version(number).Replace("[MachineVersion(", "[{|" + id + ":MachineVersion(").Replace(")]", ")|}]");
}
