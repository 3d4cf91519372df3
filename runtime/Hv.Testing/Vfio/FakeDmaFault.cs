namespace Hv.Testing.Vfio;

/// <summary>An access of a device that the IOMMU did not let through.</summary>
/// <param name="Device">The device's address on the host.</param>
/// <param name="Iova">The bus address.</param>
/// <param name="IsWrite">Whether it was a write.</param>
public readonly record struct FakeDmaFault(string Device, ulong Iova, bool IsWrite);
