namespace Hv.Conformance.BareMetal;

/// <summary>Interrupts that come from outside of the instructions, and those of tracing.</summary>
public sealed class TimerTests : BareMetalTest
{
    private const ulong S = BareMetalImage.Supervisor;
    private const ulong Enabled = S | 0x8000;
    private const ulong SingleStep = 0x400;
    private const ulong BranchTrace = 0x200;
    private const ulong Cede = 0xE0;
    private const ulong Priority = 0x68;
    private const ulong Signal = 0x6C;
    private const ulong Accept = 0x74;

    [Test]
    public void The_decrementer_interrupts_as_long_as_it_is_negative()
    {
        foreach (var model in Models)
        {
            var image = new BareMetalImage();
            image.Try("in a loop", Enabled, "mtspr 22,3\nb .", r3: 100).EndLine();

            // QEMU's timers come a little late: 2^24 ticks, 33 ms, are time enough.
            const string Enable = "li 7,-0x8000\nmtmsrd 7,1\nnop\nnop";
            const string Wait = "mtspr 22,3\nlis 8,-0x100\nlater: mfspr 7,22\ncmpw 7,8\nbgt later";
            image.Try("enabled later", S, $"{Wait}\n{Enable}", r3: 10).EndLine();
            image.Try("set again", S, $"{Wait.Replace("later", "again", StringComparison.Ordinal)}\nmtspr 22,6\n{Enable}", r3: 10, r6: 0x7FFF_FFFF);
            image.EndLine();

            // Twice the handler leaves the decrementer as it is: three interrupts, then the loop ends.
            image.Say("lasting").Set(4, 2).Do($"std 4,{BareMetalLibrary.SaveArea + BareMetalLibrary.Lasting}(0)");
            image.Do($"li 4,1\nstd 4,{BareMetalLibrary.SaveArea + BareMetalLibrary.Brief}(0)");
            image.Do("li 31,0\nli 4,100\nmtspr 22,4\nli 4,-0x8000\nmtmsrd 4,1");
            image.Do($"waiting: ld 4,{BareMetalLibrary.SaveArea + BareMetalLibrary.Lasting}(0)\ncmpdi 4,0\nbne waiting\nli 4,0\nmtmsrd 4,1");
            image.Do($"std 4,{BareMetalLibrary.SaveArea + BareMetalLibrary.Brief}(0)").EndLine();
            image.Try("ceded", S, $"mtspr 22,6\nli 3,{Cede}\nsc 1\nnop", r6: 100_000).EndLine();
            Compare(image, model);
        }
    }

    [Test]
    public void Signals_of_other_processors_wait_until_they_are_enabled()
    {
        foreach (var model in Models)
        {
            var image = new BareMetalImage();
            image.Call(Priority, 0xFF).Call(Signal, 0, 4);
            image.Try("masked", S, "nop\nnop").EndLine();
            image.Try("enabled", S, "mtmsrd 3,1\nnop\nnop", r3: 0x8000).EndLine();
            image.Try("still there", Enabled, "nop").EndLine();
            image.Call(Accept).Do("mr 20,4").Show("accepted", 20).Call(Signal, 0, 0xFF).EndLine();
            image.Try("gone", Enabled, "nop\nnop").EndLine();

            image.Try("doorbell of another kind", Enabled, "msgsndp 5\nnop\nnop", r5: 0x1000_0000).EndLine();

            // QEMU gives up where it has to deliver a doorbell, and does not forget one; here both are tested in Hv.Power.Tests.
            image.Try("doorbell, masked", S, "msgsndp 5\nmfspr 7,176\nnop", r5: 0x2800_0000);
            image.ShowSaved("dpdes", 7).EndLine();
            Compare(image, model);
        }
    }

    [Test]
    public void Instructions_and_branches_are_traced()
    {
        foreach (var model in Models)
        {
            var image = new BareMetalImage();
            HashMap.MapFirstMegabytes(image);
            foreach (var source in (string[])["nop", "addi 7,7,1", "ld 7,0(5)", "std 7,0(5)", "b .+8\nnop", "sc", "trap", "mtmsrd 3", "mtctr 7"])
            {
                foreach (var (name, msr) in ((string, ulong)[])[("S", S), ("P", BareMetalImage.Problem)])
                {
                    image.Try($"{name} step {source}", msr | SingleStep, $"{source}\nnop", r3: S | SingleStep, r5: 0x5_0000).EndLine();
                    image.Try($"{name} branch {source}", msr | BranchTrace, $"{source}\nnop", r3: S | BranchTrace, r5: 0x5_0000).EndLine();
                }
            }

            Compare(image, model);
        }
    }
}
