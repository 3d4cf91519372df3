using Hv.Power.Translation;
using static Hv.Power.Tests.Translation.BitText;

namespace Hv.Power.Tests.Translation;

/// <summary>
/// Translation by segments and a hashed page table, from the text of Power ISA 2.07, book III-S, 5.7.5 to 5.7.13.
/// </summary>
internal static class ReferenceHashWalk
{
    // 5.7.7.1 and PAPR: L and LP of a segment, L and the low bits of the page number of an entry, actual page size.
    private static readonly (string Segment, int BaseShift, string Entry, int PageShift)[] PageSizes =
    [
        ("000", 12, "", 12), ("000", 12, "0111", 16), ("000", 12, "000000111000", 24),
        ("101", 16, "0001", 16), ("101", 16, "000000001000", 24),
        ("100", 24, "000000000000", 24),
        ("110", 34, "0000000000000000000011", 34),
    ];

    public static ReferenceOutcome Translate(
        FakeTables memory, ulong tableAddress, int tableShift, IEnumerable<(ulong Esid, ulong Vsid)> segments, bool problemState,
        ulong amr, ulong iamr, ulong address, AccessKind kind)
    {
        var ea = Of(address);
        foreach (var (esid, vsid) in segments)
        {
            var (e, v) = (Of(esid), Of(vsid));
            var esidBits = Part(v, 0, 1) switch { "00" => 36, "01" => 24, _ => -1 };
            if (e[36] == '1' && esidBits > 0 && e[..esidBits] == ea[..esidBits])
                return InSegment(memory, tableAddress, tableShift, v, problemState, amr, iamr, ea, kind);
        }

        return ReferenceOutcome.Segment(kind);
    }

    private static ReferenceOutcome InSegment(
        FakeTables memory, ulong tableAddress, int tableShift, string v, bool problemState,
        ulong amr, ulong iamr, string ea, AccessKind kind)
    {
        var segmentSize = Part(v, 0, 1);
        var segmentKey = problemState ? v[53] : v[52];
        if (kind == AccessKind.Fetch && v[54] == '1')
            return ReferenceOutcome.Storage(kind, 35);

        var sizes = PageSizes.Where(size => size.Segment == $"{v[55]}{v[58]}{v[59]}").ToList();
        if (sizes.Count == 0)
            return ReferenceOutcome.Storage(kind, 33);

        // The virtual address has 78 bits: the segment, then the effective address within it.
        var shift = sizes[0].BaseShift;
        var inSegment = segmentSize == "00" ? ea[36..] : ea[24..];
        var vsid = segmentSize == "00" ? Part(v, 2, 51) : Part(v, 2, 39);
        var va = vsid + inSegment;
        var page = inSegment[..^shift];
        var hash = segmentSize == "00"
            ? Xor(vsid[^39..], page.PadLeft(39, '0')[^39..])
            : Xor(vsid.PadLeft(39, '0')[^39..], (vsid + new string('0', 25))[^39..], page.PadLeft(39, '0')[^39..]);
        foreach (var (h, hashed) in ((char, string)[])[('0', hash), ('1', Not(hash))])
        {
            var group = hashed[^(tableShift - 7)..];
            for (var index = 0UL; index < 8; index++)
            {
                var place = tableAddress + Number(group + Field(index, 3) + "0000");
                if (place >= memory.End)
                    continue;

                var (first, second) = (Of(memory[place]), Of(memory[place + 8]));
                var avpn = Part(first, 2, 56);
                var known = Math.Min(avpn.Length, 78 - shift);
                if (first[63] != '1' || first[62] != h || Part(first, 0, 1) != segmentSize || avpn[..known] != va[..known])
                    continue;

                var rpn = Part(second, 4, 51);
                var found = sizes.Where(size => size.Entry.Length == 0
                    ? first[61] == '0'
                    : first[61] == '1' && rpn[^(size.PageShift - 12)..] == size.Entry.PadLeft(size.PageShift - 12, '0')).ToList();
                if (found.Count > 0)
                    return WithEntry(memory, place, second, found[0].PageShift, segmentKey, amr, iamr, ea, kind);
            }
        }

        return ReferenceOutcome.Storage(kind, 33);
    }

    private static ReferenceOutcome WithEntry(
        FakeTables memory, ulong place, string second, int pageShift, char segmentKey,
        ulong amr, ulong iamr, string ea, AccessKind kind)
    {
        // 5.7.13.2, with PP as bits 0, 62 and 63.
        var access = (segmentKey, $"{second[0]}{second[62]}{second[63]}") switch
        {
            ('0', "000" or "001" or "010") or ('1', "010") => "rw",
            ('0', "011" or "110") or ('1', "001" or "011") => "r",
            _ => "",
        };
        var key = (int)Number(Part(second, 2, 3) + Part(second, 52, 54));
        var (dataKey, fetchKey) = (Of(amr).Substring(2 * key, 2), Of(iamr).Substring(2 * key, 2));
        var isNoExecute = second[61] == '1' || second[60] == '1';
        var causes = new List<int>();
        switch (kind)
        {
            case AccessKind.Fetch:
                if (isNoExecute)
                    causes.Add(35);
                else if (access.Length == 0)
                    causes.Add(36);
                if (fetchKey[1] == '1')
                    causes.Add(42);
                break;
            case AccessKind.Load:
                if (access.Length == 0)
                    causes.Add(36);
                if (dataKey[1] == '1')
                    causes.Add(42);
                break;
            default:
                if (access != "rw")
                    causes.Add(36);
                if (dataKey[0] == '1')
                    causes.Add(42);
                break;
        }

        if (causes.Count > 0)
            return ReferenceOutcome.Storage(kind, [.. causes]);

        var marked = second.ToCharArray();
        marked[55] = '1';
        if (kind == AccessKind.Store)
            marked[56] = '1';
        memory[place + 8] = Number(new string(marked));
        var real = "0000" + Part(second, 4, 63 - pageShift) + ea[^pageShift..];
        return new ReferenceOutcome(StorageInterrupt.None, 0, Number(real), pageShift, Part(second, 57, 60));
    }
}
