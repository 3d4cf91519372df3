namespace Hv.Runtime.Declarations;

/// <summary>
/// Marks a readonly struct as a value that RTAS calls and hypercalls take and return, such as a LIOBN or a BUID.
/// </summary>
/// <remarks>
/// The struct has a property <c>Value</c> of type <see cref="uint"/> or <see cref="ulong"/> and a constructor that takes one.
/// In a hypercall it is one register; in an RTAS frame it is one word per 32 bits of <c>Value</c>, unless
/// <see cref="RtasWords"/> says that a 64-bit value travels in one word.
/// </remarks>
[AttributeUsage(AttributeTargets.Struct, Inherited = false)]
public sealed class CallValueAttribute : Attribute
{
    /// <summary>Words in an RTAS frame: 1 or 2; 0, the default, takes it from the width of <c>Value</c>.</summary>
    public int RtasWords { get; set; }
}
