using Hv.Runtime.Dma;

namespace Hv.Testing;

/// <summary>Writes down what a DMA window tells its listeners, as lines of text.</summary>
public sealed class RecordingListener : IIommuListener
{
    private readonly List<string> _told = [];

    /// <summary>
    /// What it was told, in order: <c>map ADDRESS+LENGTH -&gt; TARGET PERMISSION</c>, <c>map ADDRESS+COUNT*LENGTH -&gt; …</c> for pages
    /// that all lead to the same memory, <c>unmap ADDRESS+LENGTH</c>; all numbers hexadecimal.
    /// </summary>
    public IList<string> Told => _told;

    /// <summary>What is thrown once something was written down; <see langword="null"/>: nothing.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Which of what it is told it refuses; <see langword="null"/>: nothing.</summary>
    public Func<string, bool>? Refuses { get; set; }

    /// <inheritdoc/>
    public bool Mapped(in IommuMapping mapping) =>
        Tell($"map {mapping.Address:x}+{mapping.Length:x} -> {mapping.Target.Value:x} {mapping.Permission}");

    /// <inheritdoc/>
    public bool MappedRepeatedly(in IommuMapping page, ulong count) =>
        Tell($"map {page.Address:x}+{count:x}*{page.Length:x} -> {page.Target.Value:x} {page.Permission}");

    /// <inheritdoc/>
    public bool Unmapped(ulong address, ulong length) => Tell($"unmap {address:x}+{length:x}");

    private bool Tell(string what)
    {
        _told.Add(what);
        if (Failure is { } failure)
            throw failure;

        return Refuses?.Invoke(what) != true;
    }
}
