namespace Hv.Conformance.Guests;

/// <summary>A line of the built-in guest's that differs.</summary>
/// <param name="Machine">The machine version.</param>
/// <param name="Hv">The line here.</param>
/// <param name="Qemu">The line there.</param>
internal sealed record GuestLineObservation(string Machine, string Hv, string Qemu)
{
    /// <summary>The words in which the lines differ, here and there.</summary>
    public IReadOnlyList<(string Hv, string Qemu)> Differing
    {
        get
        {
            var (here, there) = (Hv.Split(' '), Qemu.Split(' '));
            return here.Length == there.Length ? [.. here.Zip(there).Where(pair => pair.First != pair.Second)] : [(Hv, Qemu)];
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Machine}\n  Hv   {Hv}\n  QEMU {Qemu}";
}
