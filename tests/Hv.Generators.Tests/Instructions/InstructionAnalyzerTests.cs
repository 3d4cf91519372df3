using Hv.Generators.Tests.Infrastructure;

namespace Hv.Generators.Tests.Instructions;

/// <summary>What is wrong about a declaration of an instruction: failing and passing ones for each rule.</summary>
internal sealed class InstructionAnalyzerTests
{
    private const string Sum = "private static ulong Add(ulong ra, ulong rb) => ra + rb;";

    [Test]
    public void HV5001_A_word_is_one_instruction()
    {
        var messages = Verify($"""[Instruction("add", "31 RT RA RB OE 266 Rc")] {Sum} [Instruction("plus", """ + "{|HV5001:\"31 RT RA RB 778 Rc\"|}" + $""")] {Sum.Replace("Add", "Plus")}""");
        Assert.That(messages, Is.EqualTo(["Encoding of 'plus' overlaps that of 'add': 0x7C000614 is both"]));
    }

    [Test]
    public void HV5001_Forms_of_two_classes_are_compared() => AnalyzerTest.Verify(
        InstructionSamples.Set,
        InstructionSamples.Class($"""[Instruction("add", "31 RT RA RB OE 266 Rc")] {Sum}"""),
        InstructionSamples.Class("""[Instruction("plus", {|HV5001:"31 RT RA RB OE 266 Rc"|})] private static ulong Plus(ulong ra, ulong rb) => ra + rb;""", "Other"));

    [Test]
    public void HV5001_A_constant_bit_that_differs_is_enough() =>
        Verify($"""[Instruction("add", "31 RT RA RB OE 266 Rc")] {Sum} [Instruction("plus", "31 RT RA RB OE 267 Rc")] {Sum.Replace("Add", "Plus")}""");

    [TestCase("31 RT RA RB", "it does not fill 32 bits with each field at its place")]
    [TestCase("31 RT RB RA OE 266 Rc", "it does not fill 32 bits with each field at its place")]
    [TestCase("30 RT RA sh mb 0 /", "it does not fill 32 bits with each field at its place")]
    [TestCase("31 RT RA RB 1 /// 2", "it fits in several ways; write widths behind colons, such as '0:2'")]
    [TestCase("31 RT RA RB 266:40 Rc", "'266:40' has no width from 1 to 32 behind the colon")]
    public void HV5002_A_form_is_a_word(string form, string problem)
    {
        var messages = Verify($$"""[Instruction("add", {|HV5002:"{{form}}"|})] {{Sum}}""");
        Assert.That(messages, Is.EqualTo([$"Form of 'add' is no word: {problem}"]));
    }

    [TestCase("31 RT RA RB 1:4 /// 2:3 1:1")]
    [TestCase("31 RT RA RB OE 266 Rc")]
    [TestCase("31 RT RA RB /:11")]
    public void HV5002_Widths_decide(string form) => Verify($"""[Instruction("add", "{form}")] {Sum}""");

    [Test]
    public void HV5002_A_split_field_is_written_at_each_of_its_places() =>
        Verify("""[Instruction("rldicl", "30 RS RA sh mb 0 sh Rc")] private static ulong Rotate(ulong rs, int sh, int mb) => rs;""");

    [Test]
    public void HV5003_Fields_are_declared()
    {
        var messages = Verify($$"""[Instruction("add", {|HV5003:"31 RT RA RV OE 266 Rc"|})] {{Sum}}""");
        Assert.That(messages, Has.One.StartsWith("'RV' in the form of 'add' is no field of the instruction set; did you mean '"));
    }

    [Test]
    public void HV5004_A_constant_fits()
    {
        var messages = Verify($$"""[Instruction("add", {|HV5004:"31 RT RA RB OE 778 Rc"|})] {{Sum}}""");
        Assert.That(messages, Is.EqualTo(["Form of 'add': 778 does not fit into the 9 bits 22:30"]));
    }

    [TestCase("ulong {|HV5005:rc|}")]
    [TestCase("ulong {|HV5005:ctrl|}")]
    [TestCase("ref ulong {|HV5005:rb|}")]
    [TestCase("ulong {|HV5005:mask|}")]
    public void HV5005_A_parameter_is_an_operand(string parameter) =>
        Verify($$"""[Instruction("add", "31 RT RA RB OE 266 Rc", Ignores = "RA RB")] private static ulong Add({{parameter}}) => 0;""");

    [TestCase("ulong rb, ulong raOrZero, ulong ctr, ulong ca, bool so, uint cr, ulong cia, uint word, uint rtNumber")]
    [TestCase("ulong ea")]
    [TestCase("ref PowerState state, uint rb, ulong ra")]
    public void HV5005_Operands_follow_from_the_form(string parameters) =>
        Verify($$"""[Instruction("add", "31 RT RA RB OE 266 Rc")] private static ulong Add({{parameters}}) => 0;""");

    [TestCase("private static (ulong rt, bool {|HV5006:carry|}) Add(ulong ra, ulong rb) => (0, false);")]
    [TestCase("private static Outcome Add(ulong ra, ulong rb, out ulong {|HV5006:ri|}) { ri = 0; return 0; }")]
    public void HV5006_A_result_has_a_target(string method) => Verify($"""[Instruction("add", "31 RT RA RB OE 266 Rc", Ignores = "RT")] {method}""");

    [Test]
    public void HV5006_Overflow_takes_a_form_with_OE() =>
        Verify("""[Instruction("add", "31 RT RA RB 266 Rc")] private static (ulong rt, bool {|HV5006:ov|}) Add(ulong ra, ulong rb) => (0, false);""");

    [TestCase("private static (ulong rt, bool ca, bool ca32, bool ov, bool ov32) Add(ulong ra, ulong rb) => default;")]
    [TestCase("private static Outcome Add(ulong ra, ulong rb, out ulong rt) { rt = 0; return 0; }")]
    [TestCase("private static ulong Add(ulong ra, ulong rb) => 0;")]
    public void HV5006_Results_go_by_name(string method) => Verify($"""[Instruction("add", "31 RT RA RB OE 266 Rc")] {method}""");

    [Test]
    public void HV5007_A_mnemonic_is_for_one_instruction()
    {
        var messages = Verify($"""[Instruction("add", "31 RT RA RB OE 266 Rc")] {Sum} [Instruction({"{|HV5007:\"addo.\"|}"}, "31 RT RA RB 11 1:1")] {Sum.Replace("Add", "Other")}""");
        Assert.That(messages, Is.EqualTo(["Mnemonic 'addo.' is already declared by 'Arithmetic.Add'"]));
    }

    [TestCase("""[Instruction("add", "31 RT RA RB OE 266 Rc")] private static ulong {|HV5008:Add|}<T>(ulong ra, ulong rb) => 0;""")]
    [TestCase("""[Instruction({|HV5008:"ADD"|}, "31 RT RA RB OE 266 Rc")] private static ulong Add(ulong ra, ulong rb) => 0;""")]
    [TestCase("""[Instruction("addi", "14 RT RA SI", Update = true)] private static ulong {|HV5008:Add|}(ulong ra, long si) => 0;""")]
    [TestCase("""[Instruction("addi", "14 RT RA SI", Specialize = "SI")] private static ulong {|HV5008:Add|}(ulong ra, long si) => 0;""")]
    [TestCase("""[Instruction("addi", "14 RT RA SI")] private static ulong {|HV5008:Add|}(ulong ra, long si, uint word) => 0;""")]
    public void HV5008_A_method_can_be_an_instruction(string method) => Verify(method);

    [TestCase("ulong ra, short {|HV5009:rb|}")]
    [TestCase("ulong ra, ulong rb, uint {|HV5009:ca|}")]
    public void HV5009_An_operand_has_the_type_of_what_it_is_bound_to(string parameters) =>
        Verify($$"""[Instruction("add", "31 RT RA RB OE 266 Rc")] private static ulong Add({{parameters}}) => 0;""");

    [Test]
    public void HV5009_A_result_has_the_type_of_its_target()
    {
        var messages = Verify("""[Instruction("add", "31 RT RA RB OE 266 Rc")] private static uint {|HV5009:Add|}(ulong ra, ulong rb) => 0;""");
        Assert.That(messages, Is.EqualTo(["'rt' of 'add' has type 'uint'; it is 'ulong'"]));
    }

    [TestCase("mr RA,RS", "or RA,RS", "'or' has 3 operands (RA,RS,RB), not 2")]
    [TestCase("mr RA,RS", "orr RA,RS,RS", "'orr' is no instruction; did you mean 'or'?")]
    [TestCase("mr RA", "or RA,RS,RS", "'RS' is none of its operands")]
    [TestCase("m[r|s] RA,RS", "or RA,RS,[1|2|3]", "a list of choices has as many values on the other side, and there is one")]
    public void HV5010_An_extended_mnemonic_means_something(string written, string meaning, string problem)
    {
        var messages = Verify($$"""
            [Instruction("or", "31 RS RA RB 444 Rc")] [ExtendedMnemonic("{{written}}", {|HV5010:"{{meaning}}"|})]
            private static ulong Or(ulong rs, ulong rb) => rs | rb;
            """);
        Assert.That(messages, Is.EqualTo([$"Extended mnemonic '{written}' means '{meaning}': {problem}"]));
    }

    [TestCase("mr RA,RS", "or RA,RS,RS")]
    [TestCase("or[1|2] RA,RS", "or RA,2*RS-1,[1|2]")]
    public void HV5010_Operands_may_be_expressions(string written, string meaning) => Verify($$"""
        [Instruction("or", "31 RS RA RB 444 Rc")] [ExtendedMnemonic("{{written}}", "{{meaning}}")]
        private static ulong Or(ulong rs, ulong rb) => rs | rb;
        """);

    [TestCase("\"RT\", {|HV5011:\"6:32\"|}")]
    [TestCase("\"RT\", {|HV5011:\"10:6\"|}")]
    [TestCase("\"RT\", {|HV5011:\"6:10,8\"|}")]
    [TestCase("\"RT\", {|HV5011:\"six\"|}")]
    [TestCase("{|HV5011:\"RA\"|}, \"11:15\"")]
    public void HV5011_A_field_is_bits_of_a_word(string field) =>
        AnalyzerTest.Verify($"""[InstructionSet] [InstructionField("RA", "11:15")] [InstructionField({field})] public static partial class SampleIsa;""");

    [Test]
    public void HV5012_A_field_is_used()
    {
        var messages = Verify("""[Instruction("add", {|HV5012:"31 RT RA RB OE 266 Rc"|})] private static ulong Add(ulong ra) => 0;""");
        Assert.That(messages, Is.EqualTo(["Nothing of 'add' depends on field 'RB' of its form"]));
    }

    [Test]
    public void HV5012_A_hint_is_named() =>
        Verify("""[Instruction("add", "31 RT RA RB OE 266 Rc", Ignores = "RB")] private static ulong Add(ulong ra) => 0;""");

    [TestCase("public static class {|HV5013:Arithmetic|}")]
    [TestCase("public partial class {|HV5013:Arithmetic|}")]
    [TestCase("public static partial class {|HV5013:Arithmetic|}<T>")]
    public void HV5013_A_class_of_instructions_is_static_and_partial(string head) =>
        AnalyzerTest.Verify(InstructionSamples.Set, "namespace Sample; [Instructions(typeof(SampleIsa))] " + head + " { }");

    [Test]
    public void HV5013_A_class_names_an_instruction_set()
    {
        var messages = AnalyzerTest.Verify("[Instructions(typeof(string))] public static partial class {|HV5013:Arithmetic|};");
        Assert.That(messages, Is.EqualTo(["Class 'Arithmetic' cannot hold instructions: 'String' is no instruction set: it lacks [InstructionSet]"]));
    }

    [Test]
    public void HV5014_An_instruction_belongs_to_a_class_of_instructions()
    {
        var messages = AnalyzerTest.Verify("""public static class Other { [Instruction("add", "31")] private static ulong {|HV5014:Add|}() => 0; }""");
        Assert.That(messages, Is.EqualTo(["'Add' declares instruction 'add', but class 'Other' lacks [Instructions]"]));
    }

    [TestCase("63 FRT FRA FRB /:5 21 Rc", "ulong fra, ulong frb", "ulong", "FRT")]
    [TestCase("4 VRT VRA VRB 128", "UInt128 vra, UInt128 vrb", "UInt128", "VRT")]
    [TestCase("60 XT XA XB 146 XA XB XT", "Vector128<byte> xa, Vector128<byte> xb", "Vector128<byte>", "XT")]
    public void HV5015_Registers_belong_to_a_facility(string form, string parameters, string type, string register)
    {
        var messages = Verify($$"""[Instruction("or", {|HV5015:"{{form}}"|})] private static {{type}} Or({{parameters}}) => default;""");
        Assert.That(messages, Is.EqualTo([$"Instruction 'or' has {register}, but needs no facility"]));
        Verify($$"""[Instruction("or", "{{form}}", Facility = Facility.Vector)] private static {{type}} Or({{parameters}}) => default;""");
    }

    [Test]
    public void HV5015_So_does_FPSCR() =>
        Verify("""[Instruction("mtfs", {|HV5015:"63 BF // RA RB 64 /"|})] private static void Move(uint bf, ulong ra, ulong rb, out Fpscr fpscr) => fpscr = default;""");

    [Test]
    public void HV5015_The_facility_of_the_class_is_that_of_its_instructions() => AnalyzerTest.Verify(
        InstructionSamples.Set,
        InstructionSamples.Class("""[Instruction("fneg", "63 FRT /:5 FRB 40 Rc")] private static ulong Negate(ulong frb) => frb;""", facility: "FloatingPoint"),
        InstructionSamples.Class(
            """[Instruction("fabs", {|HV5015:"63 FRT /:5 FRB 264 Rc"|}, Facility = Facility.None)] private static ulong Absolute(ulong frb) => frb;""",
            "Other", "FloatingPoint"));

    [TestCase("private static FloatingPointResult<ulong> {|HV5009:Add|}(ulong ra, ulong rb) => default;", "31 RT RA RB 266 /")]
    [TestCase("private static FloatingPointResult<uint> {|HV5009:Add|}(ulong fra, ulong frb) => default;", "63 FRT FRA FRB /:5 21 Rc")]
    [TestCase("private static ulong Add(double {|HV5009:fra|}, ulong frb) => default;", "63 FRT FRA FRB /:5 21 Rc")]
    [TestCase("private static Vector128<uint> Add(uint {|HV5009:vra|}, UInt128 vrb) => default;", "4 VRT VRA VRB 128")]
    [TestCase("private static (UInt128 vrt, FloatingPointResult<bool> {|HV5009:sat|}) Add(UInt128 vra, UInt128 vrb) => default;", "4 VRT VRA VRB 128")]
    [TestCase("private static (UInt128 vrt, bool {|HV5009:fpscr|}) Add(UInt128 vra, UInt128 vrb) => default;", "4 VRT VRA VRB 128")]
    [TestCase("private static UInt128 Add(UInt128 vra, UInt128 vrb, ulong {|HV5009:fpscr|}) => default;", "4 VRT VRA VRB 128")]
    public void HV5009_Vectors_and_floating_point_have_types_of_their_own(string method, string form) =>
        Verify($$"""[Instruction("add", "{{form}}", Facility = Facility.VectorScalar)] {{method}}""");

    [Test]
    public void HV5006_Field_6_of_CR_takes_a_form_with_Rc() => Verify(
        """[Instruction("vadd", "4 VRT VRA VRB 128", Facility = Facility.Vector)] private static (UInt128 vrt, uint {|HV5006:cr6|}) Add(UInt128 vra, UInt128 vrb) => default;""");

    [TestCase("private static (FloatingPointResult<UInt128> vrt, FpscrEffects fpscr) {|HV5008:Add|}(UInt128 vra, UInt128 vrb) => default;", "VectorScalar")]
    [TestCase("private static UInt128 {|HV5008:Add|}(UInt128 vra, UInt128 vrb) => default;", "VectorScalarOrVector")]
    public void HV5008_Effects_and_facilities_decide_one_way(string method, string facility) =>
        Verify($$"""[Instruction("vadd", "4 VRT VRA VRB 128", Facility = Facility.{{facility}})] {{method}}""");

    private static IReadOnlyList<string> Verify(string members) => AnalyzerTest.Verify(InstructionSamples.Set, InstructionSamples.Class(members));
}
