namespace Hv.Pseries.Pci;

/// <summary>One window of a host bridge: addresses of the guest behind which there are addresses of the bus.</summary>
/// <param name="Address">The guest-physical address.</param>
/// <param name="BusAddress">The address on the bus.</param>
/// <param name="Size">Bytes; 0: there is no such window.</param>
public readonly record struct PhbWindow(ulong Address, ulong BusAddress, ulong Size)
{
    /// <summary>The last guest-physical address.</summary>
    public ulong Last => unchecked(Address + (Size - 1));
}
