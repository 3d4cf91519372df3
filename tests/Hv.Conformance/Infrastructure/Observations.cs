namespace Hv.Conformance.Infrastructure;

/// <summary>One RTAS call and what both sides answered.</summary>
/// <param name="Version">The machine version.</param>
/// <param name="Name">The call.</param>
/// <param name="Arguments">The argument words.</param>
/// <param name="Returns">nret.</param>
/// <param name="Qemu">QEMU's words after the arguments.</param>
/// <param name="Hv">Ours.</param>
internal sealed record CallObservation(string Version, string Name, uint[] Arguments, int Returns, uint[] Qemu, uint[] Hv)
{
    /// <summary>Whether the words from <paramref name="first"/> on are equal on both sides.</summary>
    public bool EqualFrom(int first) => Qemu.AsSpan(first).SequenceEqual(Hv.AsSpan(first));

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Version}: {Name}({Words.Format(Arguments)}) nret={Returns}: QEMU {Words.Format(Qemu)}, Hv {Words.Format(Hv)}";
}

/// <summary>A piece of memory, or of the device tree, as both sides have it.</summary>
/// <param name="Version">The machine version.</param>
/// <param name="What">What it is.</param>
/// <param name="Qemu">QEMU's bytes.</param>
/// <param name="Hv">Ours.</param>
internal sealed record ContentObservation(string Version, string What, byte[] Qemu, byte[] Hv)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Version}: {What}:{Environment.NewLine}  QEMU {Convert.ToHexStringLower(Qemu)}{Environment.NewLine}  Hv   {Convert.ToHexStringLower(Hv)}";
}

/// <summary>A property as both sides have it.</summary>
/// <param name="Version">The machine version.</param>
/// <param name="Type">The object's type.</param>
/// <param name="Property">The property.</param>
/// <param name="Qemu">QEMU's value as text.</param>
/// <param name="Hv">Ours.</param>
internal sealed record PropertyObservation(string Version, string Type, string Property, string Qemu, string Hv)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Version}: {Type}.{Property}: QEMU {Qemu}, Hv {Hv}";
}
