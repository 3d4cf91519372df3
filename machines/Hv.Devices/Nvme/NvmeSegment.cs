namespace Hv.Devices.Nvme;

/// <summary>A part of a command's data: contiguous on the bus.</summary>
/// <param name="Address">The first bus address.</param>
/// <param name="Length">Bytes, 1 or more.</param>
internal readonly record struct NvmeSegment(ulong Address, long Length);
