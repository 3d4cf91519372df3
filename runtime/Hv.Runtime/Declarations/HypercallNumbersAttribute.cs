namespace Hv.Runtime.Declarations;

/// <summary>
/// Declares on a machine class a range of hypercall numbers that its calls may use; a number outside of all ranges (HV1006) or
/// off the step (HV1005) is a compile-time error.
/// </summary>
/// <param name="first">The first number.</param>
/// <param name="last">The last number, inclusive.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = true)]
public sealed class HypercallNumbersAttribute(uint first, uint last) : Attribute
{
    /// <summary>The first number.</summary>
    public uint First { get; } = first;

    /// <summary>The last number, inclusive.</summary>
    public uint Last { get; } = last;

    /// <summary>Numbers in the range are multiples of this: 4 for LoPAR's own calls.</summary>
    public uint Step { get; set; } = 1;
}
