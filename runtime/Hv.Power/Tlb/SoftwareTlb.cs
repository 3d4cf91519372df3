namespace Hv.Power.Tlb;

/// <summary>
/// The translated pages of a processor, a bank for each of the contexts that it was last in: the entry to a kernel, the return from
/// it, another process, and the kernel's access to user memory choose a bank and empty none.
/// </summary>
internal sealed class SoftwareTlb : IDisposable
{
    /// <summary>How many contexts are held at once.</summary>
    public const int Banks = 8;

    private readonly TlbBank[] _banks = [.. Enumerable.Range(0, Banks).Select(_ => new TlbBank())];
    private long _clock;

    public SoftwareTlb() => Current = _banks[0];

    /// <summary>The bank of the context that the processor is in.</summary>
    public TlbBank Current { get; private set; }

    /// <summary>How many times a bank had to be given up for a context that had none.</summary>
    public long Replaced { get; private set; }

    /// <summary>Chooses the bank of a context.</summary>
    public void Choose(TlbContext context)
    {
        if (Current.Context == context)
            return;

        var oldest = _banks[0];
        foreach (var bank in _banks)
        {
            if (bank.Context == context)
            {
                Choose(bank);
                return;
            }

            if (bank.Used < oldest.Used)
                oldest = bank;
        }

        Replaced++;
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
        Current = bank;
    }
}
