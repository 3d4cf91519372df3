using Hv.Generators.Calls;
using Hv.Generators.Devices;
using Hv.Generators.Migration;
using Hv.Runtime.Abi;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Abi;

/// <summary>Reads [AbiException].</summary>
internal static class AbiExcuseParser
{
    /// <summary>The exceptions on a symbol.</summary>
    public static IEnumerable<AbiExcuse> Of(ISymbol symbol, CancellationToken cancellation) =>
        Attributes(symbol, cancellation).SelectMany(pair => pair.Excuses);

    /// <summary>Each attribute on a symbol, with the exceptions that it stands for: none when there is nothing that it could be about.</summary>
    public static IEnumerable<(AttributeData Attribute, ImmutableArray<AbiExcuse> Excuses)> Attributes(
        ISymbol symbol, CancellationToken cancellation)
    {
        foreach (var attribute in symbol.FindAttributes(AttributeNames.AbiException))
        {
            if (attribute.PositionalValue<string>(0) is not { } version || attribute.PositionalValue<string>(1) is not { } reason)
                continue;

            var subjects = attribute.NamedValue<string>("Entry") is { } entry ? [entry] : SubjectsOf(symbol).Concat(StateSubjectsOf(symbol, cancellation));
            yield return (attribute, [.. subjects.Select(subject => new AbiExcuse(version, subject, reason))]);
        }
    }

    /// <summary>The subjects of the entries, or of the types whose entries, a symbol declares.</summary>
    private static IEnumerable<string> SubjectsOf(ISymbol symbol)
    {
        switch (symbol)
        {
            case IPropertySymbol property when property.FindAttribute(AttributeNames.Property)?.PositionalValue<string>(0) is { } name
                && DeviceSymbols.ObjectTypeName(property.ContainingType) is { } type:
                yield return AbiEntry.Describe(AbiEntryKind.Property, $"{type}.{name}");
                break;
            case IMethodSymbol method:
                foreach (var subject in CallsOf(method))
                    yield return subject;

                break;
            case IFieldSymbol field:
                foreach (var (_, identity) in AbiIdentityParser.Fields(field).Concat(MembersOf(field)))
                    yield return AbiEntry.Describe(AbiEntryKind.Identity, identity.Place);

                break;
            case INamedTypeSymbol type:
                foreach (var (_, identity) in AbiIdentityParser.Fields(type))
                    yield return AbiEntry.Describe(AbiEntryKind.Identity, identity.Place);

                if (DeviceSymbols.ObjectTypeName(type) is { } device)
                    yield return AbiEntry.Describe(AbiEntryKind.Device, device);

                if (type.FindAttribute(AttributeNames.VmState)?.PositionalValue<string>(0) is { } state)
                    yield return AbiEntry.Describe(AbiEntryKind.State, state);

                foreach (var subject in type.GetMembers().OfType<IMethodSymbol>().SelectMany(CallsOf).Distinct())
                    yield return subject;

                break;
        }
    }

    /// <summary>The fields that a migrated member declares.</summary>
    private static IEnumerable<string> StateSubjectsOf(ISymbol symbol, CancellationToken cancellation)
    {
        if (symbol is not (IFieldSymbol or IPropertySymbol)
            || symbol.FindAttribute(AttributeNames.Migrated) is null
            || AbiStateParser.Lines(symbol.ContainingType, cancellation) is not { } lines)
        {
            return [];
        }

        var state = StateSymbols.StateName(symbol.ContainingType);
        return lines.Where(pair => SymbolEqualityComparer.Default.Equals(pair.Symbol, symbol))
            .Select(pair => AbiEntry.Describe(pair.Line.Kind, state + pair.Line.Key));
    }

    /// <summary>The identity that an enum declares by this member.</summary>
    private static IEnumerable<(IFieldSymbol Field, AbiIdentity Identity)> MembersOf(IFieldSymbol member) =>
        AbiIdentityParser.Fields(member.ContainingType).Where(pair => SymbolEqualityComparer.Default.Equals(pair.Field, member));

    /// <summary>The calls that a method handles, by number: all shapes.</summary>
    private static IEnumerable<string> CallsOf(IMethodSymbol method) =>
        method.FindAttributes(AttributeNames.RtasCall).Select(attribute => (Kind: CallKind.Rtas, Attribute: attribute))
            .Concat(method.FindAttributes(AttributeNames.Hypercall).Select(attribute => (Kind: CallKind.Hypercall, Attribute: attribute)))
            .Where(call => call.Attribute.PositionalValue<object>(0) is uint)
            .Select(call => AbiEntry.Describe(AbiCalls.KindOf(call.Kind), AbiCalls.Number(call.Attribute.PositionalValue<uint>(0))));
}
