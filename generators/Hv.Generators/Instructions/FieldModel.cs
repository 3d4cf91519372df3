namespace Hv.Generators.Instructions;

/// <summary>A declared field of instruction words.</summary>
/// <param name="Name">Its name in the Power ISA.</param>
/// <param name="Parts">Its bits, the most significant part first.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Scale">What its number is multiplied by.</param>
internal sealed record FieldModel(string Name, EquatableArray<BitRange> Parts, FieldKind Kind, int Scale)
{
    /// <summary>How many bits it has.</summary>
    public int Width => Parts.Sum(part => part.Width);

    /// <summary>Its bits as a mask of the word.</summary>
    public uint Mask => Parts.Aggregate(0u, (mask, part) => mask | part.Mask);

    /// <summary>Whether its number is signed.</summary>
    public bool IsSigned => Kind is FieldKind.Signed or FieldKind.Branch;

    /// <summary>Its bits as they are declared.</summary>
    public string Bits => string.Join(",", Parts.Select(part => part.Width == 1 ? $"{part.First}" : $"{part.First}:{part.Last}"));
}
