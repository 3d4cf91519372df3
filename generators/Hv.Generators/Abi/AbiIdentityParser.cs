using Microsoft.CodeAnalysis;

namespace Hv.Generators.Abi;

/// <summary>Reads [GuestIdentity].</summary>
internal static class AbiIdentityParser
{
    /// <summary>The identity that a field declares; nothing when it is no constant, which HV6004 says.</summary>
    public static IEnumerable<AbiIdentity> Of(ISymbol symbol)
    {
        if (symbol is IFieldSymbol { HasConstantValue: true } field
            && field.FindAttribute(AttributeNames.GuestIdentity)?.PositionalValue<string>(0) is { } place)
        {
            yield return new AbiIdentity(place, AbiValue.FromConstant(field.ConstantValue));
        }
    }
}
