namespace Hv.Conformance.BareMetal;

/// <summary>
/// A radix tree with pages of every size. The first GiB is mapped to itself by one page for all; the second holds a page of 2 MiB, 32 of 4 KiB
/// and 8 of 64 KiB, of which each grants what the low bits of its number say.
/// </summary>
internal static class RadixMap
{
    /// <summary>The page of 2 MiB.</summary>
    public const ulong Large = 0x4000_0000;

    /// <summary>The first page of 4 KiB: 0 to 15 referenced and changed, 16 to 31 not.</summary>
    public const ulong Small = 0x4020_0000;

    /// <summary>The first page of 64 KiB.</summary>
    public const ulong Medium = 0x4040_0000;

    /// <summary>The entries of the small pages.</summary>
    public const int SmallTable = 0x11_2000;

    /// <summary>The entries of the medium pages.</summary>
    public const int MediumTable = 0x11_3000;

    /// <summary>The bits of an entry that maps a page: valid, leaf.</summary>
    public const ulong Leaf = 3UL << 62;

    private const ulong Directory = 1UL << 63;
    private const int ProcessTable = 0x12_0000;
    private const int Root = 0x10_0000;
    private const int Giants = 0x11_0000;
    private const int Larges = 0x11_1000;
    private const int SecondRoot = 0x13_0000;
    private const int SecondGiants = 0x14_0000;
    private const int SecondLarges = 0x14_1000;
    private const ulong Used = 0x180;
    private const ulong All = Used | 7;
    private const ulong Register = 0x37C;

    /// <summary>
    /// Makes the tree and has the hypervisor use it; the translations are those of process 0. Process 1 has the first GiB as well, and a page of
    /// 2 MiB where the small pages of process 0 are.
    /// </summary>
    public static void Map(BareMetalImage image)
    {
        // 52 bits of address: RTS 21, in two parts; a root of 2^13 entries.
        const ulong Size = (2UL << 61) | (5 << 5);
        Table(image, ProcessTable, Size | Root | 13, 0, Size | SecondRoot | 13, 0);
        Table(image, SecondRoot, Directory | SecondGiants | 9);
        Table(image, SecondGiants, Leaf | All, Directory | SecondLarges | 9);
        Table(image, SecondLarges, 0, Leaf | Data | All);
        Table(image, Root, Directory | Giants | 9);
        Table(image, Giants, Leaf | All, Directory | Larges | 9);
        Table(image, Larges, Leaf | Data | All, Directory | SmallTable | 9, Directory | MediumTable | 5);
        Table(image, SmallTable, Enumerable.Range(0, 32).Select(page => Page(page, 12, page < 16, page & 15)));
        Table(image, MediumTable, Enumerable.Range(0, 8).Select(page => Page(page, 16, page < 4, page + 3)));
        for (var page = 0; page < 128; page++)
            image.Place((int)Data + (page << 12), $"sc\nnop\n.quad {page}");

        const ulong RegisterRadixWithShootdown = 0x1D;
        image.Call(Register, RegisterRadixWithShootdown, ProcessTable, 0, 0).Do("mr 20,3").Say("process table").Show("status", 20).EndLine();
    }

    /// <summary>Where the pages lead.</summary>
    private const ulong Data = 0x20_0000;

    private static ulong Page(int number, int shift, bool isUsed, int granted) =>
        Leaf | (Data + ((ulong)number << shift)) | (isUsed ? Used : 0) | (uint)granted;

    private static void Table(BareMetalImage image, int address, params IEnumerable<ulong> entries) =>
        image.Place(address, string.Join('\n', entries.Select(entry => $".quad 0x{entry:x}")));
}
