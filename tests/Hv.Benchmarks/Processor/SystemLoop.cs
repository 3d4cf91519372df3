using System.Globalization;
using Hv.Power.Assembly;

namespace Hv.Benchmarks.Processor;

/// <summary>
/// A loop that runs in problem state with radix page tables, under a system of a few instructions: the same bytes here and in
/// <c>qemu-system-ppc64 -bios</c>.
/// </summary>
/// <param name="Name">What it is.</param>
/// <param name="Body">
/// What is repeated, in assembly language; the count is in CTR. r1 is the address of 64 MiB of zeroes, r30 is 0, and sc with r0 = 0 returns.
/// </param>
internal sealed record SystemLoop(string Name, string Body)
{
    /// <summary>Nothing but additions of registers.</summary>
    public const string Adds = "system: register adds";

    /// <summary>Nothing but loads of one page.</summary>
    public const string Loads = "system: loads, translated";

    /// <summary>How much RAM it needs.</summary>
    public const ulong RamSize = 256 << 20;

    private const ulong CountAddress = 0x2F00;
    private const ulong RtasArguments = 0x3000;
    private const ulong EntryAddress = 0x100;
    private const int ImageSize = 0x8000;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SystemLoop> All { get; } =
    [
        new(Adds, string.Join('\n', Enumerable.Range(0, 30).Select(index => $"add {3 + (index % 8)},{3 + (index % 8)},12"))),
        new(Loads, string.Join('\n', Enumerable.Range(0, 30).Select(index => $"ld {3 + (index % 8)},{8 * index}(1)"))),
        new("system: stores, translated", string.Join('\n', Enumerable.Range(0, 30).Select(index => $"std {3 + (index % 8)},{8 * index}(1)"))),
        new("system: system calls", "sc"),
        new("system: TLB misses", "ldx 3,1,30\naddi 30,30,4160\nclrldi 30,30,38"),
    ];

    /// <summary>The image, from address 0 on.</summary>
    /// <param name="count">How often the loop goes round.</param>
    public byte[] Image(long count)
    {
        var image = new byte[ImageSize];
        Put(image, EntryAddress, "b 0x4000");
        Put(image, 0xC00, $"""
            cmpdi 0,0
            bne end
            rfid
            end: li 3,{RtasArguments}
            lis 4,0x2003
            srdi 4,4,16
            stw 4,0(3)
            li 4,2
            stw 4,4(3)
            li 4,1
            stw 4,8(3)
            li 4,-1
            stw 4,12(3)
            stw 4,16(3)
            li 3,-4096
            clrldi 3,3,48
            li 4,{RtasArguments}
            sc 1
            b .
            """);

        // Process table at 1 MiB; root of the tree at 2 MiB, behind it one directory, and one with pages of 2 MiB for 256 MiB.
        Put(image, 0x4000, """
            lis 3,0x10
            lis 4,0x4000
            sldi 4,4,32
            oris 4,4,0x20
            ori 4,4,0xAD
            std 4,0(3)
            lis 5,0x20
            lis 4,-0x8000
            sldi 4,4,32
            oris 4,4,0x21
            ori 6,4,9
            std 6,0(5)
            lis 5,0x21
            ori 6,4,0x1009
            std 6,0(5)
            ori 5,5,0x1000
            lis 4,-0x4000
            sldi 4,4,32
            ori 4,4,0x187
            li 6,128
            mtctr 6
            lis 7,0x20
            fill: std 4,0(5)
            add 4,4,7
            addi 5,5,8
            bdnz fill
            li 3,0x37C
            li 4,0x1C
            lis 5,0x10
            li 6,0
            li 7,0
            sc 1
            li 3,0
            mtspr 48,3
            isync
            mfmsr 4
            oris 4,4,0x0280
            ori 4,4,0x6030
            mtspr 27,4
            li 5,0x5000
            mtspr 26,5
            rfid
            """);
        Put(image, 0x5000, string.Create(CultureInfo.InvariantCulture, $"""
            ld 3,{CountAddress}(0)
            mtctr 3
            lis 1,0x200
            li 30,0
            li 0,0
            loop:
            {Body}
            bdnz loop
            li 0,1
            sc
            """));
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(image.AsSpan((int)CountAddress), count);
        return image;
    }

    private static void Put(byte[] image, ulong address, string source) =>
        PowerAssembler.Assemble(source, address, isBigEndian: true).Bytes.Span.CopyTo(image.AsSpan((int)address));
}
