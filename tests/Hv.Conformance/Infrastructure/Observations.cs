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
        $"{Version}: {Name}({Words.Format(Arguments)}) nret={Returns}: QEMU {Show(Qemu)}, Hv {Show(Hv)}";

    private static string Show(uint[] words) =>
        Words.Format(words.AsSpan(0, words.AsSpan().LastIndexOfAnyExcept(RtasBuffer.Untouched) + 1).ToArray());
}

/// <summary>A piece of memory, or of the device tree, as both sides have it.</summary>
/// <param name="Version">The machine version.</param>
/// <param name="What">What it is.</param>
/// <param name="Qemu">QEMU's bytes.</param>
/// <param name="Hv">Ours.</param>
internal sealed record ContentObservation(string Version, string What, byte[] Qemu, byte[] Hv)
{
    private const int MostShown = 64;

    /// <inheritdoc/>
    public override string ToString()
    {
        var start = Qemu.AsSpan().CommonPrefixLength(Hv);
        return $"{Version}: {What}, from byte 0x{start:x} on:"
            + $"{Environment.NewLine}  QEMU {Show(Qemu, start)}{Environment.NewLine}  Hv   {Show(Hv, start)}";
    }

    private static string Show(byte[] content, int start) =>
        Convert.ToHexStringLower(content.AsSpan(start, Math.Min(MostShown, content.Length - start))) + (content.Length - start > MostShown ? "…" : "");
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
