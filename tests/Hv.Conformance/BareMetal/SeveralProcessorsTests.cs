using Hv.Conformance.Infrastructure;
using Hv.Power.Execution;

namespace Hv.Conformance.BareMetal;

/// <summary>Two processors.</summary>
public sealed class SeveralProcessorsTests : BareMetalTest
{
    private const int Second = 0x5_0000;
    private const int Shared = 0x6_0000;
    private const int SecondSaveArea = BareMetalLibrary.SaveArea + BareMetalLibrary.SaveAreaSize;

    /// <summary>RTAS start-cpu (LoPAR 7.3.8).</summary>
    private static readonly string StartCpu = $"""
        li      4,0x7000
        li      3,0x2006
        stw     3,0(4)
        li      3,3
        stw     3,4(4)
        li      3,1
        stw     3,8(4)
        stw     3,12(4)
        lis     3,{Second >> 16}
        stw     3,16(4)
        li      3,42
        stw     3,20(4)
        li      3,0xf
        sldi    3,3,12
        sc      1
        """;

    [Test]
    public void Both_add_to_a_counter_with_reservations()
    {
        const string Adding = """
            lis     7,3
            mtctr   7
            lis     8,6
            adding: lwarx   9,0,8
            addi    9,9,1
            stwcx.  9,0,8
            bne     adding
            bdnz    adding
            lwsync
            """;
        foreach (var model in Models)
        {
            var image = new BareMetalImage();
            image.Place(Second, $"{Adding.Replace("adding", "second", StringComparison.Ordinal)}\nstw 3,8(8)\nb .");
            image.Do(StartCpu).Do("lwz 20,24(4)\nmr 21,3").Say("started").Show("status", 20).Show("call", 21).EndLine();
            image.Do($"{Adding}\nother: lwz 9,8(8)\ncmpdi 9,0\nbeq other\nlwsync\nlwz 20,0(8)\nmr 21,9");
            image.Say("sum").Show("count", 20).Show("r3", 21).EndLine();
            Compare(image, model, processors: 2);
        }
    }

    [Test]
    public void A_processor_starts_with_a_machine_state_of_its_own()
    {
        foreach (var model in Models)
        {
            var image = new BareMetalImage();
            image.Place(Second, $"lis 8,6\nmfmsr 9\nstd 9,16(8)\nmfspr 9,1023\nstd 9,24(8)\nmfspr 9,287\nstd 9,32(8)\nlwsync\nstw 3,8(8)\nb .");
            image.Do(StartCpu).Do("lis 8,6\nother: lwz 9,8(8)\ncmpdi 9,0\nbeq other\nlwsync");
            foreach (var (name, place) in ((string, int)[])[("msr", 16), ("pir", 24)])
                image.Do($"lis 20,{Shared >> 16}\nld 20,{place}(20)").Show(name, 20);

            image.EndLine();
            Compare(image, model, processors: 2);
        }
    }

    [Test]
    public void A_translation_that_one_invalidates_is_gone_for_the_other()
    {
        var image = new BareMetalImage();
        RadixMap.Map(image);

        // The second processor reads page 7 until what it holds is what page 8 is: it is mapped there by the first one, and it says so.
        image.Place(Second, $"""
            li      3,{SecondSaveArea}
            mtspr   272,3
            {BareMetalImage.Load(4, BareMetalImage.Supervisor)}
            std     4,{BareMetalLibrary.BaseMsr}(3)
            {BareMetalImage.Load(4, BareMetalImage.Supervisor | BareMetalImage.Relocated)}
            mtmsrd  4
            isync
            {BareMetalImage.Load(5, RadixMap.Small + (7 << 12))}
            lis     8,{Shared >> 16}
            ld      9,8(5)
            std     9,16(8)
            lwsync
            stw     3,8(8)
            reading: ld 9,8(5)
            cmpdi   9,8
            bne     reading
            std     9,24(8)
            lwsync
            stw     3,12(8)
            b       .
            """);
        image.Do(StartCpu).Do("lis 8,6\nfirst: lwz 9,8(8)\ncmpdi 9,0\nbeq first\nlwsync\nld 20,16(8)").Say("first").Show("read", 20).EndLine();
        image.Set(4, RadixMap.Leaf | 0x20_8000 | 0x187).Set(5, RadixMap.SmallTable + (8 * 7)).Do("std 4,0(5)\nptesync").Set(8, 0x400).Set(9, 0);
        image.Do("tlbie 8,9,2,1,1\neieio\ntlbsync\nptesync");
        image.Do("lis 8,6\nthen: lwz 9,12(8)\ncmpdi 9,0\nbeq then\nlwsync\nld 20,24(8)").Say("then").Show("read", 20).EndLine();
        Compare(image, PowerModel.Power9, processors: 2);
    }
}
