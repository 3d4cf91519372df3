namespace Hv.Conformance.BareMetal;

/// <summary>Interrupts of every kind that instructions cause.</summary>
public sealed class InterruptTests : BareMetalTest
{
    private const ulong S = BareMetalImage.Supervisor;
    private const ulong P = BareMetalImage.Problem;

    [Test]
    public void Instructions_interrupt_as_in_QEMU()
    {
        foreach (var model in Models)
        {
            var image = new BareMetalImage();
            HashMap.MapFirstMegabytes(image);
            foreach (var (state, msr) in ((string, ulong)[])[("S", S), ("R", S | BareMetalImage.Relocated), ("P", P)])
            {
                foreach (var source in Sources)
                    image.Set(3, 0x1234).Set(5, 0x5_0002).Set(6, 0x1_2000_0000).Try($"{state} {source}", msr, source).EndLine();
            }

            Compare(image, model);
        }
    }

    private static readonly string[] Sources =
    [
        ".long 0", "nop", "trap", "tdi 31,0,0", "sc 0", "mfmsr 3", "mtmsrd 3", "hrfid", "slbia", "tlbiel 3", "tlbie 3,3", "tlbsync",
        "mfspr 3,318", "mfspr 3,1000", "mtspr 1000,3", "mfspr 3,0", "mfspr 3,4", "mtspr 0,3", "mfspr 3,831",
        "fadd 1,2,3", "vadduwm 1,2,3", "xxlor 1,2,3", "lwarx 3,0,5", "stwcx. 3,0,5", "ldarx 3,0,5", "lharx 3,0,5", "lbarx 3,0,5",
        "ld 3,0(6)", "std 3,0(6)", "lwz 3,0(5)", "lmw 29,0(5)", "dcbz 0,5", "dcbz 0,6", "icbi 0,6", "dcbt 0,6", "dcbf 0,6",
        "scv 0", "scv 127", "rfscv", "msgsndp 3", "msgclrp 3", "msgsnd 3", "stop", "nap", "doze", "darn 3,1", "mfspr 3,815", "mtspr 815,3",
        "slbmfee 3,3", "slbmfev 3,3", "slbmte 3,3", "slbie 6", "mtctr 6\nbctr", "mfspr 3,268", "mtspr 284,3", "mtspr 22,6",
    ];
}
