using Hv.Generators.Tests.Infrastructure;

namespace Hv.Generators.Tests.Instructions;

/// <summary>What the generated files look like, and that they do what is declared.</summary>
internal sealed class InstructionOutputTests
{
    private const string Members = """
            /// <summary>Add: RT ← RA + RB.</summary>
            [Instruction("add", "31 RT RA RB OE 266 Rc")]
            private static (ulong rt, bool ov) Add(ulong ra, ulong rb) => (ra + rb, false);

            /// <summary>Load Word: RT ← the word.</summary>
            [Instruction("lwz", "32 RT RA D")]
            [Instruction("lwzu", "33 RT RA D", Update = true)]
            private static Outcome LoadWord<TMemory>(ref TMemory memory, ulong ea, out ulong rt)
                where TMemory : struct, IPowerMemory
            {
                var outcome = memory.Read(ea, out uint value);
                rt = value;
                return outcome;
            }

            /// <summary>Branch Conditional.</summary>
            [Instruction("bc", "16 BO BI BD AA LK")]
            private static (bool taken, ulong ctr) Branch(uint bo, bool bi, ulong target, ulong ctr) => (bi, ctr);

            /// <summary>Compare.</summary>
            [Instruction("cmpi", "11 BF / L RA SI", Specialize = "L")]
            [ExtendedMnemonic("cmpwi RA,SI", "cmpi 0,0,RA,SI")]
            private static uint Compare(uint l, long ra, long si, ulong so) => 0;

            /// <summary>Return.</summary>
            [Instruction("rfid", "19 /// 18 /", Isa.V2_00, Privilege = Privilege.Supervisor, EndsBlock = true)]
            private static void Return(ref PowerState state)
            {
            }
        """;

    private const string VectorMembers = """
            /// <summary>Floating Multiply-Add: FRT ← FRA × FRC + FRB.</summary>
            [Instruction("fmadd", "63 FRT FRA FRB FRC 29 Rc", Facility = Facility.FloatingPoint)]
            private static FloatingPointResult<ulong> MultiplyAdd(ulong fra, ulong frb, ulong frc, Fpscr fpscr) => default;

            /// <summary>Floating Compare Unordered: BF ← FRA compared with FRB.</summary>
            [Instruction("fcmpu", "63 BF // FRA FRB 0 /", Facility = Facility.FloatingPoint)]
            private static ComparisonResult Compare(ulong fra, ulong frb, Fpscr fpscr) => default;

            /// <summary>Move To FPSCR Fields.</summary>
            [Instruction("mtfsf", "63 /:10 FRB 711 Rc", Facility = Facility.FloatingPoint)]
            private static void MoveTo(ulong frb, out Fpscr fpscr) => fpscr = new Fpscr(frb);

            /// <summary>Vector Compare Equal Word: VRT ← which words are equal.</summary>
            [Instruction("vcmpequw", "4 VRT VRA VRB Rc 134", Facility = Facility.Vector)]
            private static (Vector128<uint> vrt, uint cr6) Equal(Vector128<uint> vra, Vector128<uint> vrb) => default;

            /// <summary>Vector Add Word Saturate: VRT ← VRA + VRB.</summary>
            [Instruction("vaddsws", "4 VRT VRA VRB 896", Facility = Facility.Vector)]
            private static (Vector128<int> vrt, bool sat) Add(Vector128<int> vra, Vector128<int> vrb) => default;

            /// <summary>VSX Vector Compare Equal: XT ← which doubles are equal.</summary>
            [Instruction("xvcmpeqdp", "60 XT XA XB Rc 99 XA XB XT")]
            private static (Vector128<ulong> xt, uint cr6, FpscrEffects fpscr) Equal(Vector128<ulong> xa, Vector128<ulong> xb, Fpscr fpscr) => default;

            /// <summary>VSX Scalar Square Root: XT ← the root of XB.</summary>
            [Instruction("xssqrtdp", "60 XT /:5 XB 75 XB XT")]
            private static FloatingPointResult<ulong> Root(ulong xb, Fpscr fpscr) => default;

            /// <summary>Load VSX Vector: XT ← the quadword.</summary>
            [Instruction("lxv", "61 XT RA DQ XT 1", Facility = Facility.VectorScalarOrVector)]
            private static Outcome Load<TMemory>(ref TMemory memory, ulong ea, out UInt128 xt)
                where TMemory : struct, IPowerMemory => memory.Read(ea, out xt);
        """;

    [Test]
    public void Operations_on_vectors_and_floating_point_are_readable() =>
        GeneratorTest.Run(InstructionSamples.Set, InstructionSamples.Class(VectorMembers, "Vectors", "VectorScalar"))
            .AssertMatchesExpected("Sample.Vectors.Operations.g.cs");

    [TestCase("fmadd", "FRT,FRA,FRC,FRB")]
    [TestCase("fcmpu", "BF,FRA,FRB")]
    [TestCase("xvcmpeqdp", "XT,XA,XB")]
    [TestCase("lxv", "XT,DQ(RA|0)")]
    public void Operands_stand_in_the_order_of_the_assembler(string mnemonic, string syntax)
    {
        var set = GeneratorTest.Run(InstructionSamples.Set, InstructionSamples.Class(VectorMembers, "Vectors", "VectorScalar")).Load().GetType("Sample.SampleIsa")!;
        var instructions = (System.Collections.Immutable.ImmutableArray<Hv.Power.Instructions.InstructionDescription>)set.GetProperty("Instructions")!.GetValue(null)!;
        Assert.That(instructions.Single(instruction => instruction.Mnemonic == mnemonic).Syntax, Is.EqualTo(syntax));
    }

    [TestCase("Sample.Arithmetic.Operations.g.cs")]
    [TestCase("Sample.SampleIsa.Decoder.g.cs")]
    [TestCase("Sample.SampleIsa.Binding.g.cs")]
    [TestCase("Sample.SampleIsa.Table.g.cs")]
    public void Output_is_readable(string file) =>
        GeneratorTest.Run(InstructionSamples.Set, InstructionSamples.Class(Members)).AssertMatchesExpected(file);

    [Test]
    public void An_edit_of_one_class_leaves_the_operations_of_another()
    {
        // GeneratorTest asserts what an unrelated edit leaves; this is about an edit of a declaration.
        var one = GeneratorTest.Run(InstructionSamples.Set, InstructionSamples.Class(Members));
        var two = GeneratorTest.Run(InstructionSamples.Set, InstructionSamples.Class(Members), InstructionSamples.Class(
            """[Instruction("sub", "31 RT RA RB OE 40 Rc")] private static ulong Subtract(ulong ra, ulong rb) => rb - ra;""", "Other"));
        Assert.That(two["Sample.Arithmetic.Operations.g.cs"], Is.EqualTo(one["Sample.Arithmetic.Operations.g.cs"]));
        Assert.That(two["Sample.SampleIsa.Decoder.g.cs"], Is.Not.EqualTo(one["Sample.SampleIsa.Decoder.g.cs"]));
    }

    [TestCase(0x7C642A14u, "add")]
    [TestCase(0x7C642E15u, "add")]
    [TestCase(0x80610004u, "lwz")]
    [TestCase(0x84610004u, "lwzu")]
    [TestCase(0x41820008u, "bc")]
    [TestCase(0x2C030000u, "cmpi")]
    [TestCase(0x4C000024u, "rfid")]
    [TestCase(0x4C000026u, null)]
    [TestCase(0x00000000u, null)]
    public void The_decoder_tells_instructions_apart(uint word, string? mnemonic)
    {
        var set = GeneratorTest.Run(InstructionSamples.Set, InstructionSamples.Class(Members)).Load().GetType("Sample.SampleIsa")!;
        var number = (int)set.GetMethod("Decode")!.Invoke(null, [word])!;
        var instructions = (System.Collections.Immutable.ImmutableArray<Hv.Power.Instructions.InstructionDescription>)set.GetProperty("Instructions")!.GetValue(null)!;
        Assert.That(number < 0 ? null : instructions[number].Mnemonic, Is.EqualTo(mnemonic));
    }
}
