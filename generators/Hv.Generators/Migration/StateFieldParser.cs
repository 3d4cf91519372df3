using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Migration;

/// <summary>Makes the field of a migrated member.</summary>
/// <param name="type">The type with state.</param>
/// <param name="report">Takes what is wrong.</param>
internal sealed class StateFieldParser(INamedTypeSymbol type, StateReport report)
{
    private readonly StateReferences _references = new(type, report);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    /// <summary>The name of the description of a field that is no member's.</summary>
    public string Id(string name) => StateNames.Unique(name, _ids);

    /// <summary>
    /// The bytes without a meaning before a member's field, and the field; empty when nothing can be generated for it.
    /// </summary>
    public IEnumerable<StateItem> Parse(ISymbol member, AttributeData attribute, StateVersions versions)
    {
        var id = StateNames.PascalCase(member.Name);
        foreach (var unused in member.FindAttributes(AttributeNames.Unused).Where(unused => unused.IsReadable()))
        {
            var bytes = unused.PositionalValue<int>(0);
            if (bytes < 1)
                report.Add(StateDiagnostics.WrongName, unused, 0, member, "[Unused]", member.Name, Number(bytes),
                    "it is at least 1 byte");
            else
                yield return new UnusedItem(Id("UnusedBefore" + id), bytes, _references.Condition(unused, member, versions));
        }

        if (ParseField(member, attribute, versions) is { } field)
            yield return field;
    }

    private static string Number(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private FieldItem? ParseField(ISymbol member, AttributeData attribute, StateVersions versions)
    {
        var name = attribute.NamedValue<string>("Name") ?? StateNames.SnakeCase(member.Name);
        if (!StateNames.IsName(name))
            report.Add(StateDiagnostics.WrongName, attribute, "Name", member, "Field name", member.Name, $"'{name}'",
                "a name is 1 to 255 bytes of ASCII without blanks");

        // All is checked before anything is given up, so that a person sees all at once.
        var condition = _references.Condition(attribute, member, versions);
        var typeName = attribute.NamedValue<string>("TypeName");
        if (PlaceProblem(member) is { } place)
        {
            report.Add(StateDiagnostics.UnsupportedType, member, member.Name, place,
                "a field or a readable property of an object");
            return null;
        }

        var memberType = StateSymbols.TypeOf(member);
        if (attribute.NamedValue<INamedTypeSymbol>("Codec") is { } codec)
            return ParseCoded(member, attribute, codec, memberType, name, typeName, condition);

        if (ParseShape(member, attribute, memberType) is not var (shape, value))
            return null;

        var mustMatch = attribute.NamedValue<bool>("MustMatch");
        if (mustMatch && (shape != FieldShape.Single || value.Kind is ValueKind.State or ValueKind.Timer))
        {
            report.Add(StateDiagnostics.MeaninglessArgument, attribute, "MustMatch", member, "MustMatch", member.Name,
                "only a single number or bool is compared");
            mustMatch = false;
        }

        if (mustMatch)
            CheckVisible(member, attribute);

        value = Narrow(member, attribute, value);
        var isBytes = shape is FieldShape.FixedArray or FieldShape.CountedArray
            && value is { Kind: ValueKind.Integer, Native: "byte", Wire: "byte" }
            && attribute.Named("As").Kind == TypedConstantKind.Error;
        var canBeSet = StateSymbols.CanBeSet(member);
        if (SetProblem(member, shape, value, canBeSet, mustMatch) is { } setProblem)
        {
            report.Add(StateDiagnostics.CannotBeSet, member, member.Name, setProblem);
            return null;
        }

        // An array of timers is never made anew: timers are made by their device.
        var isRemade = shape == FieldShape.CountedArray && canBeSet && value.Kind != ValueKind.Timer;
        if (!ParseCount(member, attribute, shape, versions, out var count)
            | !ParseLimit(member, attribute, shape, isRemade, out var limit))
            return null;

        return new FieldItem(
            Id(StateNames.PascalCase(member.Name)), name, typeName ?? TypeName(shape, value, isBytes, mustMatch), condition,
            StateNames.Expression(member), shape, value, isBytes, mustMatch,
            shape == FieldShape.CountedArray ? isRemade : canBeSet, member is IPropertySymbol,
            memberType is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated }, count, limit);
    }

    private static string? PlaceProblem(ISymbol member) => member switch
    {
        { IsStatic: true } => "is static",
        IPropertySymbol { IsIndexer: true } => "is an indexer",
        IPropertySymbol { GetMethod: null } => "has no getter",
        IPropertySymbol { ReturnsByRef: true } or IPropertySymbol { ReturnsByRefReadonly: true } or IFieldSymbol { RefKind: not RefKind.None } => "is a reference",
        IFieldSymbol { IsFixedSizeBuffer: true } => "is a buffer of fixed size",
        { CanBeReferencedByName: false } => "implements an interface explicitly",
        _ => null,
    };

    private FieldItem? ParseCoded(
        ISymbol member, AttributeData attribute, INamedTypeSymbol codec, ITypeSymbol memberType, string name, string? typeName,
        StateCondition condition)
    {
        foreach (var argument in new[] { "MustMatch", "Count", "Limit", "LimitFrom", "As" })
        {
            if (attribute.Named(argument).Kind != TypedConstantKind.Error)
                report.Add(StateDiagnostics.MeaninglessArgument, attribute, argument, member, argument, member.Name,
                    "its codec decides what is in the stream");
        }

        if (memberType.TypeKind == TypeKind.Error || codec.TypeKind == TypeKind.Error)
            return null;

        if (CodecProblem(codec, memberType) is { } problem)
        {
            report.Add(StateDiagnostics.WrongCodec, attribute, "Codec", member, member.Name, codec.Name, problem);
            return null;
        }

        var canBeSet = StateSymbols.CanBeSet(member);
        if (!canBeSet && memberType.IsValueType)
        {
            report.Add(StateDiagnostics.CannotBeSet, member, member.Name, ReadOnly(member));
            return null;
        }

        var value = FieldValue.Of(ValueKind.Coded, memberType.FullName(), codec: codec.FullName());
        return new FieldItem(
            Id(StateNames.PascalCase(member.Name)), name, typeName ?? "buffer", condition, StateNames.Expression(member),
            FieldShape.Single, value,
            IsBytes: false, MustMatch: false, canBeSet, member is IPropertySymbol, IsNullable: false, Count: null, Limit: null);
    }

    private static string? CodecProblem(INamedTypeSymbol codec, ITypeSymbol memberType)
    {
        var wanted = memberType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        var contract = codec.AllInterfaces.FirstOrDefault(found =>
            found.OriginalDefinition.IsNamed(AttributeNames.StateCodecType)
                && SymbolEqualityComparer.Default.Equals(found.TypeArguments[0], memberType));
        if (contract is null)
            return $"it is no IStateCodec<{wanted}>";

        // A method that is not there is an error of the compiler's, in the codec.
        return contract.GetMembers().Select(codec.FindImplementationForInterfaceMember).OfType<IMethodSymbol>().Any(method =>
            method.DeclaredAccessibility == Accessibility.Private)
            ? $"it implements IStateCodec<{wanted}> explicitly"
            : null;
    }

    private (FieldShape Shape, FieldValue Value)? ParseShape(ISymbol member, AttributeData attribute, ITypeSymbol memberType)
    {
        var shape = memberType switch
        {
            IArrayTypeSymbol => attribute.NamedValue<string>("Count") is null ? FieldShape.FixedArray : FieldShape.CountedArray,
            _ when StateSymbols.IsList(memberType) => FieldShape.Queue,
            _ => FieldShape.Single,
        };
        var isMany = shape != FieldShape.Single;
        string? problem = null;
        FieldValue? value = null;
        if (isMany && memberType.NullableAnnotation == NullableAnnotation.Annotated)
            problem = "may be null, which a stream cannot say; let it be empty instead";
        else if (memberType is IArrayTypeSymbol { Rank: > 1 })
            problem = "is an array of more than one dimension";
        else
            value = StateValueParser.Parse(StateSymbols.ElementType(memberType), type, report.Cancellation, out problem);

        if (isMany && value is { Kind: ValueKind.Timer }
            && StateSymbols.ElementType(memberType).NullableAnnotation == NullableAnnotation.Annotated)
            problem = "has timers that may be null";

        if (shape == FieldShape.Queue && value is not null && value.Kind != ValueKind.State)
            problem = $"is a list of '{StateSymbols.ElementType(memberType).Name}', which has no state";

        var isMade = shape == FieldShape.Queue || (shape == FieldShape.CountedArray && StateSymbols.CanBeSet(member));
        if (isMade && value is { Kind: ValueKind.State, IsReference: true }
            && !CanBeMade((INamedTypeSymbol)StateSymbols.ElementType(memberType)))
            problem = $"has elements of type '{StateSymbols.ElementType(memberType).Name}', which cannot be made: it has no usable constructor without parameters";

        if (problem is null)
            return value is null ? null : (shape, value);

        report.Add(StateDiagnostics.UnsupportedType, member, member.Name, problem, StateValueParser.Supported);
        return null;
    }

    private bool CanBeMade(INamedTypeSymbol element) =>
        !element.IsAbstract && element.InstanceConstructors.Any(constructor =>
            constructor.Parameters.IsEmpty
            && (constructor.DeclaredAccessibility == Accessibility.Public
                || (constructor.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedOrInternal
                    && SymbolEqualityComparer.Default.Equals(element.ContainingAssembly, type.ContainingAssembly))));

    private void CheckVisible(ISymbol member, AttributeData attribute)
    {
        var isVisible = member.FindAttribute(AttributeNames.Property) is not null
            || member.FindAttribute(AttributeNames.GuestVisible) is not null
            || StateSymbols.TypeOf(member).FindAttribute(AttributeNames.CallValue) is not null;
        if (!isVisible)
        {
            report.Add(
                StateDiagnostics.MatchesHostState, attribute, "MustMatch", member, member.Name,
                "is neither a [Property] nor a value of calls: say where the guest sees it, [GuestVisible(\"…\")], or do not compare it");
        }
    }

    /// <summary>The value with the integer on the wire that the declaration asks for.</summary>
    private FieldValue Narrow(ISymbol member, AttributeData attribute, FieldValue value)
    {
        if (attribute.NamedValue<ITypeSymbol>("As") is not { TypeKind: not TypeKind.Error } wanted)
            return value;

        var hasInteger = value.Kind is ValueKind.Integer or ValueKind.Enumeration or ValueKind.CallValue;
        if (hasInteger && StateSymbols.Integer(wanted) is { } wire)
            return value with { Wire = wire };

        report.Add(
            StateDiagnostics.MeaninglessArgument, attribute, "As", member, "As", member.Name,
            hasInteger ? $"'{wanted.Name}' is no integer of 8 to 64 bits" : "the member is no integer");
        return value;
    }

    private static string? SetProblem(ISymbol member, FieldShape shape, FieldValue value, bool canBeSet, bool mustMatch)
    {
        // Compared, or loaded into what is there.
        if (mustMatch || shape != FieldShape.Single || (value.IsReference && value.Kind is ValueKind.State or ValueKind.Timer))
            return null;

        if (!canBeSet)
            return ReadOnly(member) + (value.Kind == ValueKind.State ? "" : ", or let it be compared (MustMatch)");

        return member.FindAttribute(AttributeNames.Property) is not null
            ? "a property is frozen once its device is realized; compare it (MustMatch), or migrate a field"
            : null;
    }

    private static string ReadOnly(ISymbol member) => member is IFieldSymbol
        ? "the field is readonly; remove that"
        : "the property has no setter that runs after its object was made; give it one (private set)";

    private bool ParseCount(ISymbol member, AttributeData attribute, FieldShape shape, StateVersions versions, out string? count)
    {
        count = null;
        if (attribute.NamedValue<string>("Count") is not { } name)
            return true;

        if (shape != FieldShape.CountedArray)
        {
            report.Add(StateDiagnostics.MeaninglessArgument, attribute, "Count", member, "Count", member.Name,
                "the member is no array");
            return true;
        }

        if (_references.Integer(attribute, "Count", name, member) is not { } found)
            return false;

        _references.CheckOrder(attribute, member, found, versions);
        count = StateNames.Expression(found);
        return true;
    }

    private bool ParseLimit(ISymbol member, AttributeData attribute, FieldShape shape, bool isRemade, out string? limit)
    {
        limit = null;
        var constant = attribute.Named("Limit") is { Kind: TypedConstantKind.Primitive, Value: long value } ? value : (long?)null;
        var name = attribute.NamedValue<string>("LimitFrom");
        if (shape is FieldShape.Single or FieldShape.FixedArray)
        {
            if (constant is not null || name is not null)
            {
                var argument = constant is null ? "LimitFrom" : "Limit";
                report.Add(
                    StateDiagnostics.MeaninglessArgument, attribute, argument, member, argument, member.Name,
                    "it is for lists, and for arrays with Count");
            }

            return true;
        }

        if (constant is not null && name is not null)
            report.Add(StateDiagnostics.MeaninglessArgument, attribute, "Limit", member, "Limit", member.Name,
                "LimitFrom says the limit already");
        else if (constant <= 0)
            report.Add(StateDiagnostics.MeaninglessArgument, attribute, "Limit", member, "Limit", member.Name,
                "it allows no element");

        if (name is not null)
        {
            if (_references.Integer(attribute, "LimitFrom", name, member) is not { } found)
                return false;

            var expression = StateNames.Expression(found);
            limit = StateSymbols.TypeOf(found).SpecialType == SpecialType.System_UInt64
                ? $"unchecked((long){expression})"
                : expression;
            return true;
        }

        limit = constant?.ToString(CultureInfo.InvariantCulture);
        if (limit is not null || (shape == FieldShape.CountedArray && !isRemade))
            return true;

        report.Add(StateDiagnostics.NoLimit, member, member.Name);
        return false;
    }

    /// <summary>The type as QEMU's descriptions have it.</summary>
    private static string TypeName(FieldShape shape, FieldValue value, bool isBytes, bool mustMatch)
    {
        if (shape == FieldShape.Queue)
            return "qtailq";

        if (isBytes)
            return "buffer";

        var name = value.Kind switch
        {
            ValueKind.Boolean => "bool",
            ValueKind.State => "struct",
            ValueKind.Timer => "timer",
            _ => value.Wire switch
            {
                "sbyte" => "int8",
                "byte" => "uint8",
                "short" => "int16",
                "ushort" => "uint16",
                "int" => "int32",
                "uint" => "uint32",
                "long" => "int64",
                _ => "uint64",
            },
        };

        // The names that QEMU has; what it compares as uint64 it calls int64.
        return (mustMatch, name) switch
        {
            (false, _) => name,
            (_, "uint64" or "int64") => "int64 equal",
            (_, "uint8" or "uint16" or "uint32" or "int32") => name + " equal",
            _ => name,
        };
    }
}
