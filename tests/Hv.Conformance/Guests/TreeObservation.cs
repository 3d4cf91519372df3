namespace Hv.Conformance.Guests;

/// <summary>A property that Debian's kernel finds different.</summary>
/// <param name="Machine">The machine version.</param>
/// <param name="Path">Node and property: <c>/chosen/stdin</c>.</param>
/// <param name="Hv">Its bytes here, in hexadecimal, or <see langword="null"/>.</param>
/// <param name="Qemu">Its bytes there, or <see langword="null"/>.</param>
internal sealed record TreeObservation(string Machine, string Path, string? Hv, string? Qemu)
{
    /// <summary>The name of the property.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <inheritdoc/>
    public override string ToString() => $"{Machine} {Path}\n  Hv   {Hv ?? "absent"}\n  QEMU {Qemu ?? "absent"}";
}
