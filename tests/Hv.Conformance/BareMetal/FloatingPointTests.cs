using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.BareMetal;

/// <summary>Floating-point exceptions that interrupt.</summary>
public sealed class FloatingPointTests : BareMetalTest
{
    private const ulong Available = 0x2000;
    private const int Data = 0x5_0000;

    private static readonly string[] Sources =
    [
        "mtfsfi 6,1\nfdiv 1,2,3", "mtfsfi 6,8\nfdiv 1,3,3", "mtfsfi 6,8\nfdiv 1,2,3", "mtfsfi 6,1\nmtfsb1 5", "fdiv 1,2,3", "mtfsfi 7,8\nfdiv 1,2,4",
    ];

    [Test]
    [Differs(nameof(Differences.EnabledExceptionsKeepTheTarget))]
    [Differs(nameof(Differences.SettingABitSetsTheSummary))]
    public void Exceptions_that_are_enabled_interrupt_as_in_QEMU()
    {
        foreach (var model in Models)
        {
            var image = new BareMetalImage();
            HashMap.MapFirstMegabytes(image);

            // 1, 0 and 3, and room for FPSCR.
            image.Place(Data, ".quad 0x3ff0000000000000, 0, 0x4008000000000000, 0, 0");
            foreach (var mode in (ulong[])[0, 0x100, 0x800, 0x900])
            {
                foreach (var (name, msr) in ((string, ulong)[])[("S", BareMetalImage.Supervisor), ("P", BareMetalImage.Problem)])
                {
                    foreach (var source in Sources)
                    {
                        const string Load = "lfd 2,0(5)\nlfd 3,8(5)\nlfd 4,16(5)\nmtfsf 255,3\nlfd 1,8(5)";
                        image.Try($"{name} {mode:x} {source}", msr | Available | mode, $"{Load}\n{source}", r5: Data);
                        image.Set(4, BareMetalImage.Supervisor | Available).Do("mtmsrd 4\nisync").Set(5, Data).Do("mffs 5\nstfd 5,24(5)\nstfd 1,32(5)");
                        image.Do("ld 20,24(5)\nld 21,32(5)").Set(4, BareMetalImage.Supervisor).Do("mtmsrd 4\nisync").Show("fpscr", 20).Show("f1", 21).EndLine();
                    }
                }
            }

            Compare(image, model);
        }
    }
}
