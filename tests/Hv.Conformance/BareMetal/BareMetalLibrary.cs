using System.Text;

namespace Hv.Conformance.BareMetal;

/// <summary>
/// Assembly language that programs without an operating system share: output through the hypervisor, and a handler for every
/// interrupt that prints what the registers hold and goes on.
/// </summary>
/// <remarks>
/// Routines take and change r3 to r12, LR, CTR and CR. SPRG0 holds the address of the processor's save area; SPRG1 to SPRG3 are the
/// handler's.
/// </remarks>
internal static class BareMetalLibrary
{
    /// <summary>The save area of the first processor; the others' follow.</summary>
    public const int SaveArea = 0x6000;

    /// <summary>The size of a save area.</summary>
    public const int SaveAreaSize = 0x400;

    /// <summary>In the save area: what MSR is when the handler goes on where r31 says.</summary>
    public const int BaseMsr = 0x180;

    /// <summary>In the save area: not 0 has the handler print the vector and the high half of the low word of SRR1 alone.</summary>
    public const int Brief = 0x188;

    /// <summary>In the save area: how many decrementer interrupts are to leave the decrementer as it is.</summary>
    public const int Lasting = 0x198;

    /// <summary>The vectors of interrupts that end a case behind the instruction, or between two.</summary>
    private static readonly int[] BehindInstruction = [0x500, 0x900, 0xA00, 0xC00, 0xD00];

    private static readonly int[] Vectors =
    [
        0x200, 0x300, 0x380, 0x400, 0x480, 0x500, 0x600, 0x700, 0x800, 0x900, 0x980, 0xA00, 0xB00, 0xC00, 0xD00, 0xE00, 0xE20, 0xE40,
        0xE60, 0xE80, 0xF00, 0xF20, 0xF40, 0xF60, 0xF80,
    ];

    /// <summary>
    /// Output: <c>putc</c> a character in r3; <c>hex</c> r3 in 16 digits, <c>hex4</c> in 4; <c>puttext</c> the text behind the call.
    /// </summary>
    public const string Output = """
        putc:       sldi    6,3,56
                    li      5,1
        put:        lis     4,0x7100
                    li      3,0x58
                    sc      1
                    blr
        hex4:       sldi    3,3,48
                    li      9,4
                    b       digits
        hex:        li      9,16
        digits:     mtctr   9
                    mr      5,9
                    li      6,0
                    li      7,0
        digit:      rotldi  3,3,4
                    andi.   10,3,15
                    addi    10,10,48
                    cmpdi   10,57
                    ble     decimal
                    addi    10,10,39
        decimal:    srdi    12,7,56
                    sldi    6,6,8
                    or      6,6,12
                    sldi    7,7,8
                    or      7,7,10
                    bdnz    digit
                    cmpdi   5,16
                    beq     put
                    sldi    6,7,32
                    b       put
        puttext:    mflr    11
        character:  lbz     3,0(11)
                    addi    11,11,1
                    cmpdi   3,0
                    beq     textend
                    sldi    6,3,56
                    li      5,1
                    lis     4,0x7100
                    li      3,0x58
                    sc      1
                    b       character
        textend:    addi    11,11,3
                    clrrdi  11,11,2
                    mtlr    11
                    blr

        """;

    /// <summary>What the handler does once it has changed to real mode: it saves, prints, and goes on.</summary>
    private const string Printing = """
                    mflr    4
                    std     4,0x120(3)
                    mfctr   4
                    std     4,0x128(3)
                    mfcr    4
                    std     4,0x130(3)
                    mfxer   4
                    std     4,0x138(3)
                    mfspr   4,26
                    std     4,0x140(3)
                    mfspr   4,27
                    std     4,0x148(3)
                    mfspr   4,19
                    std     4,0x150(3)
                    mfspr   4,18
                    std     4,0x158(3)
                    mr      30,3
                    mr      29,2
                    bl      puttext
                    .asciz  " !"
                    .align  2
                    mr      3,29
                    bl      hex4
                    ld      4,0x188(30)
                    cmpdi   4,0
                    beq     long
                    bl      puttext
                    .asciz  "."
                    .align  2
                    ld      3,0x148(30)
                    srwi    3,3,16
                    bl      hex4
                    b       printed
        long:       andi.   4,29,0x2000
                    beq     saved
                    bl      puttext
                    .asciz  " lr="
                    .align  2
                    ld      3,0x120(30)
                    bl      hex
                    bl      puttext
                    .asciz  " ctr="
                    .align  2
                    ld      3,0x128(30)
                    bl      hex
                    b       state
        saved:      bl      puttext
                    .asciz  " srr0="
                    .align  2
                    ld      3,0x140(30)
                    bl      hex
                    bl      puttext
                    .asciz  " srr1="
                    .align  2
                    ld      3,0x148(30)
                    bl      hex
        state:      bl      puttext
                    .asciz  " msr="
                    .align  2
                    ld      3,0x108(30)
                    bl      hex
                    andi.   4,29,0xF00
                    cmpdi   4,0x300
                    beq     data
                    cmpdi   4,0x600
                    bne     printed
        data:       bl      puttext
                    .asciz  " dar="
                    .align  2
                    ld      3,0x150(30)
                    bl      hex
                    andi.   4,29,0xFF0
                    cmpdi   4,0x380
                    beq     printed
                    bl      puttext
                    .asciz  " dsisr="
                    .align  2
                    ld      3,0x158(30)
                    bl      hex
        printed:    mr      3,30
                    andi.   4,29,0x2fff
                    cmpdi   4,0x900
                    bne     goon
                    ld      4,0x198(3)
                    cmpdi   4,0
                    beq     quiet
                    addi    4,4,-1
                    std     4,0x198(3)
                    b       goon
        quiet:      lis     4,0x7fff
                    mtspr   22,4
        goon:       ld      5,0xf8(3)
                    cmpdi   5,0
                    beq     inplace
                    ld      6,0x180(3)
                    li      4,0
                    std     4,0xf8(3)
                    b       ready
        inplace:    andi.   4,29,0x2000
                    bne     vectored
                    ld      5,0x140(3)
                    ld      6,0x148(3)

        """;

    /// <summary>The places that interrupts go to: the vectors, and again where relocation may move them to.</summary>
    /// <param name="handler">The address of the handler.</param>
    public static IEnumerable<(int Address, string Source)> Stubs(int handler)
    {
        foreach (var (distance, mark) in ((int, int)[])[(0, 0), (0x4000, 0x4000), (0x18000, 0x1000)])
        {
            foreach (var vector in Vectors)
                yield return (distance + vector, Stub(vector | mark));
        }

        for (var level = 0; level < 128; level++)
        {
            yield return (0x17000 + (level * 32), Stub(0x2000 + (level * 32)));
            yield return (0x3000 + (level * 32), Stub(0x6000 + (level * 32)));
        }

        string Stub(int name) => $"mtspr 273,1\nmtspr 274,2\nli 2,{name}\nb {handler}\n";
    }

    /// <summary>The handler, for either byte order.</summary>
    public static string Handler()
    {
        var text = new StringBuilder();

        // Without relocation the four high bits of an address do not count: it goes on where it is.
        text.AppendLine("handler: mtspr 275,3\nmfmsr 1\nli 3,0x30\nandc 3,1,3\nmtmsrd 3\nisync");
        text.AppendLine("mfspr 3,272\nstd 1,0x108(3)\nstd 2,0x110(3)");
        foreach (var (register, scratch) in (ReadOnlySpan<(int, int)>)[(1, 273), (2, 274), (3, 275)])
            text.AppendLine($"mfspr 1,{scratch}\nstd 1,{register * 8}(3)");

        text.AppendLine("std 0,0(3)");
        for (var register = 4; register < 32; register++)
            text.AppendLine($"std {register},{register * 8}(3)");

        text.Append(Printing);
        foreach (var vector in BehindInstruction)
            text.AppendLine($"andi. 7,29,0xfff\ncmpdi 7,{vector}\nbeq ready");

        text.AppendLine("addi 5,5,4\nready: mtspr 26,5\nmtspr 27,6");
        Restore(text);
        text.AppendLine("rfid\nvectored:");
        Restore(text);

        // rfscv, which older processors do not have.
        text.AppendLine(".long 0x4c0000a4");
        return text.ToString();
    }

    private static void Restore(StringBuilder text)
    {
        text.AppendLine("ld 4,0x120(3)\nmtlr 4\nld 4,0x128(3)\nmtctr 4\nld 4,0x130(3)\nmtcr 4\nld 4,0x138(3)\nmtxer 4");
        text.AppendLine("ld 0,0(3)\nld 1,8(3)\nld 2,16(3)");
        for (var register = 4; register < 32; register++)
            text.AppendLine($"ld {register},{register * 8}(3)");

        text.AppendLine("ld 3,24(3)");
    }
}
