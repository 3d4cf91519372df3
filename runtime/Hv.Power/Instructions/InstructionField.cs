using System.Collections.Immutable;
using System.Globalization;
using Hv.Power.Declarations;

namespace Hv.Power.Instructions;

/// <summary>A field of instruction words.</summary>
public sealed class InstructionField
{
    private readonly ImmutableArray<(int First, int Last)> _parts;

    /// <summary>Describes a field.</summary>
    /// <param name="name">Its name in the Power ISA.</param>
    /// <param name="bits">Its bits, as <see cref="InstructionFieldAttribute.Bits"/>.</param>
    /// <param name="kind">What it holds.</param>
    /// <param name="scale">What its number is multiplied by.</param>
    public InstructionField(string name, string bits, FieldKind kind, int scale)
    {
        Name = name;
        Bits = bits;
        Kind = kind;
        Scale = scale;
        _parts =
        [
            .. bits.Split(',').Select(part => part.Split(':')).Select(ends =>
                (int.Parse(ends[0], CultureInfo.InvariantCulture), int.Parse(ends[^1], CultureInfo.InvariantCulture))),
        ];
        Width = _parts.Sum(part => part.Last - part.First + 1);
    }

    /// <summary>Its name in the Power ISA.</summary>
    public string Name { get; }

    /// <summary>Its bits, the most significant part first: <c>6:10</c>, <c>30,16:20</c>.</summary>
    public string Bits { get; }

    /// <summary>What it holds.</summary>
    public FieldKind Kind { get; }

    /// <summary>What its number is multiplied by.</summary>
    public int Scale { get; }

    /// <summary>How many bits it has.</summary>
    public int Width { get; }

    /// <summary>Whether its number is signed.</summary>
    public bool IsSigned => Kind is FieldKind.Signed or FieldKind.Branch;

    /// <summary>The least number it holds.</summary>
    public long Minimum => IsSigned ? -(1L << (Width - 1)) * Scale : 0;

    /// <summary>The greatest number it holds.</summary>
    public long Maximum => ((1L << (IsSigned ? Width - 1 : Width)) - 1) * Scale;

    /// <summary>Its number in a word.</summary>
    public long Read(uint word)
    {
        var value = 0u;
        foreach (var (first, last) in _parts)
            value = (value << (last - first + 1)) | InstructionWord.Field(word, first, last);

        return (IsSigned ? InstructionWord.Signed(value, Width) : value) * Scale;
    }

    /// <summary>The word with a number in this field, whose bits were zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The field cannot hold the number.</exception>
    public uint Write(uint word, long number)
    {
        if (number < Minimum || number > Maximum || number % Scale != 0)
            throw new ArgumentOutOfRangeException(nameof(number), number, $"{Name} is a number from {Minimum} to {Maximum}{(Scale > 1 ? $", a multiple of {Scale}" : "")}.");

        var value = (ulong)(number / Scale);
        foreach (var (first, last) in _parts.Reverse())
        {
            var width = last - first + 1;
            word |= (uint)(value & ((1UL << width) - 1)) << (31 - last);
            value >>= width;
        }

        return word;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Bits})";
}
