using Hv.Generators.Tests.Infrastructure;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Tests.Migration;

/// <summary>What is wrong about a member of a type with state: failing and passing declarations for each rule.</summary>
internal sealed class StateFieldAnalyzerTests
{
    private const string Migration = "using Hv.Runtime.Migration; using Hv.Runtime.Time;\n";

    [TestCase("private int {|HV4001:_value|};", "can change")]
    [TestCase("public int {|HV4001:Value|} { get; set; }", "can change")]
    [TestCase("public int {|HV4001:Value|} { get; private set; }", "can change")]
    [TestCase("private readonly byte[] {|HV4001:_bytes|} = new byte[4];", "is an array, whose elements can change,")]
    [TestCase("public byte[] {|HV4001:Bytes|} { get; } = new byte[4];", "is an array, whose elements can change,")]
    [TestCase("private readonly List<int> {|HV4001:_list|} = [];", "is a collection, which can change,")]
    [TestCase("private readonly SortedDictionary<int, int> {|HV4001:_map|} = [];", "is a collection, which can change,")]
    [TestCase("private readonly Line {|HV4001:_line|};", "has state of its own")]
    [TestCase("private readonly MachineTimer {|HV4001:_timer|} = null!;", "is a timer, which can be set,")]
    [TestCase("private volatile bool {|HV4001:_flag|};", "can change")]
    public void HV4001_A_member_that_can_change_is_classified(string member, string why)
    {
        var messages = Verify(member);
        var name = AnalyzerTest.Unmark(member) is var (source, marks) ? source[marks[0].Start..marks[0].End] : "";
        Assert.That(messages, Is.EqualTo(
            [$"'{name}' {why} and nothing says what becomes of it: add [Migrated] when the guest can tell what it holds, [Derived(nameof(…))] when it follows from migrated members, or [HostOnly(\"why\")] when the guest never misses it"]));
    }

    [TestCase("[Migrated] private int _value;")]
    [TestCase("[HostOnly(\"test\")] private int _value;")]
    [TestCase("[Migrated] private int _value; [Derived(nameof(_value))] private int _twice;")]
    [TestCase("[field: HostOnly(\"test\")] public int Value { get; set; }")]
    [TestCase("private readonly int _value = 1;")]
    [TestCase("private const int Value = 1; private static int _all;")]
    [TestCase("public int Value { get; } = 1; public int Other { get; init; } public int Third => Value;")]
    [TestCase("public event Action? Changed; private Action? _changed;")]
    [TestCase("private readonly System.Collections.Immutable.ImmutableArray<int> _values = [];")]
    [TestCase("private readonly System.Collections.Frozen.FrozenSet<int> _values = null!;")]
    [TestCase("private readonly IReadOnlyList<int> _values = []; private readonly IEqualityComparer<int> _comparer = null!;")]
    [TestCase("private readonly string _name = \"\"; private readonly object _lock = new();")]
    public void HV4001_What_cannot_change_or_is_classified_is_right(string member) => VerifyRight(member);

    [Test]
    public void HV4001_A_device_that_is_named_migrates_itself() => AnalyzerTest.Verify(
        """
        [Device("nvme")] [VmState("nvme")] public sealed partial class Nvme : Device { [Migrated] private readonly Queue _queue; public Nvme() => _queue = new(this); }
        [VmState("nvme/queue")] public sealed partial class Queue(Nvme owner) { private readonly Nvme _owner = owner; public Nvme Owner => _owner; }
        """);

    [Test]
    public void HV4001_A_property_of_a_device_is_set_by_the_user() => AnalyzerTest.Verify(
        """[Device("nvme")] [VmState("nvme")] public sealed partial class Nvme : Device { [Property("index")] public partial int Index { get; set; } }""");

    [TestCase("[Migrated] private string {|HV4002:_value|} = \"\";", "is of type 'string'")]
    [TestCase("[Migrated] private double {|HV4002:_value|};", "is of type 'double'")]
    [TestCase("[Migrated] private char {|HV4002:_value|};", "is of type 'char'")]
    [TestCase("[Migrated] private int? {|HV4002:_value|};", "is of type 'int?'")]
    [TestCase("[Migrated] private Plain {|HV4002:_value|};", "is of type 'Plain'")]
    [TestCase("[Migrated] private List<int> {|HV4002:_value|} = [];", "is a list of 'Int32', which has no state")]
    [TestCase("[Migrated] private Dictionary<int, int> {|HV4002:_value|} = [];", "is of type 'Dictionary<int, int>'")]
    [TestCase("[Migrated] private int[,] {|HV4002:_value|} = new int[1, 1];", "is an array of more than one dimension")]
    [TestCase("[Migrated] private int[][] {|HV4002:_value|} = [];", "is of type 'int[]'")]
    [TestCase("[Migrated] private Node? {|HV4002:_value|};", "may be null, which a stream cannot say")]
    [TestCase("[Migrated] private Node?[] {|HV4002:_value|} = [];", "may be null, which a stream cannot say")]
    [TestCase("[Migrated] private byte[]? {|HV4002:_value|};", "may be null, which a stream cannot say; let it be empty instead")]
    [TestCase("[Migrated] private MachineTimer?[] {|HV4002:_value|} = [];", "has timers that may be null")]
    [TestCase("[Migrated] private Sample {|HV4002:_value|} = null!;", "is of type 'Sample', whose state has that of 'Sample' in it again")]
    [TestCase("[Migrated(Limit = 4)] private List<Sealed> {|HV4002:_value|} = [];", "has elements of type 'Sealed', which cannot be made: it has no usable constructor without parameters")]
    public void HV4002_A_type_that_is_not_supported_is_named_with_what_is(string member, string problem) => Assert.That(
        Verify(member),
        Is.EqualTo([$"'_value' {problem}; a migrated member is a bool, an integer of 8 to 64 bits, an enum, a [CallValue] struct, a [VmState] type, an array of these, a List of a [VmState] type or a MachineTimer; for anything else give a Codec"]));

    [TestCase("[Migrated] private static int {|HV4002:_value|};", "is static")]
    [TestCase("[Migrated] public int {|HV4002:_value|} { set { } }", "has no getter")]
    [TestCase("[Migrated] public int {|HV4002:this|}[int index] { get => 0; set { } }", "is an indexer")]
    public void HV4002_A_member_that_is_none_of_an_object_cannot_migrate(string member, string problem) =>
        Assert.That(Verify(member), Has.One.EndsWith($"{problem}; a migrated member is a field or a readable property of an object"));

    [Test]
    public void HV4002_A_state_may_not_have_itself_in_it_by_another()
    {
        var messages = AnalyzerTest.Verify(
            """
            [VmState("a")] public sealed partial class A { [Migrated(Limit = 2)] private readonly List<B> {|HV4002:_b|} = []; }
            [VmState("b")] public sealed partial class B { [Migrated] private readonly A[] {|HV4002:_a|} = []; }
            """);
        Assert.That(messages[0], Does.StartWith("'_b' is of type 'B', whose state has that of 'A' in it again;"));
    }

    [Test]
    public void HV4002_Supported_types_are_right() => Assert.That(() => GeneratorTest.Run(StateSamples.AllForms), Throws.Nothing);

    [TestCase("{|HV4003:Since = 4|}", "comes with version 4 of 'sample', which has versions 1 to 3; raise that")]
    [TestCase("{|HV4003:Since = -1|}", "comes with version -1 of 'sample', which has versions 1 to 3; raise that")]
    [TestCase("{|HV4003:Before = 4|}", "goes with version 4 of 'sample', which has versions 1 to 3; raise that")]
    [TestCase("Since = 3, {|HV4003:Before = 3|}", "is in no version: it comes with version 3 and goes with version 3")]
    [TestCase("{|HV4003:Before = 1|}", "is in no version: it comes with version 1 and goes with version 1")]
    [TestCase("{|HV4003:Before = 2|}", "is in versions before 2 of 'sample' alone, and the oldest that is read is 2; remove it")]
    [TestCase("Subsection = \"sample/ex\", {|HV4003:Since = 3|}", "comes with version 3 of 'sample/ex', which has versions 1 to 2; raise that")]
    public void HV4003_A_field_is_in_versions_that_there_are(string arguments, string problem) =>
        Assert.That(Verify($"[Migrated({arguments})] private int _value;"), Is.EqualTo([$"'_value' {problem}"]));

    [Test]
    public void HV4003_Unused_bytes_are_in_versions_that_there_are() => Assert.That(
        Verify("[Unused(4, {|HV4003:Since = 4|})] [Migrated] private int _value;"),
        Is.EqualTo(["'_value' comes with version 4 of 'sample', which has versions 1 to 3; raise that"]));

    [TestCase("Since = 3")]
    [TestCase("Since = 2, Before = 3")]
    [TestCase("Before = 3")]
    [TestCase("Subsection = \"sample/ex\", Since = 2")]
    public void HV4003_Versions_that_fit_are_right(string arguments) => VerifyRight($"[Migrated({arguments})] private int _value;");

    [TestCase("private readonly byte _value = 1;")]
    [TestCase("private readonly Plain _value = Plain.One;")]
    [TestCase("public ulong _value => 1;")]
    public void HV4006_What_the_guest_does_not_see_is_not_compared(string member)
    {
        var messages = AnalyzerTest.Verify(
            "public enum Plain { One } [VmState(\"sample\")] public sealed partial class Sample { [Migrated({|HV4006:MustMatch = true|})] " + member + " }");
        Assert.That(messages, Is.EqualTo(
            ["'_value' must match but is neither a [Property] nor a value of calls: say where the guest sees it, [GuestVisible(\"…\")], or do not compare it"]));
    }

    [TestCase("public Liobn Value { get; }")]
    [TestCase("[GuestVisible(\"its node\")] public byte Value { get; }")]
    [TestCase("[Property(\"value\")] public partial byte Value { get; set; }")]
    public void HV4006_What_the_guest_sees_may_be_compared(string member) => AnalyzerTest.Verify(
        "[Device(\"sample\")] [VmState(\"sample\")] public sealed partial class Sample : Device { [Migrated(MustMatch = true)] " + member + " }");

    [TestCase("[Migrated({|HV4008:When = \"HasMor\"|})] private int _value;", "When of '_value' is 'HasMor', which is no field or property of 'Sample'; did you mean 'HasMore'?")]
    [TestCase("[Migrated({|HV4008:When = nameof(Number)|})] private int _value;", "When of '_value' is 'Number', which is no bool")]
    [TestCase("[Unused(1, {|HV4008:When = nameof(Number)|})] [Migrated] private int _value;", "When of '_value' is 'Number', which is no bool")]
    [TestCase("[Migrated({|HV4008:Count = \"Nmber\"|}, Limit = 8)] private int[] _value = [];", "Count of '_value' is 'Nmber', which is no field or property of 'Sample'; did you mean 'Number'?")]
    [TestCase("[Migrated({|HV4008:Count = nameof(HasMore)|}, Limit = 8)] private int[] _value = [];", "Count of '_value' is 'HasMore', which is no integer")]
    [TestCase("[Migrated(Limit = 1, {|HV4008:Count = nameof(_late)|})] private int[] _value = []; [Migrated] private int _late;", "Count of '_value' is '_late', which is not before the array in the stream")]
    [TestCase("[Migrated(Subsection = \"sample/ex\")] private int _early; [Migrated(Limit = 1, {|HV4008:Count = nameof(_early)|})] private int[] _value = [];", "Count of '_value' is '_early', which is not before the array in the stream")]
    [TestCase("[Migrated({|HV4008:LimitFrom = \"Nothing\"|})] private List<Node> _value = [];", "LimitFrom of '_value' is 'Nothing', which is no field or property of 'Sample'")]
    [TestCase("[Derived({|HV4008:\"Numbr\"|})] private int _value;", "[Derived] of '_value' is 'Numbr', which is no field or property of 'Sample'; did you mean 'Number'?")]
    [TestCase("[{|HV4008:Derived|}] private int _value;", "[Derived] of '_value' names nothing that it follows from")]
    [TestCase("[Migrated({|HV4008:Subsection = \"sample/e\"|})] private int _value;", "Subsection of '_value' is 'sample/e', which 'Sample' does not declare; did you mean 'sample/ex'?")]
    public void HV4008_A_member_that_is_named_is_there_and_of_the_right_type(string member, string message) =>
        Assert.That(Verify(member), Is.EqualTo([message]));

    [TestCase("[Migrated(When = nameof(HasMore))] private int _value;")]
    [TestCase("[Migrated] private int _early; [Migrated(Limit = 1, Count = nameof(_early), Subsection = \"sample/ex\")] private int[] _value = [];")]
    [TestCase("[Migrated(Subsection = \"sample/ex\")] private byte _early; [Migrated(Limit = 1, Count = nameof(_early), Subsection = \"sample/ex\")] private int[] _value = [];")]
    [TestCase("[Migrated(LimitFrom = nameof(Number))] private List<Node> _value = [];")]
    [TestCase("[Derived(nameof(Number), nameof(HasMore))] private int _value;")]
    public void HV4008_Members_that_fit_are_right(string member) => VerifyRight(member);

    [TestCase("[Migrated(Count = nameof(Number))] private byte[] {|HV4009:_value|} = [];")]
    [TestCase("[Migrated] private List<Node> {|HV4009:_value|} = [];")]
    public void HV4009_What_a_stream_says_the_length_of_has_a_limit(string member) => Assert.That(
        Verify(member), Is.EqualTo(["'_value' has as many elements as a stream says; give the most that there can be: Limit = …, or LimitFrom = nameof(…)"]));

    [Test]
    public void HV4009_An_array_that_cannot_be_made_anew_has_its_length_for_a_limit() =>
        VerifyRight("[Migrated(Count = nameof(Number))] private readonly byte[] _value = new byte[8];");

    [TestCase("private readonly int {|HV4010:_value|};", "the field is readonly; remove that, or let it be compared (MustMatch)")]
    [TestCase("public int {|HV4010:_value|} { get; }", "the property has no setter that runs after its object was made; give it one (private set), or let it be compared (MustMatch)")]
    [TestCase("public int {|HV4010:_value|} { get; init; }", "the property has no setter that runs after its object was made; give it one (private set), or let it be compared (MustMatch)")]
    [TestCase("private readonly Line {|HV4010:_value|};", "the field is readonly; remove that")]
    [TestCase("public Line {|HV4010:_value|} { get; }", "the property has no setter that runs after its object was made; give it one (private set)")]
    public void HV4010_A_member_is_loaded_that_can_be_set(string member, string problem) =>
        Assert.That(Verify("[Migrated] " + member), Is.EqualTo([$"'_value' cannot be loaded: {problem}"]));

    [Test]
    public void HV4010_A_property_of_a_device_is_frozen_when_a_stream_is_loaded() => Assert.That(
        AnalyzerTest.Verify(
            """[Device("nvme")] [VmState("nvme")] public sealed partial class Nvme : Device { [Migrated] [Property("index")] public partial int {|HV4010:Index|} { get; set; } }"""),
        Is.EqualTo(["'Index' cannot be loaded: a property is frozen once its device is realized; compare it (MustMatch), or migrate a field"]));

    [TestCase("private readonly Node _value = new();")]
    [TestCase("public Node _value { get; } = new();")]
    [TestCase("private readonly int[] _value = new int[4];")]
    [TestCase("public Line _value { get; private set; }")]
    [TestCase("private readonly MachineTimer _value = null!;")]
    public void HV4010_What_is_loaded_in_place_need_not_be_set(string member) => VerifyRight("[Migrated] " + member);

    [Test]
    public void HV4013_Attributes_are_for_members_of_types_with_state()
    {
        Assert.That(
            AnalyzerTest.Verify("public sealed class Sample { [Migrated] private int {|HV4013:_value|}; }"),
            Is.EqualTo(["'_value' has [Migrated] but 'Sample' has no [VmState]"]));
        Assert.That(
            AnalyzerTest.Verify("public sealed class Sample { [AfterLoad] private void {|HV4013:Check|}() { } }"),
            Is.EqualTo(["'Check' has [AfterLoad] but 'Sample' has no [VmState]"]));
    }

    [TestCase("[Migrated, HostOnly(\"test\")] private int {|HV4013:_value|};", "'_value' has [Migrated] and [HostOnly] but can be only one of them")]
    [TestCase("[Derived(nameof(Number)), HostOnly(\"test\")] private int {|HV4013:_value|};", "'_value' has [Derived] and [HostOnly] but can be only one of them")]
    [TestCase("[Unused(4), HostOnly(\"test\")] private int {|HV4013:_value|};", "'_value' has [Unused] but no [Migrated]")]
    [TestCase("[GuestVisible(\"test\")] public int {|HV4013:Value|} { get; }", "'Value' has [GuestVisible] but no [Migrated]")]
    public void HV4013_A_member_has_one_classification(string member, string message) => Assert.That(Verify(member), Is.EqualTo([message]));

    [TestCase("Number", "it is no IStateCodec<string>")]
    [TestCase("OfObject", "it is no IStateCodec<string>")]
    [TestCase("Explicit", "it implements IStateCodec<string> explicitly")]
    public void HV4014_A_codec_is_one_of_the_type_of_the_member(string codec, string problem) => Assert.That(
        AnalyzerTest.Verify(Migration + Codecs + $$"""[VmState("sample")] public sealed partial class Sample { [Migrated({|HV4014:Codec = typeof({{codec}})|})] private string _value = ""; }"""),
        Is.EqualTo([$"'_value' cannot be saved by '{codec}': {problem}"]));

    [Test]
    public void HV4014_A_codec_of_the_type_is_right() => AnalyzerTest.Verify(
        Migration + Codecs + """[VmState("sample")] public sealed partial class Sample { [Migrated(Codec = typeof(OfString))] private string? _value = ""; }""");

    [TestCase("[Migrated({|HV4019:As = typeof(uint)|})] private bool _value;", "As has no meaning for '_value': the member is no integer")]
    [TestCase("[Migrated({|HV4019:As = typeof(string)|})] private int _value;", "As has no meaning for '_value': 'String' is no integer of 8 to 64 bits")]
    [TestCase("[Migrated({|HV4019:Count = nameof(Number)|})] private int _value;", "Count has no meaning for '_value': the member is no array")]
    [TestCase("[Migrated({|HV4019:Limit = 4|})] private int[] _value = [];", "Limit has no meaning for '_value': it is for lists, and for arrays with Count")]
    [TestCase("[Migrated({|HV4019:LimitFrom = nameof(Number)|})] private int _value;", "LimitFrom has no meaning for '_value': it is for lists, and for arrays with Count")]
    [TestCase("[Migrated({|HV4019:Limit = 0|})] private List<Node> _value = [];", "Limit has no meaning for '_value': it allows no element")]
    [TestCase("[Migrated({|HV4019:Limit = 1|}, LimitFrom = nameof(Number))] private List<Node> _value = [];", "Limit has no meaning for '_value': LimitFrom says the limit already")]
    [TestCase("[Migrated({|HV4019:MustMatch = true|})] private int[] _value = [];", "MustMatch has no meaning for '_value': only a single number or bool is compared")]
    [TestCase("[Migrated({|HV4019:MustMatch = true|})] private Line _value;", "MustMatch has no meaning for '_value': only a single number or bool is compared")]
    public void HV4019_Arguments_have_a_meaning(string member, string message) => Assert.That(Verify(member), Is.EqualTo([message]));

    [TestCase("[Migrated] private int _value; [Migrated] private int {|HV4020:Value|} { get; set; }", "Field name 'value' is already that of '_value'")]
    [TestCase("[Migrated(Name = \"x\", Since = 3)] private int _value; [Migrated(Name = \"x\")] private int {|HV4020:_other|};", "Field name 'x' is already that of '_value'")]
    public void HV4020_A_field_has_a_name_of_its_own(string members, string message) => Assert.That(Verify(members), Is.EqualTo([message]));

    [TestCase("[Migrated(Name = \"x\", Since = 3)] private int _value; [Migrated(Name = \"x\", Before = 3)] private int _other;")]
    [TestCase("[Migrated(Name = \"x\")] private int _value; [Migrated(Name = \"x\", Subsection = \"sample/ex\")] private int _other;")]
    public void HV4020_Fields_that_are_never_together_may_share_a_name(string members) => VerifyRight(members);

    private const string Codecs = """
        public sealed class Number : IStateCodec<int>
        {
            public static void Save(StateWriter writer, StateField field, int value) { }
            public static int Load(StateReader reader, StateField field, int current) => 0;
        }
        public sealed class OfObject : IStateCodec<object>
        {
            public static void Save(StateWriter writer, StateField field, object value) { }
            public static object Load(StateReader reader, StateField field, object current) => current;
        }
        public sealed class Explicit : IStateCodec<string>
        {
            static void IStateCodec<string>.Save(StateWriter writer, StateField field, string value) { }
            static string IStateCodec<string>.Load(StateReader reader, StateField field, string current) => current;
        }
        public sealed class OfString : IStateCodec<string?>
        {
            public static void Save(StateWriter writer, StateField field, string? value) { }
            public static string? Load(StateReader reader, StateField field, string? current) => current;
        }

        """;

    private static IReadOnlyList<string> Verify(string members) => AnalyzerTest.Verify(Source(members));

    private static void VerifyRight(string members)
    {
        Verify(members);
        var compilation = SampleCompilation.Create(Source(members)).WithGeneratedCode();
        Assert.That(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), Is.Empty);
    }

    private static string Source(string members) => Migration + $$"""
        public struct Plain;
        [VmState("line")] public partial struct Line { [Migrated] public int Number; }
        [VmState("node")] public sealed partial class Node { [Migrated] public int Number; }
        [VmState("sealed")] public sealed partial class Sealed(int start) { [Migrated] public int Number = start; }

        [VmState("sample", Version = 3, MinimumVersion = 2)]
        [Subsection("sample/ex", Needed = nameof(HasMore), Version = 2, MinimumVersion = 1)]
        public sealed partial class Sample
        {
            public static uint Number => 1;
            public static bool HasMore => false;
            {{members}}
        }
        """;
}
