using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.BareMetal;

/// <summary>Interrupts of every kind that instructions cause.</summary>
public sealed class InterruptTests : BareMetalTest
{
    private const ulong S = BareMetalImage.Supervisor;
    private const ulong P = BareMetalImage.Problem;

    [Test]
    [Differs(nameof(Differences.StoresWithoutAReservationAreTranslated))]
    [Differs(nameof(Differences.AlignmentStatusHoldsTheInstruction))]
    [Differs(nameof(Differences.VectoredCallsAreGivenToTheSystem))]
    public void Instructions_interrupt_as_in_QEMU()
    {
        foreach (var model in Models)
        {
            var image = new BareMetalImage();
            HashMap.MapFirstMegabytes(image);
            foreach (var (state, msr) in ((string, ulong)[])[("S", S), ("R", S | BareMetalImage.Relocated), ("P", P)])
            {
                foreach (var source in Sources)
                    image.Try($"{state} {source}", msr, source, r3: 0x1234, r5: 0x5_0002, r6: 0x1_0000_0000).EndLine();
            }

            Compare(image, model);
        }
    }

    /// <summary>Where nothing is mapped: no segment, and a segment without a page.</summary>
    [Test]
    [Differs(nameof(Differences.StoresWithoutAReservationAreTranslated))]
    [Differs(nameof(Differences.AlignmentStatusHoldsTheInstruction))]
    [Differs(nameof(Differences.CacheBlocksAreNamedByTheAddress))]
    public void Accesses_without_a_translation_interrupt_as_in_QEMU()
    {
        foreach (var model in Models)
        {
            var image = new BareMetalImage();
            HashMap.MapFirstMegabytes(image);
            foreach (var (state, msr) in ((string, ulong)[])[("R", S | BareMetalImage.Relocated), ("P", P)])
            {
                foreach (var address in (ulong[])[0x1_0000_0000, 0x0800_0000, 0x0100_0000 - 2, 0x1000_0000 - 2])
                {
                    foreach (var source in Accesses)
                        image.Try($"{state} {source} {address:x}", msr, source, r3: 0x1234, r5: address).EndLine();
                }
            }

            Compare(image, model);
        }
    }

    private static readonly string[] Accesses =
    [
        "ld 3,0(5)", "std 3,0(5)", "lwz 3,0(5)", "stb 3,0(5)", "lbz 3,0(5)", "lwarx 3,0,5", "stwcx. 3,0,5", "dcbz 0,5",
        "dcbt 0,5", "dcbf 0,5", "icbi 0,5", "dcbst 0,5", "lswi 6,5,16", "mtctr 5\nbctr",
    ];

    private static readonly string[] Sources =
    [
        ".long 0", "nop", "trap", "tdi 31,0,0", "sc 0", "sc 1", "mfmsr 3", "mtmsrd 3", "hrfid", "slbia", "tlbiel 3", "tlbie 3,3", "tlbsync",
        "mfspr 3,318", "mfspr 3,831",
        "fadd 1,2,3", "vadduwm 1,2,3", "xxlor 1,2,3", "lwarx 3,0,5", "stwcx. 3,0,5", "ldarx 3,0,5", "lharx 3,0,5", "lbarx 3,0,5",
        "lwz 3,0(5)", "dcbz 0,5", "dcbt 0,6", "dcbf 0,5",
        "scv 0", "scv 127", "msgsndp 3", "msgclrp 3", "msgsnd 3", "stop", "darn 3,1", "mfspr 3,815", "mtspr 815,3",
        "slbmfee 3,3", "slbmfev 3,3", "slbmte 3,3", "slbie 6", "mfspr 3,268",
    ];
}
