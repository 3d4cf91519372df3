namespace Hv.Conformance.Infrastructure;

/// <summary>What the descriptions at the end of QEMU's and of Hv's stream say of a section.</summary>
/// <param name="Version">The machine version.</param>
/// <param name="Section">The section.</param>
/// <param name="Qemu">The fields in QEMU's description, with types and sizes.</param>
/// <param name="Hv">Those in ours.</param>
internal sealed record SectionFormObservation(string Version, string Section, IReadOnlyList<string> Qemu, IReadOnlyList<string> Hv)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Version}: section '{Section}' is described otherwise:{Environment.NewLine}"
        + string.Join(Environment.NewLine, Qemu.Except(Hv).Select(line => $"  QEMU {line}").Concat(Hv.Except(Qemu).Select(line => $"  Hv   {line}")).Take(12));
}
