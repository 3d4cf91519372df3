using Hv.Runtime.Memory;

namespace Hv.Runtime.Dma;

/// <summary>A range of a bus and the memory behind it, contiguous in both.</summary>
/// <param name="Address">The first bus address.</param>
/// <param name="Target">The guest-physical address behind it.</param>
/// <param name="Length">Bytes, a multiple of the page size.</param>
/// <param name="Permission">What devices may do with all of it; not <see cref="IommuPermission.None"/>.</param>
public readonly record struct IommuMapping(ulong Address, GuestPhysicalAddress Target, ulong Length, IommuPermission Permission);
