using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.BareMetal;

/// <summary>The machine state: what a system may set, byte order and width of code, and where and how interrupts are taken.</summary>
public sealed class ModeTests : BareMetalTest
{
    private const ulong S = BareMetalImage.Supervisor;
    private const ulong P = BareMetalImage.Problem;
    private const ulong SetMode = 0x31C;
    private const ulong HighAddress = 0xC000_0000_0000_0000;
    private const int Code = 0x5_0000;

    /// <summary>Each bit of MSR by itself, by each instruction that sets it. Tracing has tests of its own.</summary>
    [Test]
    [Differs(nameof(Differences.TransactionsAreNotOffered))]
    public void Every_bit_of_the_machine_state_can_be_set_or_not_as_in_QEMU()
    {
        foreach (var model in Models)
        {
            var image = new BareMetalImage();
            HashMap.MapFirstMegabytes(image);
            foreach (var source in (string[])["mtmsrd 3", "mtmsrd 3,1", "mtmsr 3", "mtmsr 3,1"])
            {
                for (var bit = 0; bit < 64; bit++)
                {
                    if (bit is not (9 or 10))
                        image.Try($"{source} {bit}", S, $"{source}\nisync", r3: (S & ~BareMetalImage.LittleEndian) | (1UL << bit)).EndLine();
                }
            }

            image.Set(3, 0);
            for (var bit = 0; bit < 64; bit++)
            {
                if (bit is not (0 or 9 or 10))
                    image.Try($"rfid {bit}", S | (1UL << bit), "nop").EndLine();
            }

            Compare(image, model);
        }
    }

    /// <summary>A vectored call returns where it came from, in the state that it came from.</summary>
    [Test]
    public void Vectored_calls_return_as_in_QEMU()
    {
        var image = new BareMetalImage();
        HashMap.MapFirstMegabytes(image);
        image.Set(4, 1 << 12).Do("mtspr 153,4");
        const ulong Narrow = P & ~BareMetalImage.SixtyFourBit;
        foreach (var (state, msr) in ((string, ulong)[])[("S", S), ("E", S | 0x8000), ("R", S | 0x30), ("P", P), ("P32", Narrow)])
        {
            foreach (var level in (int[])[0, 1, 77, 127])
                image.Try($"{state} {level}", msr, $"mr 30,31\nli 31,0\nmtcr 5\nscv {level}\nmr 31,30\naddi 7,5,1", r5: 0x1234).EndLine();
        }

        Compare(image, Hv.Power.Execution.PowerModel.Power9);
    }

    [Test]
    public void Code_runs_in_either_byte_order_and_width_as_in_QEMU()
    {
        foreach (var model in Models)
        {
            var image = new BareMetalImage();
            HashMap.MapFirstMegabytes(image);
            const string Source = """
                lwz     7,0(5)
                lhz     8,2(5)
                ld      9,0(5)
                std     3,8(5)
                lwbrx   10,0,5
                addi    11,6,1
                cmpdi   0,6,0
                bl      behind
                behind: mflr    4
                sc
                """;
            image.Place(Code, Source).Place(Code + 0x1000, Source.Replace("behind", "over", StringComparison.Ordinal), isBigEndian: false);
            image.Place(Code + 0x2000, ".quad 0x0102030405060708, 0");
            foreach (var state in (ulong[])[S, S | BareMetalImage.Relocated, P])
            {
                foreach (var width in (ulong[])[0, BareMetalImage.SixtyFourBit])
                {
                    for (var order = 0UL; order < 2; order++)
                    {
                        var msr = (state & ~BareMetalImage.SixtyFourBit) | width | order;
                        image.TryAt($"{msr:x}", msr, Code + (0x1000 * order), r3: 0x1122_3344_5566_7788, r5: Code + 0x2000, r6: 0xFFFF_FFFF);
                        foreach (var register in (int[])[7, 8, 9, 10, 11, 4])
                            image.ShowSaved($"r{register}", register);

                        image.Do($"lis 20,5\nori 20,20,0x2008\nld 20,0(20)").Show("stored", 20).EndLine();
                    }
                }
            }

            // An address of 32 bits wraps.
            image.TryAt("wraps", S & ~BareMetalImage.SixtyFourBit, Code, r5: 0x1_0000_0000 + Code + 0x2000).ShowSaved("r7", 7).EndLine();
            Compare(image, model);
        }
    }

    [Test]
    [Differs(nameof(Differences.VectorsMoveAShortWayOnPower8))]
    [Differs(nameof(Differences.VectoredCallsAreGivenToTheSystem))]
    public void Interrupts_go_where_relocation_lets_them_as_in_QEMU()
    {
        foreach (var model in Models)
        {
            var image = new BareMetalImage();
            HashMap.MapFirstMegabytes(image);
            HashMap.Segment(image, 1, HighAddress, 1, 0x100);
            foreach (var location in (ulong[])[0, 2, 3])
            {
                image.Call(SetMode, location, 3, 0, 0).Do("mr 20,3").Say($"location {location}").Show("status", 20).EndLine();
                foreach (var (state, msr) in ((string, ulong)[])[("S", S), ("I", S | 0x20), ("D", S | 0x10), ("R", S | 0x30), ("P", P)])
                {
                    foreach (var source in (string[])["sc", "trap", ".long 0", "fadd 1,2,3", "ld 3,0(5)", "scv 3", "mfspr 3,815"])
                        image.Try($"{location} {state} {source}", msr, source, r5: 0x0800_0000).EndLine();
                }
            }

            Compare(image, model);
        }
    }

    [Test]
    [Differs(nameof(Differences.VectoredCallsAreGivenToTheSystem))]
    public void Interrupts_are_taken_little_endian_where_the_system_wants_it_as_in_QEMU()
    {
        foreach (var model in Models)
        {
            var image = new BareMetalImage(isLittleEndianHandler: true);
            image.Call(SetMode, 1, 4, 0, 0);
            HashMap.MapFirstMegabytes(image);
            foreach (var (state, msr) in ((string, ulong)[])[("S", S), ("R", S | 0x30), ("P", P)])
            {
                foreach (var source in (string[])["sc", "trap", ".long 0", "fadd 1,2,3", "ld 3,0(5)", "scv 3", "mfspr 3,815"])
                    image.Try($"{state} {source}", msr, source, r5: 0x0800_0000).EndLine();
            }

            Compare(image, model);
        }
    }
}
