using Microsoft.CodeAnalysis;

namespace Hv.Generators.Abi;

/// <summary>An [AbiException] where it stands: for the analyzer.</summary>
/// <param name="Symbol">What it is on.</param>
/// <param name="Attribute">The attribute.</param>
/// <param name="Excuses">What it is for; nothing where it is on nothing that a text has.</param>
internal sealed record AbiDeclaredExcuse(ISymbol Symbol, AttributeData Attribute, ImmutableArray<AbiExcuse> Excuses);
