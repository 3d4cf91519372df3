using Hv.Runtime.Abi;

namespace Hv.Generators.Abi;

/// <summary>An entry, and the versions whose texts have it.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Versions">The first and last number of each run of versions.</param>
internal sealed record AbiLine(AbiEntry Entry, EquatableArray<(int First, int Last)> Versions);
