using Hv.Generators.Tests.Infrastructure;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Tests.Migration;

/// <summary>What is wrong about a type with state: failing and passing declarations for each rule.</summary>
internal sealed class StateAnalyzerTests
{
    private const string Ready = "public bool IsReady => true;";

    [Test]
    public void HV4004_A_name_is_for_one_section()
    {
        var messages = AnalyzerTest.Verify(
            """namespace A; [VmState("timer")] public sealed partial class Timer { [Migrated] private int _value; }""",
            """namespace B; [VmState({|HV4004:"timer"|})] public sealed partial class Timer { [Migrated] private int _value; }""");
        Assert.That(messages, Is.EqualTo(["State name 'timer' is already used by 'A.Timer'"]));
    }

    [Test]
    public void HV4004_State_that_is_part_of_others_and_that_of_abstract_classes_is_no_section() => AnalyzerTest.Verify(
        """
        [VmState("part")] public partial struct A { [Migrated] public int Value; }
        [VmState("part")] public partial struct B { [Migrated] public int Value; }
        [VmState("whole")] public abstract partial class Base { [Migrated] private readonly A[] _parts = new A[2]; }
        [VmState("whole")] public sealed partial class Whole : Base { [Migrated] private B _part; }
        """);

    [TestCase("""[Subsection({|HV4005:"ex"|}, Needed = nameof(IsReady))]""",
        "Subsection name 'ex' does not extend 'sample', so that no reader finds it there; begin it so: 'sample/…' or 'sample_…'")]
    [TestCase("""[Subsection({|HV4005:"sample"|}, Needed = nameof(IsReady))]""",
        "Subsection name 'sample' does not extend 'sample', so that no reader finds it there; begin it so: 'sample/…' or 'sample_…'")]
    [TestCase("""[Subsection("sample/a", Needed = nameof(IsReady))] [Subsection({|HV4005:"sample/b"|}, Parent = "sample/a", Needed = nameof(IsReady))]""",
        "Subsection name 'sample/b' does not extend 'sample/a', so that no reader finds it there; begin it so: 'sample/a/…' or 'sample/a_…'")]
    [TestCase("""[Subsection("sample/a", Needed = nameof(IsReady))] [Subsection({|HV4005:"sample/ab"|}, Needed = nameof(IsReady))]""",
        "Subsection name 'sample/ab' extends that of 'sample/a', so that a reader looks for it inside of that; declare it before, or rename it")]
    [TestCase("""[Subsection("sample/a/b", {|HV4005:Parent = "sample/a"|}, Needed = nameof(IsReady))] [Subsection("sample/a", Needed = nameof(IsReady))]""",
        "Subsection name 'sample/a/b' is inside of 'sample/a', which is not declared before it")]
    public void HV4005_A_subsection_extends_the_name_of_what_it_is_in(string subsections, string message) =>
        Assert.That(Verify(subsections, Ready), Is.EqualTo([message]));

    [TestCase("""[Subsection("sample/ab", Needed = nameof(IsReady))] [Subsection("sample/a", Needed = nameof(IsReady))]""")]
    [TestCase("""[Subsection("sample_a", Needed = nameof(IsReady))] [Subsection("sample_a/b", Parent = "sample_a", Needed = nameof(IsReady))]""")]
    public void HV4005_Names_that_a_reader_tells_apart_are_right(string subsections) => Verify(subsections, Ready);

    [TestCase("public class {|HV4007:Sample|}", "it is not partial")]
    [TestCase("public static partial class {|HV4007:Sample|}", "it is static: state is an object's")]
    [TestCase("public partial class {|HV4007:Sample|}<T>", "it is generic")]
    [TestCase("public ref partial struct {|HV4007:Sample|}", "it is a ref struct")]
    [TestCase("file partial class {|HV4007:Sample|}", "it is local to its file")]
    public void HV4007_A_type_with_state_can_be_completed(string head, string problem) => Assert.That(
        AnalyzerTest.Verify($$"""[VmState("sample")] {{head}} { }"""), Is.EqualTo([$"'Sample' cannot have state 'sample': {problem}"]));

    [Test]
    public void HV4007_The_types_around_are_partial() => Assert.That(
        AnalyzerTest.Verify("""public class {|HV4007:Board|} { [VmState("sample")] public partial class Sample { } }"""),
        Is.EqualTo(["'Sample' cannot have state 'sample': 'Board' around it is not partial"]));

    [TestCase("public sealed partial class Sample { [Migrated] private int _value; }")]
    [TestCase("public partial struct Sample { [Migrated] private int _value; }")]
    [TestCase("public partial record Sample([property: Migrated] int Value) { [Migrated] public int Value { get; private set; } = Value; }")]
    [TestCase("public partial record struct Sample([property: Migrated] int Value);")]
    [TestCase("internal partial class Sample { [Migrated] private int _value; }")]
    public void HV4007_Classes_structs_and_records_are_right(string declaration) => AnalyzerTest.Verify("""[VmState("sample")] """ + declaration);

    [TestCase("""[Subsection("sample/ex", {|HV4008:Needed = "IsRedy"|})]""", "Needed of 'Sample' is 'IsRedy', which is no field or property of 'Sample'; did you mean 'IsReady'?")]
    [TestCase("""[Subsection("sample/ex", {|HV4008:Needed = nameof(Number)|})]""", "Needed of 'Sample' is 'Number', which is no bool")]
    [TestCase("""[Subsection({|HV4008:"sample/ex"|})]""", "Needed of 'sample/ex' is not given: name a bool member that says when it is saved")]
    public void HV4008_A_subsection_says_when_it_is_needed(string subsection, string message) =>
        Assert.That(Verify(subsection, Ready + " public int Number => 1;"), Is.EqualTo([message]));

    [Test]
    public void HV4008_Members_of_base_classes_count() => AnalyzerTest.Verify(
        """
        public abstract class Base { protected bool IsReady => true; }
        [VmState("sample")] [Subsection("sample/ex", Needed = nameof(IsReady))] public sealed partial class Sample : Base { }
        """);

    [Test]
    public void HV4008_Private_members_of_base_classes_do_not_count() => Assert.That(
        AnalyzerTest.Verify(
            """
            public abstract class Base { private bool IsReady => true; }
            [VmState("sample")] [Subsection("sample/ex", {|HV4008:Needed = "IsReady"|})] public sealed partial class Sample : Base { }
            """),
        Is.EqualTo(["Needed of 'Sample' is 'IsReady', which is no field or property of 'Sample'"]));

    [Test]
    public void HV4011_Migrated_members_stand_in_one_part() => Assert.That(
        AnalyzerTest.Verify(
            """[VmState("sample")] public sealed partial class Sample { [Migrated] private int _one; [HostOnly("test")] private int _own; }""",
            """public sealed partial class Sample { [Migrated] private int {|HV4011:_two|}; [HostOnly("test")] private int _other; }"""),
        Is.EqualTo(["'_two' stands in another part of 'Sample' than '_one': the order of the fields would depend on the order of the files"]));

    [Test]
    public void HV4011_Subsections_stand_on_one_part() => Assert.That(
        AnalyzerTest.Verify(
            """[VmState("sample")] [Subsection("sample/a", Needed = nameof(IsReady))] public sealed partial class Sample { public bool IsReady => true; }""",
            """[Subsection({|HV4011:"sample/b"|}, Needed = nameof(IsReady))] public sealed partial class Sample;"""),
        Is.EqualTo(["'sample/b' stands in another part of 'Sample' than 'sample/a': the order of the fields would depend on the order of the files"]));

    [TestCase("[BeforeSave] private void {|HV4012:Run|}(int value) { }", "[BeforeSave] but takes parameters")]
    [TestCase("[BeforeLoad] private int {|HV4012:Run|}() => 1;", "[BeforeLoad] but returns something that nobody looks at; let it return void")]
    [TestCase("[AfterSave] private static void {|HV4012:Run|}() { }", "[AfterSave] but is static")]
    [TestCase("[AfterLoad] private void {|HV4012:Run|}(int version) { }", "[AfterLoad] but takes more than the version, a uint")]
    [TestCase("[AfterLoad] private void {|HV4012:Run|}(uint version, int more) { }", "[AfterLoad] but takes more than the version, a uint")]
    [TestCase("[AfterLoad] private void {|HV4012:Run|}<T>() { }", "[AfterLoad] but is generic")]
    [TestCase("[AfterLoad] private async void {|HV4012:Run|}() => await System.Threading.Tasks.Task.Yield();", "[AfterLoad] but is asynchronous: the state is used when it returns")]
    [TestCase("[AfterLoad] private void First() { } [AfterLoad] private void {|HV4012:Run|}() { }", "[AfterLoad] but 'First' has it already: one method runs then, and calls others")]
    public void HV4012_A_hook_can_be_called(string method, string problem) => Assert.That(Verify("", method), Is.EqualTo([$"Method 'Run' has {problem}"]));

    [TestCase("[BeforeSave] private void A() { } [AfterSave] private void B() { } [BeforeLoad] private void C() { } [AfterLoad] private void D() { }")]
    [TestCase("[AfterLoad] internal void A(uint version) { }")]
    public void HV4012_Hooks_that_fit_are_right(string methods) => Verify("", methods);

    [Test]
    public void HV4013_Subsections_are_for_types_with_state() => Assert.That(
        AnalyzerTest.Verify("""[Subsection({|HV4013:"sample/ex"|})] public sealed class Sample;"""), Is.EqualTo(["'Sample' has [Subsection] but no [VmState]"]));

    [TestCase("[HostOnly(\"test\")]", "it says that none of it migrates: remove one")]
    [TestCase("[NotMigratable(\"test\")]", "it says that it does not migrate: remove one")]
    public void HV4013_A_type_with_state_does_not_say_that_it_has_none(string attribute, string says) => Assert.That(
        AnalyzerTest.Verify($$"""[VmState("sample")] {{attribute}} public sealed partial class {|HV4013:Sample|};"""), Is.EqualTo([$"'Sample' has [VmState] but {says}"]));

    [Test]
    public void HV4015_A_base_class_without_state_of_its_own_is_found() => Assert.That(
        AnalyzerTest.Verify(
            """
            public abstract class Root { private int _count; public int Count => _count++; }
            public abstract class Middle : Root;
            [VmState("sample")] public sealed partial class {|HV4015:Sample|} : Middle;
            """),
        Is.EqualTo(["'Sample' derives from 'Root', which has neither [VmState] nor [HostOnly(\"why\")], and whose '_count' can change"]));

    [Test]
    public void HV4015_A_base_class_of_another_assembly_says_what_it_has() => Assert.That(
        AnalyzerTest.Verify("""[VmState("sample")] public sealed partial class {|HV4015:Sample|} : System.IO.MemoryStream;"""),
        Is.EqualTo(["'Sample' derives from 'MemoryStream', which is in another assembly, where its fields cannot be seen, and has neither [VmState] nor [HostOnly(\"why\")]"]));

    [TestCase("public abstract class Base { public int Value => 1; private readonly int _value = 1; }")]
    [TestCase("[HostOnly(\"test\")] public abstract class Base { protected int Value; }")]
    [TestCase("public abstract class Base { [HostOnly(\"test\")] protected int Value; }")]
    [TestCase("[VmState(\"base\")] public abstract partial class Base { [Migrated] protected int Value; }")]
    [TestCase("[VmState(\"base\")] public abstract partial class Base : Hv.Runtime.Objects.Device { [Migrated] protected int Value; }")]
    [TestCase("public abstract class Base : Hv.Runtime.Objects.Device;")]
    [TestCase("public abstract class Base(Hv.Runtime.Objects.Device parent) : Hv.Runtime.Objects.Bus(\"b\", \"t\", parent) { protected Base() : this(null!) { } public override IReadOnlyList<Device> Devices => []; }")]
    public void HV4015_Base_classes_that_say_what_they_have_are_right(string parent) =>
        AnalyzerTest.Verify(parent + """ [VmState("sample")] public abstract partial class Sample : Base;""");

    [Test]
    public void HV4016_A_device_that_can_change_has_state_or_says_that_it_does_not_migrate() => Assert.That(
        AnalyzerTest.Verify("""[Device("edu")] public sealed partial class {|HV4016:Edu|} : Device { public uint Status { get; private set; } }"""),
        Is.EqualTo(["'Edu' can change ('Status') but has no state: add [VmState], or [NotMigratable(\"why\")] so that a machine that has it refuses to migrate"]));

    [TestCase("""[Device("base")] public abstract partial class Base : Device { protected uint Value; } [Device("edu")] public sealed partial class {|HV4016:Edu|} : Base;""", "Value")]
    [TestCase("""[Device("base")] public abstract partial class Base : Device; public sealed class {|HV4016:Edu|} : Base { public uint Value; }""", "Value")]
    [TestCase("""[VmState("base")] public abstract partial class Base { [Migrated] protected uint Value; } public sealed class {|HV4016:Edu|} : Base { public uint Other; }""", "Other")]
    public void HV4016_Base_and_derived_classes_count(string source, string member) =>
        Assert.That(AnalyzerTest.Verify(source), Has.One.StartsWith($"'Edu' can change ('{member}') but has no state"));

    [Test]
    public void HV4016_A_base_class_of_another_assembly_that_says_nothing_counts()
    {
        using var image = new MemoryStream();
        var library = SampleCompilation.CreateNamed("Library", [], """namespace Library; [Device("base")] public abstract partial class Base : Device;""").WithGeneratedCode();
        Assert.That(library.Emit(image).Success, Is.True);
        Assert.That(
            AnalyzerTest.Verify(
                "Sample", [MetadataReference.CreateFromImage(image.ToArray())],
                """[Device("edu")] public sealed partial class {|HV4016:Edu|} : Library.Base;"""),
            Has.One.StartsWith("'Edu' can change ('Base') but has no state"));
    }

    [TestCase("""[VmState("edu")] [Device("edu")] public sealed partial class Edu : Device { [Migrated] private uint _value; }""")]
    [TestCase("""[NotMigratable("test")] [Device("edu")] public sealed partial class Edu : Device { public uint Value; }""")]
    [TestCase("""[Device("edu")] public sealed partial class Edu : Device { [HostOnly("test")] public uint Value; }""")]
    [TestCase("""[HostOnly("test")] [Device("edu")] public sealed partial class Edu : Device { public uint Value; }""")]
    [TestCase("""[Device("edu")] public abstract partial class Edu : Device { public uint Value; }""")]
    [TestCase("""[Device("edu")] public sealed partial class Edu : Device { [Property("index")] public partial uint Index { get; set; } public event Action? Changed; public void Raise() => Changed?.Invoke(); }""")]
    [TestCase("""[VmState("base")] [Device("base")] public abstract partial class Base : Device { [Migrated] protected uint Value; } [Device("edu")] public sealed partial class Edu : Base;""")]
    [TestCase("""[NotMigratable("test")] [Device("base")] public abstract partial class Base : Device; [Device("edu")] public sealed partial class Edu : Base { public uint Value; }""")]
    public void HV4016_Devices_that_say_what_becomes_of_them_are_right(string source) => AnalyzerTest.Verify(source);

    [TestCase("""[VmState({|HV4017:""|})]""", "State name of 'Sample' is ''; a name is 1 to 255 bytes of ASCII without blanks")]
    [TestCase("""[VmState({|HV4017:"größe"|})]""", "State name of 'Sample' is 'größe'; a name is 1 to 255 bytes of ASCII without blanks")]
    [TestCase("""[VmState({|HV4017:"a b"|})]""", "State name of 'Sample' is 'a b'; a name is 1 to 255 bytes of ASCII without blanks")]
    [TestCase("""[VmState({|HV4017:null!|})]""", "State name of 'Sample' is null; a name is 1 to 255 bytes of ASCII without blanks")]
    [TestCase("""[VmState("sample", {|HV4017:Version = -2|})]""", "Version of 'Sample' is -2; versions begin with 0")]
    [TestCase("""[VmState("sample", {|HV4017:MinimumVersion = 2|})]""", "MinimumVersion of 'Sample' is 2; it is 1 to 1, the version that is saved")]
    [TestCase("""[VmState("sample", Version = 3, {|HV4017:MinimumVersion = -1|})]""", "MinimumVersion of 'Sample' is -1; it is 1 to 3, the version that is saved")]
    [TestCase("""[VmState("sample")] [Subsection("sample/ex", Needed = nameof(IsReady), {|HV4017:Version = -1|})]""", "Version of 'Sample' is -1; versions begin with 0")]
    public void HV4017_Names_and_versions_are_such_as_a_stream_can_have(string attribute, string message) => Assert.That(
        AnalyzerTest.Verify($$"""{{attribute}} public sealed partial class Sample { {{Ready}} }"""), Is.EqualTo([message]));

    [Test]
    public void HV4017_A_name_has_255_bytes_at_most()
    {
        AnalyzerTest.Verify($$"""[VmState("{{new string('x', 255)}}")] public sealed partial class Sample;""");
        AnalyzerTest.Verify($$"""[VmState({|HV4017:"{{new string('x', 256)}}"|})] public sealed partial class Sample;""");
    }

    [TestCase("[Migrated({|HV4017:Name = \"\"|})] private int _value;", "Field name of '_value' is ''; a name is 1 to 255 bytes of ASCII without blanks")]
    [TestCase("[Unused({|HV4017:0|})] [Migrated] private int _value;", "[Unused] of '_value' is 0; it is at least 1 byte")]
    public void HV4017_Fields_have_names_and_lengths(string member, string message) => Assert.That(Verify("", member), Is.EqualTo([message]));

    [TestCase("public int {|HV4018:VmState|} => 1;", "VmState", "the description of the state")]
    [TestCase("public int {|HV4018:StateType|} => 1;", "StateType", "the description of the state")]
    [TestCase("private void {|HV4018:SaveState|}() { }", "SaveState", "the method that saves the state")]
    [TestCase("private void {|HV4018:LoadState|}() { }", "LoadState", "the method that loads the state")]
    [TestCase("private static class {|HV4018:StateFields|};", "StateFields", "the class of the fields' descriptions")]
    [TestCase("private static class {|HV4018:StateSubsections|};", "StateSubsections", "the class of the subsections' descriptions")]
    [TestCase("private void {|HV4018:SaveSampleEx|}() { }", "SaveSampleEx", "a method that saves a subsection")]
    public void HV4018_A_name_that_is_generated_is_free(string member, string name, string what) => Assert.That(
        Verify("""[Subsection("sample/ex", Needed = nameof(IsReady))]""", Ready + member),
        Is.EqualTo([$"'Sample' has a member '{name}', the name of {what} that is generated; rename it"]));

    [Test]
    public void HV4018_Members_of_other_names_are_right() => Verify("", "private static class StateSubsections; private void SaveSampleEx() { }");

    [Test]
    public void HV4019_The_name_of_a_base_is_for_one_with_state() => Assert.That(
        AnalyzerTest.Verify("""[VmState("sample", {|HV4019:BaseName = "base"|})] public sealed partial class Sample;"""),
        Is.EqualTo(["BaseName has no meaning for 'Sample': no base class has state"]));

    [Test]
    public void HV4020_A_subsection_has_a_name_of_its_own() => Assert.That(
        Verify("""[Subsection("sample/ex", Needed = nameof(IsReady))] [Subsection({|HV4020:"sample/ex"|}, Needed = nameof(IsReady))]""", Ready),
        Is.EqualTo(["Subsection name 'sample/ex' is already that of the one before"]));

    [Test]
    public void HV4020_A_field_has_another_name_than_the_base() => Assert.That(
        AnalyzerTest.Verify(
            """
            [VmState("base")] public abstract partial class Base { [Migrated] private int _value; }
            [VmState("sample", BaseName = "parent")] public sealed partial class Sample : Base { [Migrated] private int {|HV4020:_parent|}; }
            """),
        Is.EqualTo(["Field name 'parent' is already that of the base class's state"]));

    [Test]
    public void HV4020_A_field_may_be_given_the_name_of_the_base() => AnalyzerTest.Verify(
        """
        [VmState("base")] public abstract partial class Base { [Migrated] private int _value; }
        [VmState("sample")] public sealed partial class Sample : Base { [Migrated(Name = "parent_obj")] private int _more; }
        """);

    private static IReadOnlyList<string> Verify(string attributes, string members) => AnalyzerTest.Verify(
        $$"""[VmState("sample")] {{attributes}} public sealed partial class Sample { {{members}} }""");
}
