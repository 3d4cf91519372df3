namespace Hv.Conformance.Infrastructure;

/// <summary>What both sides' programs answered.</summary>
/// <param name="Version">The machine version.</param>
/// <param name="Request">What they were asked.</param>
/// <param name="Qemu">QEMU's answer.</param>
/// <param name="Hv">Ours.</param>
internal sealed record ReplyObservation(string Version, string Request, string Qemu, string Hv)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Version}: {Request}:{Environment.NewLine}  QEMU {Qemu}{Environment.NewLine}  Hv   {Hv}";
}
