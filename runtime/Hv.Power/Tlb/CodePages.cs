using System.Runtime.InteropServices;
using Hv.Runtime.Memory;

namespace Hv.Power.Tlb;

/// <summary>
/// Where in the RAM of a machine code was decoded. It sees what devices and the hypervisor write; processors ask it before they
/// store without being seen.
/// </summary>
/// <remarks>
/// The host gives memory for what is used: 16 bytes for each page of 4 KiB. A page has <see cref="CodePage.Lines"/> while
/// code of it is decoded; a store there takes them away and counts <see cref="CodePage.Version"/> up, after it was made: who decodes
/// meanwhile decodes again.
/// </remarks>
public sealed unsafe class CodePages : WriteObserver, IDisposable
{
    private readonly Lock _lock = new();
    private Entry[] _entries = [];

    /// <summary>What is known of the page around an address in a block.</summary>
    public CodePage* Find(RamBlock block, ulong offset)
    {
        foreach (ref readonly var entry in Volatile.Read(ref _entries).AsSpan())
        {
            if (entry.Block == block)
                return (CodePage*)entry.Pages + (offset >> TlbBank.PageShift);
        }

        return (CodePage*)Add(block).Pages + (offset >> TlbBank.PageShift);
    }

    /// <summary>Takes note that code is about to be decoded.</summary>
    /// <returns>Whether the page had none before: then processors must stop to store to it unseen.</returns>
    public static bool Watch(CodePage* page, ulong lines) => Interlocked.Or(ref page->Lines, lines) == 0;

    /// <summary>Takes note of a store that was made.</summary>
    public static void Written(CodePage* page, ulong lines)
    {
        if ((Volatile.Read(ref page->Lines) & lines) == 0)
            return;

        Interlocked.Exchange(ref page->Lines, 0);
        Interlocked.Increment(ref page->Version);
    }

    /// <inheritdoc/>
    public override void Mark(RamBlock block, ulong offset, ulong length)
    {
        for (var end = offset + length; offset < end;)
        {
            var inPage = offset & TlbBank.OffsetMask;
            var part = Math.Min(end - offset, (1UL << TlbBank.PageShift) - inPage);
            Written(Find(block, offset), CodePage.LinesOf((uint)inPage, (uint)part));
            offset += part;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var entry in _entries)
            {
                entry.Block.Unobserve(this);
                NativeMemory.Free((void*)entry.Pages);
            }

            _entries = [];
        }
    }

    private Entry Add(RamBlock block)
    {
        lock (_lock)
        {
            foreach (var entry in _entries)
            {
                if (entry.Block == block)
                    return entry;
            }

            var pages = (block.Size >> TlbBank.PageShift) + 1;
            var added = new Entry(block, (nint)NativeMemory.AllocZeroed((nuint)pages, (nuint)sizeof(CodePage)));
            Volatile.Write(ref _entries, [.. _entries, added]);
            block.Observe(this);
            return added;
        }
    }

    private readonly record struct Entry(RamBlock Block, nint Pages);
}
