using System.Globalization;
using Hv.Generators.Devices;
using Hv.Generators.Migration;
using Hv.Runtime.Abi;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Abi;

/// <summary>Makes the lines of [VmState] types, from the models that their code is generated from.</summary>
internal sealed class AbiStateParser
{
    private const string OfStruct = " of " + AbiStateLine.StructMark;

    private readonly INamedTypeSymbol _type;
    private readonly Dictionary<string, ISymbol> _members;
    private readonly List<(AbiStateLine Line, ISymbol Symbol)> _lines = [];
    private readonly Dictionary<string, ISymbol> _symbols = new(StringComparer.Ordinal);

    private AbiStateParser(INamedTypeSymbol type)
    {
        _type = type;
        _members = StateSymbols.MigratedMembers(type).GroupBy(member => StateNames.Expression(member))
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
    }

    /// <summary>The state of a type; <see langword="null"/> when none is generated.</summary>
    public static AbiState? Parse(INamedTypeSymbol type, CancellationToken cancellation) =>
        Lines(type, cancellation) is { } lines
            ? new AbiState(StateSymbols.StateName(type)!, type.FullName(), lines.Select(pair => pair.Line).ToEquatableArray())
            : null;

    /// <summary>The lines with the symbols that declare them: a member, or the type.</summary>
    public static IReadOnlyList<(AbiStateLine Line, ISymbol Symbol)>? Lines(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (StateParser.Parse(type, cancellation) is not { } model)
            return null;

        var parser = new AbiStateParser(type);
        parser.Add(model.Block, model.Base, path: "");
        return parser._lines;
    }

    private void Add(StateBlock block, StateBase? parent, string path)
    {
        var (condition, remark) = Condition(block.Needed.Length == 0 ? null : block.Needed);
        var versions = string.Format(CultureInfo.InvariantCulture, "version {0}, oldest {1}", block.Version, block.MinimumVersion);
        _lines.Add((new AbiStateLine(AbiEntryKind.State, path, versions + remark, "", condition), _type));
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        if (parent is not null)
            AddField(parent.Name, "struct" + OfStruct, parent.TypeName, "", _type);

        ISymbol last = _type;
        foreach (var item in block.Items.Reverse())
        {
            // Bytes without a meaning stand on the member that follows them.
            if (item is FieldItem { Member: var member } && _members.TryGetValue(member, out var symbol))
                last = symbol;

            _symbols[item.Id] = last;
        }

        foreach (var item in block.Items)
        {
            var (field, when) = Condition(item.Condition.When);
            AddField(item.Name, Type(item) + (Struct(item).Length > 0 ? OfStruct : "") + Versions(item.Condition) + when, Struct(item), field, _symbols[item.Id]);
        }

        foreach (var subsection in block.Subsections)
            Add(subsection, parent: null, path + AbiKeys.Inside + subsection.Name);

        void AddField(string name, string value, string structClass, string fieldCondition, ISymbol symbol)
        {
            names.TryGetValue(name, out var count);
            names[name] = ++count;
            var key = count == 1 ? name : string.Format(CultureInfo.InvariantCulture, "{0}#{1}", name, count);
            _lines.Add((new AbiStateLine(AbiEntryKind.Field, $"{path} {key}", value, structClass, fieldCondition), symbol));
        }
    }

    private static string Type(StateItem item) => item switch
    {
        UnusedItem unused => string.Format(CultureInfo.InvariantCulture, "{0} {1}", unused.TypeName, unused.Bytes),
        FieldItem { Shape: FieldShape.FixedArray } => item.TypeName + "[]",
        FieldItem { Shape: FieldShape.CountedArray } => item.TypeName + "[count]",
        _ => item.TypeName,
    };

    private static string Struct(StateItem item) => item is FieldItem { Value.Kind: ValueKind.State } field ? field.Value.TypeName : "";

    private static string Versions(StateCondition condition) =>
        (condition.Since > 0 ? string.Format(CultureInfo.InvariantCulture, ", since {0}", condition.Since) : "")
        + (condition.Before > 0 ? string.Format(CultureInfo.InvariantCulture, ", before {0}", condition.Before) : "");

    /// <summary>The property behind a condition, or the remark that something else decides. The name of a member says nothing to a stream.</summary>
    private (string Property, string Remark) Condition(string? expression)
    {
        if (expression is null)
            return ("", "");

        var name = expression.Substring(expression.LastIndexOf('.') + 1).TrimStart('@');
        return DeviceSymbols.FindProperty(_type, name) is { } property
            && property.FindAttribute(AttributeNames.Property)?.PositionalValue<string>(0) is { } user
            && DeviceSymbols.ObjectTypeName(property.ContainingType) is { } device
                ? ($"{device}.{user}", "")
                : ("", ", where needed");
    }
}
