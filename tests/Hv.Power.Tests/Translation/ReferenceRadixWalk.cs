using Hv.Power.Translation;
using static Hv.Power.Tests.Translation.BitText;

namespace Hv.Power.Tests.Translation;

/// <summary>Translation by a radix tree, from the text of Power ISA 3.0, book III, 5.7.10 to 5.7.13.</summary>
internal static class ReferenceRadixWalk
{
    // The shapes that POWER9 supports: the widths of the indexes, from the root down.
    private static readonly int[][] Shapes = [[13, 9], [13, 9, 9], [13, 9, 9, 5], [13, 9, 9, 9]];

    public static ReferenceOutcome Translate(
        FakeTables memory, ulong tableAddress, int sizeField, uint pid, bool problemState,
        ulong amr, ulong iamr, ulong address, AccessKind kind)
    {
        var ea = Of(address);
        if (ea[..2] is "01" or "10" || ea[2..12].Contains('1'))
            return ReferenceOutcome.Segment(kind);

        var tableSize = 4096UL * (ulong)Math.Pow(2, sizeField);
        if (tableAddress % tableSize != 0)
            return ReferenceOutcome.Storage(kind, 44);

        var place = tableAddress + (16 * (ea[..2] == "00" ? (ulong)pid : 0));
        if (place >= tableAddress + tableSize)
            return ReferenceOutcome.Storage(kind, 33);
        if (place >= memory.End)
            return ReferenceOutcome.Storage(kind, 33, 46);

        var root = Of(memory[place]);
        if (Number(Part(root, 1, 2) + Part(root, 56, 58)) != 52 - 31)
            return ReferenceOutcome.Storage(kind, 44);

        var rest = ea[12..];
        List<int> widths = [];
        var directory = root;
        while (true)
        {
            var width = (int)Number(Part(directory, 59, 63));
            widths.Add(width);
            if (!Shapes.Any(shape => shape.Take(widths.Count).SequenceEqual(widths)))
                return ReferenceOutcome.Storage(kind, 44);

            // The directory is aligned to its size; the index takes the place of the low bits.
            var below = Number("0000" + Part(directory, 4, 60 - width) + rest[..width] + "000");
            rest = rest[width..];
            if (below >= memory.End)
                return ReferenceOutcome.Storage(kind, 33, 46);

            var entry = Of(memory[below]);
            if (entry[0] == '0')
                return ReferenceOutcome.Storage(kind, 33);
            if (entry[1] == '1')
            {
                return widths.Count == 1
                    ? ReferenceOutcome.Storage(kind, 44)
                    : WithEntry(memory, below, entry, rest, problemState, amr, iamr, kind);
            }

            directory = entry;
        }
    }

    private static ReferenceOutcome WithEntry(
        FakeTables memory, ulong place, string entry, string offset, bool problemState, ulong amr, ulong iamr, AccessKind kind)
    {
        // 5.7.13.3: EAA is privileged, read, read and write, execute.
        var (isPrivileged, eaa) = (entry[60] == '1', entry[61..]);
        var isAllowed = kind switch
        {
            AccessKind.Load => eaa[0] == '1' || eaa[1] == '1',
            AccessKind.Store => eaa[1] == '1',
            _ => eaa[2] == '1' && Part(entry, 58, 59) != "10",
        };
        if (problemState)
            isAllowed &= !isPrivileged;
        else if (!isPrivileged)
            isAllowed &= (kind switch { AccessKind.Store => Of(amr)[0], AccessKind.Load => Of(amr)[1], _ => Of(iamr)[1] }) == '0';
        if (!isAllowed)
            return ReferenceOutcome.Storage(kind, kind == AccessKind.Fetch ? 35 : 36);

        var marked = entry.ToCharArray();
        marked[55] = '1';
        if (kind == AccessKind.Store)
            marked[56] = '1';
        memory[place] = Number(new string(marked));
        var real = "0000000" + Part(entry, 7, 63 - offset.Length) + offset;
        return new ReferenceOutcome(StorageInterrupt.None, 0, Number(real), offset.Length, Part(entry, 58, 59));
    }
}
