using System.Buffers.Binary;
using Hv.Power.Assembly;
using Hv.Power.Instructions;

namespace Hv.Power.Tests.Assembly;

/// <summary>Text to bytes and back. That each encoding is right is shown against the GNU assembler (tests/Hv.Conformance).</summary>
internal sealed class PowerAssemblerTests
{
    [TestCase("add r3,r4,r5", 0x7C642A14u)]
    [TestCase("addo. 3,4,5", 0x7C642E15u)]
    [TestCase("li r3,-1", 0x3860FFFFu)]
    [TestCase("lis r3,0x8000", 0x3C608000u)]
    [TestCase("lwz r3,-4(r1)", 0x8061FFFCu)]
    [TestCase("lwz r3,(r1)", 0x80610000u)]
    [TestCase("cmpwi r3,5", 0x2C030005u)]
    [TestCase("cmpldi cr7,r3,5", 0x2BA30005u)]
    [TestCase("crxor 4*cr1+eq,4*cr1+eq,so", 0x4CC61982u)]
    [TestCase("blr", 0x4E800020u)]
    [TestCase("bnelr+ cr1", 0x4CE60020u)]
    [TestCase("mtlr r0", 0x7C0803A6u)]
    [TestCase("rldicl r3,r4,40,33", 0x78834062u)]
    [TestCase("sldi r3,r4,8", 0x788345E4u)]
    public void An_instruction_is_encoded(string text, uint word) => Assert.That(PowerAssembler.Encode(text), Is.EqualTo(word));

    [Test]
    public void Labels_lead_forward_and_back()
    {
        var code = PowerAssembler.Assemble("start: b end\nnop # a comment\nback: bne cr3,start\nend: bl back", 0x1000);
        Assert.That(Words(code), Is.EqualTo([0x4800000Cu, 0x60000000u, 0x408EFFF8u, 0x4BFFFFFDu]));
        Assert.That(code["end"], Is.EqualTo(0x100C));
    }

    [Test]
    public void Directives_lay_out_data()
    {
        var code = PowerAssembler.Assemble(
            """
                    .set size, 2 * (3 + 1)
                    .byte 1, -1
                    .align 2
                    .long label, size
                    .org 0x20
            label:  .quad label + 4, 0xFEDCBA9876543210
                    .asciz "a,b#c"
                    .space 2
                    .short 0x1234
            """,
            0x10,
            isBigEndian: false);
        Assert.That(code.Bytes.ToArray()[..2], Is.EqualTo(new byte[] { 1, 255 }));
        Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(code.Bytes.Span[4..]), Is.EqualTo(0x20));
        Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(code.Bytes.Span[8..]), Is.EqualTo(8));
        Assert.That(BinaryPrimitives.ReadUInt64LittleEndian(code.Bytes.Span[24..]), Is.EqualTo(0xFEDCBA9876543210));
        Assert.That(code.Bytes.Span[32..38].ToArray(), Is.EqualTo("a,b#c\0"u8.ToArray()));
        Assert.That(code.Bytes.Length, Is.EqualTo(42));
    }

    [Test]
    public void Parts_of_an_address_make_it_again()
    {
        foreach (var value in new[] { 0x1234_8765L, 0x7FFF_8000L, 0x0001_7FFFL })
        {
            var code = PowerAssembler.Assemble($".set x, {value}\nlis r3,x@ha\naddi r3,r3,x@l");
            var words = Words(code);
            Assert.That((int)(((short)words[0] << 16) + (short)words[1]), Is.EqualTo((int)value));
        }
    }

    [TestCase("ad r3,r4,r5", "line 1: 'ad' is no instruction. Did you mean 'add'?")]
    [TestCase("nop\nadd r3,r4", "line 2: add is written 'add RT,RA,RB', not with 2 operands")]
    [TestCase("addi r3,r4,40000", "line 1: SI of addi is a number from -32768 to 32767, not 40000")]
    [TestCase("ld r3,2(r4)", "line 1: DS of ld is a number from -32768 to 32764, a multiple of 4, not 2")]
    [TestCase("b nowhere", "line 1: 'nowhere' is not defined")]
    [TestCase("x: nop\nx: nop", "line 2: 'x' is defined twice")]
    [TestCase("r3: nop", "line 1: 'r3' is a register")]
    [TestCase("lwz r3,4", "line 1: lwz takes D(RA) for '4'")]
    [TestCase(".org 4\n.org 0", "line 2: .org goes forward, and at most 67108864 bytes: it is at 0x4")]
    [TestCase(".space 1 << 40", "line 1: the output is larger than 67108864 bytes")]
    [TestCase("li r3,1/0", "line 1: a divisor is not 0 or -1")]
    public void A_mistake_is_explained(string source, string message) =>
        Assert.That(() => PowerAssembler.Assemble(source), Throws.TypeOf<AssemblyException>().With.Message.EqualTo(message));

    [Test]
    public void A_deeply_nested_expression_is_refused() =>
        Assert.That(() => PowerAssembler.Assemble($"li r3,{new string('(', 100_000)}1"), Throws.TypeOf<AssemblyException>());

    [TestCase(0x7C842378u, "mr r4,r4")]
    [TestCase(0x38600001u, "li r3,1")]
    [TestCase(0x4E800421u, "bctrl")]
    [TestCase(0x4082FFF8u, "bne 0xff8")]
    [TestCase(0x7C0802A6u, "mflr r0")]
    [TestCase(0x7C632815u, "addc. r3,r3,r5")]
    [TestCase(0x4CC63182u, "crclr 4*cr1+eq")]
    [TestCase(0x2C830005u, "cmpwi cr1,r3,5")]
    [TestCase(0x88000000u, "lbz r0,0(0)")]
    [TestCase(0xFC22182Au, "fadd f1,f2,f3")]
    [TestCase(0xFC22182Bu, "fadd. f1,f2,f3")]
    [TestCase(0x10221880u, "vadduwm v1,v2,v3")]
    [TestCase(0x10221C86u, "vcmpequw. v1,v2,v3")]
    [TestCase(0xF0221C90u, "xxlor vs1,vs2,vs3")]
    [TestCase(0xF3FFFC97u, "xxmr vs63,vs63")]
    [TestCase(0x00000000u, ".long 0x00000000")]
    public void A_word_is_written(uint word, string text) => Assert.That(PowerDisassembler.Disassemble(word, 0x1000), Is.EqualTo(text));

    [Test]
    public void Every_instruction_is_read_as_it_is_written()
    {
        var random = new Random(5);
        foreach (var instruction in PowerIsa.Instructions)
        {
            for (var round = 0; round < 50; round++)
            {
                var word = instruction.Value;
                foreach (var field in instruction.Fields)
                    word = field.Write(word, random.NextInt64(field.Minimum / field.Scale, (field.Maximum / field.Scale) + 1) * field.Scale);

                var address = 0x1000_0000UL;
                foreach (var extended in new[] { false, true })
                {
                    var text = PowerDisassembler.Disassemble(word, address, extended);
                    Assert.That(PowerAssembler.Encode(text, address), Is.EqualTo(word), text);
                }
            }
        }
    }

    private static uint[] Words(AssembledCode code) =>
        [.. Enumerable.Range(0, code.Bytes.Length / 4).Select(index => BinaryPrimitives.ReadUInt32BigEndian(code.Bytes.Span[(4 * index)..]))];
}
