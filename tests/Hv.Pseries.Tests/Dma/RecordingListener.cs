using Hv.Runtime.Dma;

namespace Hv.Pseries.Tests.Dma;

/// <summary>Writes down what it is told.</summary>
internal sealed class RecordingListener : IIommuListener
{
    public List<string> Told { get; } = [];

    /// <summary>What is thrown once something was written down.</summary>
    public Exception? Failure { get; set; }

    public void Mapped(in IommuMapping mapping) =>
        Tell($"map {mapping.Address:x}+{mapping.Length:x} -> {mapping.Target.Value:x} {mapping.Permission}");

    public void MappedRepeatedly(in IommuMapping page, ulong count) =>
        Tell($"map {page.Address:x}+{count:x}*{page.Length:x} -> {page.Target.Value:x} {page.Permission}");

    public void Unmapped(ulong address, ulong length) => Tell($"unmap {address:x}+{length:x}");

    private void Tell(string what)
    {
        Told.Add(what);
        if (Failure is { } failure)
            throw failure;
    }
}
