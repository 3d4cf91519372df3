using Hv.Power.Translation;

namespace Hv.Power.Tests.Translation;

/// <summary>
/// Memory for page tables: what was written, zeros up to an end, nothing beyond. It counts, and can change under a walk.
/// </summary>
internal sealed class FakeTables(ulong end) : ITableMemory
{
    private readonly Dictionary<ulong, ulong> _words = [];

    /// <summary>How many doublewords were read.</summary>
    public int Reads { get; private set; }

    /// <summary>Called before a doubleword is replaced.</summary>
    public Action<ulong>? BeforeReplace { get; set; }

    /// <summary>The end of memory.</summary>
    public ulong End => end;

    /// <summary>All that is not zero.</summary>
    public IReadOnlyDictionary<ulong, ulong> Words => _words;

    public ulong this[ulong address]
    {
        get => _words.GetValueOrDefault(address);
        set => _words[address] = value;
    }

    public bool TryRead(ulong address, out ulong value)
    {
        Assert.That(address % 8, Is.Zero);
        Reads++;
        value = _words.GetValueOrDefault(address);
        return address < end;
    }

    public bool TryReplace(ulong address, ulong expected, ulong value)
    {
        BeforeReplace?.Invoke(address);
        if (address >= end || this[address] != expected)
            return false;

        this[address] = value;
        return true;
    }

    /// <summary>A copy for the reference walk.</summary>
    public FakeTables Copy()
    {
        var copy = new FakeTables(end);
        foreach (var (address, value) in _words)
            copy[address] = value;
        return copy;
    }
}
