using System.Runtime.InteropServices;

namespace Hv.Power.Tlb;

/// <summary>The pages translated in one context: two direct-mapped tables, one of data and one of code.</summary>
internal sealed unsafe class TlbBank : IDisposable
{
    /// <summary>The binary logarithm of the size of the pages that are held. Larger ones take a place for each part that is used.</summary>
    public const int PageShift = 12;

    /// <summary>The bits of an address within a page.</summary>
    public const ulong OffsetMask = (1UL << PageShift) - 1;

    /// <summary>How many pages of data there are.</summary>
    public const int DataCount = 1024;

    /// <summary>How many pages of code there are.</summary>
    public const int CodeCount = 256;

    /// <summary>The tag that no page has.</summary>
    public const ulong Nowhere = 1;

    private bool _isEmpty;

    public TlbBank()
    {
        Data = (DataTlbEntry*)NativeMemory.AlignedAlloc((DataCount * DataTlbEntry.Size) + (nuint)(CodeCount * sizeof(CodeTlbEntry)), 64);
        Code = (CodeTlbEntry*)(Data + DataCount);
        Flush();
    }

    /// <summary>Data, by the low bits of the page number.</summary>
    public DataTlbEntry* Data { get; private set; }

    /// <summary>Code, by the low bits of the page number.</summary>
    public CodeTlbEntry* Code { get; private set; }

    /// <summary>The context whose pages these are.</summary>
    public TlbContext Context { get; private set; }

    /// <summary>When it was last chosen, for the choice of the one to be given up.</summary>
    public long Used { get; set; }

    /// <summary>The place of an effective address among the data.</summary>
    public DataTlbEntry* DataOf(ulong ea)
    {
        _isEmpty = false;
        return Data + ((ea >> PageShift) & (DataCount - 1));
    }

    /// <summary>The place of an effective address among the code.</summary>
    public CodeTlbEntry* CodeOf(ulong ea)
    {
        _isEmpty = false;
        return Code + ((ea >> PageShift) & (CodeCount - 1));
    }

    /// <summary>Empties it and takes it for a context.</summary>
    public void Take(TlbContext context)
    {
        Flush();
        Context = context;
    }

    /// <summary>Empties it.</summary>
    public void Flush()
    {
        if (_isEmpty)
            return;

        for (var index = 0; index < DataCount; index++)
            Data[index] = new DataTlbEntry { ReadTag = Nowhere, WriteTag = Nowhere };

        for (var index = 0; index < CodeCount; index++)
            Code[index].Tag = Nowhere;

        _isEmpty = true;
    }

    /// <summary>Lets every store take the long way once.</summary>
    public void FlushStores()
    {
        if (_isEmpty)
            return;

        for (var index = 0; index < DataCount; index++)
            Data[index].WriteTag = Nowhere;
    }

    /// <summary>Lets every store to a real page take the long way.</summary>
    public void FlushStores(ulong realPage)
    {
        if (_isEmpty)
            return;

        for (var index = 0; index < DataCount; index++)
        {
            if (Data[index].RealPage == realPage)
                Data[index].WriteTag = Nowhere;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(Data);
        Data = null;
        Code = null;
    }
}
