namespace Hv.Conformance.BareMetal;

/// <summary>Code that changes, and accesses that are not aligned.</summary>
public sealed class CodeTests : BareMetalTest
{
    private const int Code = 0x5_0000;

    [Test]
    public void Code_that_was_written_is_executed_as_in_QEMU()
    {
        foreach (var model in Models)
        {
            var image = new BareMetalImage();
            HashMap.MapFirstMegabytes(image);

            // Each round writes the number of the round into an instruction that was executed, and adds up what it loads.
            const string Source = """
                            mflr    13
                            li      14,0
                            li      15,0
                again:      addi    14,14,1
                            addis   16,14,0x38e0
                            stw     16,target-base(5)
                            addi    17,5,target-base
                            dcbst   0,17
                            sync
                            icbi    0,17
                            isync
                target:     li      7,0
                            add     15,15,7
                            cmpdi   14,1000
                            bne     again
                            mr      9,15
                            mtlr    13
                            sc
                """;
            image.Place(Code, $"base: {Source}").Place(Code + 0x1000, $"base: {Source}".Replace("base", "other", StringComparison.Ordinal)
                .Replace("again", "repeat", StringComparison.Ordinal).Replace("target", "place", StringComparison.Ordinal), isBigEndian: false);
            foreach (var msr in (ulong[])[BareMetalImage.Supervisor, BareMetalImage.Supervisor | BareMetalImage.Relocated, BareMetalImage.Problem])
            {
                for (var order = 0UL; order < 2; order++)
                {
                    image.TryAt($"{msr:x} {order}", msr | order, Code + (0x1000 * order), r5: Code + (0x1000 * order));
                    image.ShowSaved("sum", 9).EndLine();
                }
            }

            Compare(image, model);
        }
    }

    private static readonly string[] Accesses =
    [
        "lhz 7,0(5)", "lha 7,0(5)", "lwz 7,0(5)", "lwa 7,0(5)", "ld 7,0(5)", "lhbrx 7,0,5", "lwbrx 7,0,5", "ldbrx 7,0,5", "lswi 7,5,4",
        "sth 6,0(5)", "stw 6,0(5)", "std 6,0(5)", "stdbrx 6,0,5", "stwbrx 6,0,5", "dcbz 0,5",
    ];

    [Test]
    public void Accesses_of_each_width_at_each_alignment_are_as_in_QEMU()
    {
        foreach (var model in Models)
        {
            var image = new BareMetalImage();
            HashMap.MapFirstMegabytes(image);
            var data = Enumerable.Range(0, 64).Select(index => $".quad 0x{0x0102030405060708L + (0x1010101010101010L * (index & 7)):x}");
            image.Place(Code, string.Join('\n', data));
            foreach (var source in Accesses)
            {
                foreach (var offset in (ulong[])[0, 1, 3, 5, 7, 127])
                {
                    image.Try($"{source} {offset}", BareMetalImage.Supervisor, source, r5: Code + offset, r6: 0x1122_3344_5566_7788);
                    image.ShowSaved("r7", 7);
                    foreach (var place in (int[])[0, 8, 128])
                        image.Do($"lis 20,5\nld 20,{place}(20)").Show($"m{place}", 20);

                    image.EndLine();
                }
            }

            Compare(image, model);
        }
    }
}
