namespace Hv.Generators.Abi;

/// <summary>An [AbiException].</summary>
/// <param name="Version">The newest version that it is for.</param>
/// <param name="Subject">What it is about: the subject of an entry, or of a type whose entries it is for.</param>
/// <param name="Reason">Why.</param>
internal sealed record AbiExcuse(string Version, string Subject, string Reason);
