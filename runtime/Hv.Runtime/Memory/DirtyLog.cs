using System.Numerics;

namespace Hv.Runtime.Memory;

/// <summary>
/// Takes note of the pages of RAM that are written, from the moment it is made until it is disposed. Several can run at once;
/// while none does, a write costs one test.
/// </summary>
/// <remarks>
/// Pages are marked by any thread without a lock. A page is marked after its write, except by those who write through
/// <see cref="GuestMemory.TryGetSpan"/>: they hold the machine's lock meanwhile. Hold it, or stop the machine, to
/// <see cref="Collect"/>: then nothing is lost.
/// </remarks>
public sealed class DirtyLog : WriteObserver, IDisposable
{
    /// <summary>A page has 2^this bytes.</summary>
    public const int PageShift = 12;

    private const int PagesPerWord = 64;

    private readonly RamBlock[] _blocks;
    private readonly Dictionary<RamBlock, ulong[]> _bitmaps;

    internal DirtyLog(IEnumerable<RamBlock> blocks)
    {
        _blocks = [.. blocks];
        _bitmaps = _blocks.ToDictionary(block => block, block => new ulong[(PageOf(block.Size - 1) / PagesPerWord) + 1]);
        foreach (var block in _blocks)
            block.Observe(this);
    }

    /// <inheritdoc/>
    public override bool SeesAll => true;

    /// <summary>Marks all pages of all blocks, for a log of which everything is to be collected once.</summary>
    public void MarkAll()
    {
        foreach (var block in _blocks)
            Mark(block, 0, block.Size);
    }

    /// <summary>Takes the pages of a block that were written since they were last taken, in order, and forgets them.</summary>
    /// <param name="block">A block that existed when the log was made; others have no pages here.</param>
    /// <param name="take">Gets the first page and how many follow it without a gap, itself included.</param>
    /// <returns>How many pages were taken.</returns>
    public ulong Collect(RamBlock block, Action<ulong, ulong> take)
    {
        if (!_bitmaps.TryGetValue(block, out var bitmap))
            return 0;

        ulong total = 0, first = 0, count = 0;
        for (var index = 0; index < bitmap.Length; index++)
        {
            if (Volatile.Read(ref bitmap[index]) == 0)
                continue;

            for (var word = Interlocked.Exchange(ref bitmap[index], 0); word != 0; word &= word - 1)
            {
                var page = ((ulong)index * PagesPerWord) + (ulong)BitOperations.TrailingZeroCount(word);
                total++;
                if (count > 0 && page == first + count)
                {
                    count++;
                    continue;
                }

                if (count > 0)
                    take(first, count);

                (first, count) = (page, 1);
            }
        }

        if (count > 0)
            take(first, count);

        return total;
    }

    /// <summary>Stops taking note.</summary>
    public void Dispose()
    {
        foreach (var block in _blocks)
            block.Unobserve(this);
    }

    /// <inheritdoc/>
    public override void Mark(RamBlock block, ulong offset, ulong length)
    {
        if (length == 0)
            return;

        var bitmap = _bitmaps[block];
        var last = PageOf(offset + (length - 1));
        for (var page = PageOf(offset); page <= last;)
        {
            // All bits of one word at once: marking gigabytes must not take a step a page.
            var bit = (int)(page % PagesPerWord);
            var pages = Math.Min(PagesPerWord - bit, (long)(last - page) + 1);
            var mask = (pages == PagesPerWord ? ulong.MaxValue : (1UL << (int)pages) - 1) << bit;
            ref var word = ref bitmap[page / PagesPerWord];
            if ((Volatile.Read(ref word) & mask) != mask)
                Interlocked.Or(ref word, mask);

            page += (ulong)pages;
        }
    }

    private static ulong PageOf(ulong offset) => offset >> PageShift;
}
