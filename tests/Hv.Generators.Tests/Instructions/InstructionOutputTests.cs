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
