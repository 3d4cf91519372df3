using Hv.Runtime.Declarations;

namespace Hv.Runtime.Memory;

/// <summary>
/// A guest-physical address. As an RTAS argument it is one word, since RTAS buffers lie below 4 GiB (LoPAR 7.2.7); as a hypercall
/// argument one register.
/// </summary>
/// <param name="Value">The address in bytes.</param>
[CallValue(RtasWords = 1)]
public readonly record struct GuestPhysicalAddress(ulong Value)
{
    /// <summary>The bits of an address that the platform decodes: the top four are ignored in real mode.</summary>
    public const ulong RealModeMask = 0x0FFF_FFFF_FFFF_FFFF;

    /// <summary>The address with the four bits cleared that real-mode accesses ignore.</summary>
    public GuestPhysicalAddress RealMode => new(Value & RealModeMask);

    /// <inheritdoc/>
    public override string ToString() => $"0x{Value:x}";

    /// <summary>The address <paramref name="offset"/> bytes further, modulo 2^64.</summary>
    public static GuestPhysicalAddress operator +(GuestPhysicalAddress address, ulong offset) => new(unchecked(address.Value + offset));
}
