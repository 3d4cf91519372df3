namespace Hv.Power.FloatingPoint;

/// <summary>
/// What an operation does to the FPSCR: <see cref="Fpscr.With"/> applies it. Effects of the elements of a vector are combined
/// with <c>|</c>.
/// </summary>
public readonly record struct FpscrEffects
{
    // No instruction replaces FX: in the mask of what is replaced its bit is free, and says that there is no result.
    private const uint NoResult = Fpscr.FX;

    private readonly uint _replaced;

    /// <summary>Makes effects.</summary>
    /// <param name="set">Exceptions, and the new value of what is replaced.</param>
    /// <param name="replaced">Which of FR, FI and FPRF get a new value.</param>
    /// <param name="suppressesResult">Whether an enabled exception keeps the target as it is.</param>
    internal FpscrEffects(uint set, uint replaced, bool suppressesResult = false)
    {
        Set = set;
        _replaced = replaced | (suppressesResult ? NoResult : 0);
    }

    /// <summary>The bits that become 1: exceptions, and the new value of what is replaced.</summary>
    public uint Set { get; }

    /// <summary>The bits among FR, FI and FPRF that get a new value.</summary>
    public uint Replaced => _replaced & ~NoResult;

    /// <summary>
    /// Whether the target register keeps its value, all of it: an invalid operation or a division by zero with its exception
    /// enabled (Power ISA, book I, 4.4.1.2, 4.4.2.2).
    /// </summary>
    public bool SuppressesResult => (_replaced & NoResult) != 0;

    /// <summary>The exceptions alone: what an instruction does that leaves FR, FI and FPRF, as those on vectors do.</summary>
    public FpscrEffects ExceptionsOnly => new(Set & Fpscr.Exceptions, 0, SuppressesResult);

    /// <summary>The effects of both, for instructions with several elements.</summary>
    public static FpscrEffects operator |(FpscrEffects left, FpscrEffects right) =>
        new(left.Set | right.Set, left._replaced | right._replaced);
}
