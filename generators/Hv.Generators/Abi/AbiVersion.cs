namespace Hv.Generators.Abi;

/// <summary>A machine version that has a text.</summary>
internal sealed record AbiVersion(string Family, string Name);
