namespace Hv.Benchmarks.Processor;

/// <summary>A loop of guest code that is measured.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Body">
/// What is repeated, in assembly language. The count is in CTR and not to be touched. r1 is the address of 32 KiB of random bytes, r2
/// that of 32 KiB of doublewords each of which is the address of another one, all of them one ring; r30 is 0, and r0, r3 to r29 are
/// random at first.
/// </param>
/// <param name="Leaf">Functions that the body calls.</param>
internal sealed record GuestLoop(string Name, string Body, string Leaf = "")
{
    /// <summary>The loop whose speed is promised.</summary>
    public const string Integer = "integer";

    /// <summary>Nothing but additions of registers.</summary>
    public const string Adds = "register adds";

    /// <summary>Nothing but loads, next to each other.</summary>
    public const string Loads = "loads";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<GuestLoop> All { get; } =
    [
        new(Integer,
            """
            add r3,r3,r4
            addi r5,r5,1
            xor r6,r3,r5
            rlwinm r7,r6,3,0,28
            subf r8,r7,r3
            and r9,r8,r6
            cmpldi r9,0
            or r10,r9,r3
            beq behind
            addi r11,r11,1
            behind:
            """),
        new(Adds, Repeat(30, index => $"add r{3 + (index % 8)},r{3 + (index % 8)},r12")),
        new(Loads, Repeat(30, index => $"ld r{3 + (index % 8)},{8 * index}(r1)")),
        new("stores", Repeat(30, index => $"std r{3 + (index % 8)},{8 * index}(r1)")),
        new("memory copy",
            """
            add r9,r1,r30
            ld r3,0(r9)
            ld r4,8(r9)
            ld r5,16(r9)
            ld r6,24(r9)
            std r3,16384(r9)
            std r4,16392(r9)
            std r5,16400(r9)
            std r6,16408(r9)
            addi r30,r30,32
            clrldi r30,r30,50
            """),
        new("pointer chase", Repeat(10, _ => "ld r2,0(r2)")),
        new("branches that repeat",
            """
            addi r5,r5,1
            andi. r6,r5,1
            beq even
            addi r7,r7,1
            even: andi. r6,r5,4
            bne done
            bl leaf
            done:
            """,
            """
            leaf: addi r8,r8,1
            blr
            """),
        new("branches on random bytes",
            """
            lbzx r5,r1,r30
            addi r30,r30,1
            clrldi r30,r30,49
            andi. r6,r5,1
            beq even
            addi r7,r7,1
            even: cmpwi r5,64
            blt small
            addi r8,r8,1
            small: andi. r6,r5,2
            beq done
            addi r9,r9,1
            done:
            """),
        new("carries and CR0",
            """
            addc r3,r3,r4
            adde. r5,r5,r6
            subfe r7,r7,r8
            addze. r9,r9
            """),
        new("multiply and divide",
            """
            mulld r3,r4,r5
            mulhdu r6,r4,r5
            divd r7,r6,r4
            divwu r8,r6,r5
            """),
        new("floating point",
            """
            lfd f1,0(r1)
            fcfid f1,f1
            lfd f2,8(r1)
            fcfid f2,f2
            fmul f3,f1,f2
            fadd f4,f3,f1
            fsub f5,f4,f2
            fdiv f6,f5,f1
            fmadd f7,f1,f2,f6
            fcmpu cr0,f6,f7
            stfd f7,16384(r1)
            """),
        new("VSX doubles",
            """
            lxv vs1,0(r1)
            xvcvsxddp vs1,vs1
            lxv vs2,16(r1)
            xvcvsxddp vs2,vs2
            xvmuldp vs3,vs1,vs2
            xvadddp vs4,vs3,vs1
            xvsubdp vs5,vs4,vs2
            xvmaddadp vs5,vs1,vs2
            xxlor vs6,vs5,vs4
            stxv vs6,16384(r1)
            """),
        new("VMX singles",
            """
            lxv vs33,0(r1)
            vcfsx v1,v1,0
            lxv vs34,16(r1)
            vcfsx v2,v2,0
            vaddfp v3,v1,v2
            vsubfp v4,v3,v1
            vmaddfp v5,v1,v2,v4
            vmaxfp v6,v5,v4
            vadduwm v7,v6,v5
            stxv vs39,16384(r1)
            """),
        new("VMX integers",
            """
            lvx v1,0,r1
            lvx v2,r1,r30
            vperm v3,v1,v2,v1
            vadduwm v4,v3,v1
            vxor v5,v4,v2
            vrlw v6,v5,v1
            vsldoi v7,v6,v5,12
            vcmpequb. v8,v7,v6
            vsel v9,v8,v7,v5
            stvx v9,0,r1
            """),
        new("VMX cryptography",
            """
            vcipher v1,v1,v2
            vcipherlast v3,v1,v2
            vpmsumd v4,v1,v3
            vshasigmaw v5,v4,0,15
            vxor v2,v5,v1
            """),
    ];

    private static string Repeat(int count, Func<int, string> line) => string.Join('\n', Enumerable.Range(0, count).Select(line));
}
