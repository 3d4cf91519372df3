using Hv.Runtime.Declarations;

namespace Hv.Runtime.Calls;

/// <summary>
/// The config_addr argument of the PCI calls (LoPAR 7.3.4): bits 16 to 23 the bus, 8 to 15 device and function, 0 to 7 the low
/// part of the register number and 28 to 31 its high part.
/// </summary>
/// <param name="Value">The word as the guest passed it.</param>
[CallValue]
public readonly record struct PciConfigAddress(uint Value)
{
    /// <summary>The bus number, 0 to 255.</summary>
    public byte Bus => (byte)(Value >> 16);

    /// <summary>Device number times 8 plus function number, 0 to 255.</summary>
    public byte DeviceFunction => (byte)(Value >> 8);

    /// <summary>The register, 0 to 4095: a byte offset into configuration space.</summary>
    public int Register => (int)((Value & 0xFF) | ((Value >> 20) & 0xF00));

    /// <inheritdoc/>
    public override string ToString() => $"0x{Value:x}";
}
