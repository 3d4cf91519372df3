using Microsoft.CodeAnalysis;

namespace Hv.Generators.Abi;

/// <summary>Reads [GuestIdentity].</summary>
internal static class AbiIdentityParser
{
    /// <summary>The identities that a constant, or an enum with its members, declares.</summary>
    public static IEnumerable<AbiIdentity> Of(ISymbol symbol) => Fields(symbol).Select(pair => pair.Identity);

    /// <summary>The same with the fields that have the values.</summary>
    public static IEnumerable<(IFieldSymbol Field, AbiIdentity Identity)> Fields(ISymbol symbol)
    {
        if (symbol.FindAttribute(AttributeNames.GuestIdentity)?.PositionalValue<string>(0) is not { } place)
            return [];

        return symbol switch
        {
            IFieldSymbol { HasConstantValue: true } field => [(field, Identity(place, field))],
            INamedTypeSymbol { TypeKind: TypeKind.Enum } type => type.GetMembers().OfType<IFieldSymbol>()
                .Where(member => member.HasConstantValue)
                .Select(member => (member, Identity($"{place} {member.Name}", member))),
            _ => [],
        };
    }

    private static AbiIdentity Identity(string place, IFieldSymbol field) => new(place, AbiValue.FromConstant(field.ConstantValue));
}
