namespace Hv.Conformance.BareMetal;

/// <summary>A line that a program without an operating system has printed, and that differs.</summary>
/// <param name="Model">The processor.</param>
/// <param name="Hv">The line here.</param>
/// <param name="Qemu">The line there.</param>
internal sealed record ConsoleObservation(string Model, string Hv, string Qemu)
{
    /// <summary>What the line is about: all before the first interrupt or value.</summary>
    public string Name => NameOf(Hv);

    /// <summary>What stands behind a name and <c>=</c>, as a number; <see langword="null"/> when it is not there.</summary>
    public static ulong? Value(string line, string name)
    {
        var start = line.IndexOf($" {name}=", StringComparison.Ordinal);
        if (start < 0)
            return null;

        var text = line[(start + name.Length + 2)..].Split(' ')[0];
        return ulong.Parse(text, System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The names of the values in which the lines differ; "line" when they have not the same ones.</summary>
    public IReadOnlyList<string> Differing()
    {
        var here = Hv.Split(' ');
        var there = Qemu.Split(' ');
        return here.Length != there.Length || NameOf(Hv) != NameOf(Qemu)
            ? ["line"]
            : [.. here.Zip(there).Where(pair => pair.First != pair.Second).Select(pair => pair.First.Split('=')[0])];
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Model}\n  Hv   {Hv}\n  QEMU {Qemu}";

    private static string NameOf(string line)
    {
        var end = line.AsSpan().IndexOfAny('!', '=');
        return end < 0 ? line : line[..end].TrimEnd();
    }
}
