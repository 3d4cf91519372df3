namespace Hv.Generators.Abi;

/// <summary>A constant of the device tree.</summary>
/// <param name="Place">Where the guest sees it.</param>
/// <param name="Value">The value, as C# writes it.</param>
internal sealed record AbiIdentity(string Place, string Value);
