namespace Hv.Conformance.Infrastructure;

/// <summary>A section of a migration stream, of QEMU's and of Hv's machine in the same state.</summary>
/// <param name="Version">The machine version.</param>
/// <param name="Section">The section.</param>
/// <param name="Qemu">Its content in QEMU's stream.</param>
/// <param name="Hv">Its content in ours.</param>
internal sealed record SectionObservation(string Version, string Section, byte[] Qemu, byte[] Hv)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var at = Qemu.AsSpan().CommonPrefixLength(Hv);
        return $"{Version}: section '{Section}' of {Qemu.Length} bytes there, {Hv.Length} here, differs from byte 0x{at:x} on:"
            + $"{Environment.NewLine}  QEMU {Part(Qemu, at)}{Environment.NewLine}  Hv   {Part(Hv, at)}";
    }

    private static string Part(byte[] content, int at) => Convert.ToHexStringLower(content.AsSpan(at, Math.Min(32, content.Length - at)));
}
