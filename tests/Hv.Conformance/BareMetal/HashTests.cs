using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.BareMetal;

/// <summary>Translation by segments and a hashed page table.</summary>
public sealed class HashTests : BareMetalTest
{
    private const ulong Relocated = BareMetalImage.Supervisor | BareMetalImage.Relocated;
    private const ulong Problem = BareMetalImage.Problem;
    private const ulong KeyOfSystem = 0x800;
    private const ulong KeyOfProblem = 0x400;
    private const ulong NoExecution = 0x200;
    private const ulong Large = 0x100;
    private const ulong Medium = 0x110;
    private const ulong Data = 0x20_0000;
    private const ulong RemoveCall = 0x04;

    [Test]
    [Differs(nameof(Differences.NoExecutionOfSegmentsHolds))]
    public void Protection_by_segment_and_page_is_as_in_QEMU()
    {
        foreach (var model in Models)
        {
            var image = Start();
            for (var page = 0; page < 8; page++)
            {
                // PP0 is the most significant bit of the doubleword.
                var protection = ((page & 4) != 0 ? 1UL << 63 : 0) | (uint)(page & 3);
                HashMap.Page(image, Address(0, page), 7, 12, Real(page), 0x190 | protection);
            }

            foreach (var keys in (ulong[])[0, KeyOfSystem, KeyOfProblem, KeyOfSystem | KeyOfProblem, NoExecution])
            {
                HashMap.Segment(image, 3, Address(0, 0), 7, keys);
                foreach (var (name, msr) in ((string, ulong)[])[("R", Relocated), ("P", Problem)])
                {
                    for (var page = 0; page < 8; page++)
                        Access(image, $"{name} keys {keys:x} pp {page}", msr, Address(0, page));
                }

                image.Set(5, Address(0, 0)).Do("slbie 5\nisync");
            }

            Compare(image, model);
        }
    }

    [Test]
    [Differs(nameof(Differences.MarkOfChangesIsNotTheGuests))]
    public void Attributes_and_keys_of_pages_are_as_in_QEMU()
    {
        foreach (var model in Models)
        {
            var image = Start();
            HashMap.Segment(image, 3, Address(0, 0), 7, 0);

            // No execution, guarded, storage keys 1 and 31; in the secondary group; neither referenced nor changed.
            HashMap.Page(image, Address(0, 0), 7, 12, Real(0), 0x192 | 4);
            HashMap.Page(image, Address(0, 2), 7, 12, Real(2), 0x192 | 0x200);
            HashMap.Page(image, Address(0, 3), 7, 12, Real(3), 0x192 | 0xE00 | (3UL << 60));
            HashMap.Page(image, Address(0, 4), 7, 12, Real(4), 0x192, isSecondary: true);
            HashMap.Page(image, Address(0, 5), 7, 12, Real(5), 0x012);
            image.Do("mr 20,4").Say("slot").Show("r4", 20).EndLine();
            foreach (var mask in (ulong[])[0, 1UL << 60, 2UL << 60, 3, 1])
            {
                image.Set(4, mask).Do("mtspr 29,4\nisync").Set(5, Address(0, 0)).Do("slbie 5\nisync");
                HashMap.Segment(image, 3, Address(0, 0), 7, 0);
                foreach (var (name, msr) in ((string, ulong)[])[("R", Relocated), ("P", Problem)])
                {
                    for (var page = 0; page < 7; page++)
                        Access(image, $"{name} amr {mask:x} page {page}", msr, Address(0, page));
                }
            }

            // What the entry of page 5 has become: R and C are set by its use.
            image.Call(RemoveCall, 0, (7UL ^ 5) * 8, 0).Do("mr 20,4\nmr 21,5\nmr 22,3").Say("removed");
            image.Show("status", 22).Show("v", 20).Show("r", 21).EndLine();
            Compare(image, model);
        }
    }

    [Test]
    public void Segments_with_pages_of_each_size_are_as_in_QEMU()
    {
        foreach (var model in Models)
        {
            var image = Start();
            HashMap.Segment(image, 3, Address(0, 0), 7, Medium);
            HashMap.Segment(image, 4, Address(1, 0), 8, Large);
            HashMap.Segment(image, 5, Address(2, 0), 9, 0);

            // A machine of QEMU lets 16 MiB lie in segments of smaller pages (LP 0x38 and 8), and nothing else.
            HashMap.Page(image, Address(0, 0), 7, 16, Data | 0x1000, HashMap.Usual, isLarge: true);
            HashMap.Page(image, Address(0, 0x1200), 7, 16, 0x8000, HashMap.Usual, isLarge: true);
            HashMap.Page(image, Address(1, 0), 8, 24, 0, HashMap.Usual, isLarge: true);
            HashMap.Page(image, Address(2, 0x203), 9, 12, 0x3_8000, HashMap.Usual, isLarge: true).Do("mr 20,3");
            image.Say("mixed").Show("status", 20).EndLine();
            ulong[] addresses =
            [
                Address(0, 0), Address(0, 15), Address(0, 16), Address(1, 0x200), Address(1, 0x1000), Address(0, 0x1203), Address(0, 0x1211),
                Address(2, 0x203), Address(2, 1),
            ];
            foreach (var (name, msr) in ((string, ulong)[])[("R", Relocated), ("P", Problem)])
            {
                foreach (var address in addresses)
                    Access(image, $"{name} {address:x}", msr, address);
            }

            Compare(image, model);
        }
    }

    [Test]
    public void The_segment_buffer_is_read_searched_and_emptied_as_in_QEMU()
    {
        foreach (var model in Models)
        {
            var image = Start();
            foreach (var flush in (string[])["nop", "slbie 15", "slbia 0", "slbia 1", "slbia 3", "slbia 4", "slbia 6", "slbia 7"])
            {
                HashMap.Segment(image, 0, 0, 1, Large);
                HashMap.Segment(image, 3, Address(0, 0), 7, Medium | KeyOfSystem);
                HashMap.Segment(image, 4, Address(1, 0), 8, Large | 0x80 | KeyOfProblem);

                // 1 TiB, and the last entry.
                image.Set(4, (1UL << 62) | (0x1234UL << 24)).Set(5, 0x0000_0500_0800_001F).Do("slbmte 4,5").Set(15, Address(0, 5));
                image.Do($"{flush}\nisync");
                for (var index = 0; index < 5; index++)
                {
                    image.Set(14, index == 2 ? 31 : (uint)index).Do("slbmfee 20,14\nslbmfev 21,14");
                    image.Say($"{flush}, {index}").Show("e", 20).Show("v", 21).EndLine();
                }

                foreach (var address in (ulong[])[0, Address(0, 77), Address(1, 0), 0x5FF_1234_5678, 0x600_0000_0000, 0x7000_0000])
                    image.Set(14, address).Do("slbfee. 20,14\nmfcr 21").Say($"{flush}, {address:x}").Show("v", 20).Show("cr", 21).EndLine();
            }

            Compare(image, model);
        }
    }

    private static BareMetalImage Start()
    {
        var image = new BareMetalImage();
        HashMap.MapFirstMegabytes(image);
        for (var page = 0; page < 32; page++)
            image.Place((int)Data + (page << 12), $"sc\nnop\n.quad {page}");

        return image;
    }

    private static ulong Address(int segment, int page) => 0x2000_0000 + ((ulong)segment << 28) + ((ulong)page << 12);

    private static ulong Real(int page) => Data + ((ulong)page << 12);

    private static void Access(BareMetalImage image, string name, ulong msr, ulong address)
    {
        image.Try($"{name} load", msr, "ld 7,8(5)", r5: address);
        image.Try(" store", msr, "std 5,16(5)", r5: address);
        image.TryAt(" fetch", msr, address).EndLine();
    }
}
