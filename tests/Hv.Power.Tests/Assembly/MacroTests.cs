using Hv.Power.Assembly;

namespace Hv.Power.Tests.Assembly;

/// <summary>Macros of the assembler.</summary>
internal sealed class MacroTests
{
    [Test]
    public void A_macro_stands_for_its_lines_with_what_its_use_has_for_the_parameters()
    {
        var code = PowerAssembler.Assemble(
            """
            .macro  pair first, second      # a comment
                    .byte \first, \second
            .endm
            start:  pair 1, 2               # another one
                    pair start + 3, 4
            """);

        Assert.That(code.Bytes.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
    }

    [Test]
    public void Commas_in_texts_and_what_is_no_parameter_stay()
    {
        var code = PowerAssembler.Assemble(
            """
            .macro text what
                    .asciz \what
                    .ascii "\n"
            .endm
                    text "a, b\n#"
            """);

        Assert.That(code.Bytes.ToArray(), Is.EqualTo("a, b\n#\0\n"u8.ToArray()));
    }

    [Test]
    public void Each_use_has_labels_of_its_own()
    {
        var code = PowerAssembler.Assemble(
            """
            .macro wait
            again\@: b again\@
            .endm
                    wait
                    wait
            """);

        Assert.That(code.Symbols.Keys, Is.EquivalentTo(new[] { "again0", "again1" }));
        Assert.That(code["again1"], Is.EqualTo(4));
    }

    [Test]
    public void Macros_use_macros()
    {
        var code = PowerAssembler.Assemble(".macro one x\n.byte \\x\n.endm\n.macro two x\none \\x\none \\x+1\n.endm\ntwo 7");

        Assert.That(code.Bytes.ToArray(), Is.EqualTo(new byte[] { 7, 8 }));
    }

    [TestCase(".macro\n.endm", 1, ".macro has a name: .macro NAME parameter, …")]
    [TestCase("nop\n.macro a", 2, "the macro 'a' has no end: .endm")]
    [TestCase(".macro a\n.endm\n.macro a\n.endm", 3, "the macro 'a' is defined twice")]
    [TestCase(".macro a x, y\n.endm\na 1", 3, "a takes 2 operands (x, y), not 1")]
    [TestCase(".macro a\na\n.endm\nnop\na", 5, "macros are nested more than 16 deep at 'a'")]
    [TestCase(".macro a\nnop\nbogus\n.endm\na", 5, "'bogus' is no instruction.")]
    public void What_is_wrong_is_told_with_the_line_of_the_use(string source, int line, string problem)
    {
        var thrown = Assert.Throws<AssemblyException>(() => PowerAssembler.Assemble(source));

        Assert.That(thrown!.Line, Is.EqualTo(line));
        Assert.That(thrown.Message, Does.StartWith($"line {line}: {problem}"));
    }
}
