namespace Hv.Runtime.Memory;

/// <summary>Decides which accesses to guest memory fail; the seam for fault injection in tests.</summary>
public interface IGuestMemoryFaults
{
    /// <summary>
    /// Returns whether an access fails as one outside RAM does. <paramref name="length"/> is in bytes and not zero.
    /// </summary>
    bool Fails(GuestPhysicalAddress address, int length, bool isWrite);
}
