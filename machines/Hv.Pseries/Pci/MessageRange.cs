namespace Hv.Pseries.Pci;

/// <summary>The interrupt numbers that a function's messages have.</summary>
/// <param name="Kind">Which messages.</param>
/// <param name="First">The first number.</param>
/// <param name="Count">How many follow each other.</param>
public readonly record struct MessageRange(MessageKind Kind, uint First, uint Count);
