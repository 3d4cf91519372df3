using System.Numerics;

namespace Hv.Runtime.Migration.Ram;

/// <summary>A set of the pages of a block.</summary>
/// <param name="pages">How many pages the block has.</param>
internal sealed class PageSet(ulong pages)
{
    private const int PagesPerWord = 64;

    private readonly ulong[] _words = new ulong[(pages + PagesPerWord - 1) / PagesPerWord];

    /// <summary>How many pages are in it.</summary>
    public ulong Count { get; private set; }

    /// <summary>Puts all pages in.</summary>
    public void AddAll() => Add(0, pages);

    /// <summary>Puts pages in that follow each other.</summary>
    public void Add(ulong first, ulong count)
    {
        for (var end = first + count; first < end;)
        {
            var bit = (int)(first % PagesPerWord);
            var taken = (int)Math.Min((ulong)(PagesPerWord - bit), end - first);
            var mask = (taken == PagesPerWord ? ulong.MaxValue : (1UL << taken) - 1) << bit;
            ref var word = ref _words[first / PagesPerWord];
            Count += (ulong)BitOperations.PopCount(mask & ~word);
            word |= mask;
            first += (ulong)taken;
        }
    }

    /// <summary>Takes a page out that is in it.</summary>
    public void Remove(ulong page)
    {
        _words[page / PagesPerWord] &= ~(1UL << (int)(page % PagesPerWord));
        Count--;
    }

    /// <summary>The first page in it from a page on, that one included; <see langword="null"/> when there is none.</summary>
    public ulong? Next(ulong from)
    {
        if (from >= pages)
            return null;

        var index = from / PagesPerWord;
        for (var word = _words[index] & (ulong.MaxValue << (int)(from % PagesPerWord)); ; word = _words[index])
        {
            if (word != 0)
                return (index * PagesPerWord) + (ulong)BitOperations.TrailingZeroCount(word);

            if (++index == (ulong)_words.Length)
                return null;
        }
    }
}
