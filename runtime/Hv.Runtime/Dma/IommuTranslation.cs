using Hv.Runtime.Memory;

namespace Hv.Runtime.Dma;

/// <summary>Where a bus address leads.</summary>
/// <param name="Target">The guest-physical address.</param>
/// <param name="Length">How many bytes from there on the same answer holds for, at least 1.</param>
/// <param name="Permission">
/// What devices may do there. After a translation that failed it tells why: <see cref="IommuPermission.None"/> when the address
/// is not mapped, else what is permitted instead of what was wanted.
/// </param>
public readonly record struct IommuTranslation(GuestPhysicalAddress Target, ulong Length, IommuPermission Permission);
