using Hv.Power.Execution;

namespace Hv.Conformance.BareMetal;

/// <summary>Translation by radix trees.</summary>
public sealed class RadixTests : BareMetalTest
{
    private const ulong Relocated = BareMetalImage.Supervisor | BareMetalImage.Relocated;
    private const ulong Problem = BareMetalImage.Problem;

    private static readonly ulong[] Addresses =
    [
        RadixMap.Large, RadixMap.Large + 0x1F_F000, 0x3_0000, 0x8000_0000, 0xC000_0000_0005_0000, 0x4000_0000_0005_0000, 1UL << 52,
    ];

    private static readonly string[] Crossing =
    [
        "ld 7,0(5)", "std 7,0(5)", "lwz 7,2(5)", "sth 7,3(5)", "lswi 7,5,16", "stswi 7,5,16", "dcbz 0,5", "ldbrx 7,0,5",
    ];

    [Test]
    public void Processes_have_trees_of_their_own_as_in_QEMU()
    {
        var image = new BareMetalImage();
        RadixMap.Map(image);
        foreach (var process in (ulong[])[0, 1, 2, 0x100, 0])
        {
            image.Set(4, process).Do("mtspr 48,4\nisync");
            foreach (var (name, msr) in ((string, ulong)[])[("R", Relocated), ("P", Problem)])
            {
                foreach (var address in (ulong[])[RadixMap.Small, RadixMap.Large, RadixMap.Medium, 0x3_0000, 0xC000_0000_0003_0000, 0xC000_0000_4020_7000])
                    Access(image, $"{process} {name} {address:x}", msr, address);
            }
        }

        Compare(image, PowerModel.Power9);
    }

    [Test]
    public void Pages_of_every_size_and_protection_are_translated_as_in_QEMU()
    {
        var image = new BareMetalImage();
        RadixMap.Map(image);
        foreach (var (name, msr) in ((string, ulong)[])[("R", Relocated), ("P", Problem)])
        {
            for (var page = 0; page < 32; page++)
                Access(image, $"{name} small {page:x}", msr, RadixMap.Small + ((ulong)page << 12));

            for (var page = 0; page < 8; page++)
                Access(image, $"{name} medium {page:x}", msr, RadixMap.Medium + ((ulong)page << 16));

            foreach (var address in Addresses)
                Access(image, $"{name} at {address:x}", msr, address);
        }

        for (var page = 0; page < 32; page++)
            Show(image, $"small {page:x}", RadixMap.SmallTable + (8 * page));

        for (var page = 0; page < 8; page++)
            Show(image, $"medium {page:x}", RadixMap.MediumTable + (8 * page));

        Compare(image, PowerModel.Power9);
    }

    [Test]
    public void Authority_masks_keep_the_system_from_pages_of_programs_as_in_QEMU()
    {
        var image = new BareMetalImage();
        RadixMap.Map(image);
        foreach (var mask in (ulong[])[0, 1, 2, 3])
        {
            foreach (var (kind, register) in ((string, int)[])[("amr", 29), ("iamr", 61)])
            {
                foreach (var (name, msr) in ((string, ulong)[])[("R", Relocated), ("P", Problem)])
                {
                    foreach (var page in (ulong[])[7, 15])
                    {
                        // QEMU keeps translations when the register changes.
                        image.Set(4, mask << 62).Do($"mtspr {register},4\nisync").Set(8, 0x400).Set(9, 0).Do("tlbie 8,9,2,1,1\nptesync");
                        Access(image, $"{name} {kind} {mask} page {page}", msr, RadixMap.Small + (page << 12));
                        image.Do($"li 4,0\nmtspr {register},4\nisync");
                    }
                }
            }
        }

        Compare(image, PowerModel.Power9);
    }

    [Test]
    public void Changed_entries_are_seen_after_they_are_invalidated()
    {
        var image = new BareMetalImage();
        RadixMap.Map(image);
        var address = RadixMap.Small + (7 << 12);
        foreach (var (name, source) in ((string, string)[])[("all", "tlbie 8,9,2,1,1"), ("local", "tlbiel 8,9,2,1,1")])
        {
            foreach (var target in (ulong[])[0x20_8000, 0x20_7000])
            {
                image.Try($"{name} before", Relocated, "ld 7,8(5)", r5: address).ShowSaved("r7", 7).EndLine();
                image.Set(4, RadixMap.Leaf | target | 0x187).Set(5, RadixMap.SmallTable + (8 * 7)).Do("std 4,0(5)\nptesync");
                image.Set(8, 0x400).Set(9, 0).Do($"{source}\neieio\ntlbsync\nptesync");
                image.Try($"{name} behind", Relocated, "ld 7,8(5)", r5: address).ShowSaved("r7", 7).EndLine();
            }
        }

        Compare(image, PowerModel.Power9);
    }

    [Test]
    public void Accesses_that_cross_into_a_page_that_is_not_there_name_it_as_in_QEMU()
    {
        var image = new BareMetalImage();
        RadixMap.Map(image);

        // Page 7 may be written, page 8 may not be used by programs and is not readable; page 6 before it may be written.
        foreach (var source in Crossing)
        {
            foreach (var page in (ulong[])[8, 5, 12])
                image.Try($"{source} before {page}", Relocated, source, r5: RadixMap.Small + (page << 12) - 4).EndLine();
        }

        Compare(image, PowerModel.Power9);
    }

    private static void Access(BareMetalImage image, string name, ulong msr, ulong address)
    {
        image.Try($"{name} load", msr, "ld 7,8(5)", r5: address);
        image.Try(" store", msr, "std 5,16(5)", r5: address);
        image.TryAt(" fetch", msr, address).EndLine();
    }

    private static void Show(BareMetalImage image, string name, int address) =>
        image.Set(5, (ulong)address).Do("ld 20,0(5)").Say(name).Show("entry", 20).EndLine();
}
