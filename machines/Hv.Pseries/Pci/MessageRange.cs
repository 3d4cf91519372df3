using Hv.Runtime.Pci;

namespace Hv.Pseries.Pci;

/// <summary>The interrupt numbers that a function's messages have.</summary>
/// <param name="Function">Whose they are; <see langword="null"/>: of whichever function answers to the config_addr, as a stream says it.</param>
/// <param name="First">The first number.</param>
/// <param name="Count">How many follow each other.</param>
public readonly record struct MessageRange(PciFunction? Function, uint First, uint Count);
