namespace Hv.Power.Tlb;

/// <summary>
/// The translated pages of a processor, a bank for each of the contexts that it was last in: the entry to a kernel, the return from
/// it, another process, and the kernel's access to user memory choose a bank and empty none.
/// </summary>
internal sealed class SoftwareTlb : IDisposable
{
    /// <summary>How many contexts are held at once.</summary>
    public const int Banks = 8;

    // Made as they are needed: a processor that never runs takes no memory for them.
    private readonly List<TlbBank> _banks = new(Banks);
    private TlbBank? _current;
    private long _clock;

    /// <summary>The bank of the context that the processor is in; there is one once it was chosen.</summary>
    public TlbBank Current => _current!;

    /// <summary>How many times a bank had to be given up for a context that had none.</summary>
    public long Replaced { get; private set; }

    /// <summary>Chooses the bank of a context.</summary>
    public void Choose(TlbContext context)
    {
        if (_current?.Context == context)
            return;

        TlbBank? oldest = null;
        foreach (var bank in _banks)
        {
            if (bank.Context == context)
            {
                Choose(bank);
                return;
            }

            if (oldest is null || bank.Used < oldest.Used)
                oldest = bank;
        }

        if (oldest is null || _banks.Count < Banks)
        {
            oldest = new TlbBank();
            _banks.Add(oldest);
        }
        else
        {
            Replaced++;
        }

        oldest.Take(context);
        Choose(oldest);
    }

    /// <summary>Forgets all pages that page tables were asked for.</summary>
    public void Flush()
    {
        foreach (var bank in _banks)
        {
            if (bank.Context.IsRelocated)
                bank.Flush();
        }
    }

    /// <summary>Forgets all pages.</summary>
    public void FlushAll()
    {
        foreach (var bank in _banks)
            bank.Flush();
    }

    /// <summary>Lets every store be seen once.</summary>
    public void FlushStores()
    {
        foreach (var bank in _banks)
            bank.FlushStores();
    }

    /// <summary>Lets every store to a real page be seen.</summary>
    public void FlushStores(ulong realPage)
    {
        foreach (var bank in _banks)
            bank.FlushStores(realPage);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var bank in _banks)
            bank.Dispose();
    }

    private void Choose(TlbBank bank)
    {
        bank.Used = ++_clock;
        _current = bank;
    }
}
