using Microsoft.CodeAnalysis;

namespace Hv.Generators.Instructions;

/// <summary>
/// Makes models of classes with <c>[Instructions]</c> and <c>[InstructionSet]</c>. The generator takes the models, the analyzer the
/// reports: an instruction of which anything is reported has no model.
/// </summary>
internal static partial class InstructionParser
{
    /// <summary>Makes the model of a class of instructions, or <see langword="null"/> when nothing is generated for it.</summary>
    /// <param name="type">A class with <c>[Instructions]</c>.</param>
    /// <param name="report">Takes what is wrong with the declarations; the generator stays quiet.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static InstructionContainer? Parse(INamedTypeSymbol type, Action<Diagnostic>? report, CancellationToken cancellation)
    {
        if (type.FindAttribute(AttributeNames.Instructions) is not { } attribute
            || attribute.PositionalValue<INamedTypeSymbol>(0) is not { } set)
        {
            return null;
        }

        if (ContainerProblem(type, set, cancellation) is { } problem)
        {
            report?.Invoke(Diagnostic.Create(InstructionDiagnostics.WrongContainer, type.FirstLocation(), type.Name, problem));
            return null;
        }

        var fields = Fields(set).ToLookup(field => field.Name, StringComparer.Ordinal);
        var instructions = new List<InstructionModel>();
        var extended = new List<ExtendedModel>();
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var declaration in method.FindAttributes(AttributeNames.Instruction).Where(Symbols.IsReadable))
            {
                if (new MethodParser(method, declaration, fields, report, cancellation).Parse() is { } instruction)
                    instructions.Add(instruction);
            }

            foreach (var declaration in method.FindAttributes(AttributeNames.ExtendedMnemonic).Where(Symbols.IsReadable))
            {
                extended.Add(new ExtendedModel(
                    declaration.PositionalValue<string>(0) ?? "",
                    declaration.PositionalValue<string>(1) ?? "",
                    declaration.NamedValue<bool>("OnlyWritten")));
            }
        }

        return new InstructionContainer(
            type.HintName("Operations"),
            type.ContainingNamespace.FullName(),
            type.PartialHeads(),
            type.FullName(),
            set.FullName(),
            instructions.ToEquatableArray(),
            extended.ToEquatableArray());
    }

    /// <summary>Makes the model of an instruction set, or <see langword="null"/> when nothing is generated for it.</summary>
    public static InstructionSetModel? ParseSet(INamedTypeSymbol type, Action<Diagnostic>? report, CancellationToken cancellation)
    {
        if (report is not null)
            CheckFields(type, report, cancellation);

        return type.IsStatic && type.IsPartial(cancellation) && !type.IsGenericInside()
            ? new InstructionSetModel(
                HintNames.PrefixOf(type),
                type.ContainingNamespace.FullName(),
                type.PartialHeads(),
                type.FullName(),
                Fields(type).ToEquatableArray())
            : null;
    }

    /// <summary>The fields that an instruction set declares and that can be read.</summary>
    public static IEnumerable<FieldModel> Fields(INamedTypeSymbol set) =>
        set.FindAttributes(AttributeNames.InstructionField).Select(Field).OfType<FieldModel>();

    private static FieldModel? Field(AttributeData attribute)
    {
        if (!attribute.IsReadable() || attribute.PositionalValue<string>(0) is not { Length: > 0 } name || !char.IsLetter(name[0]))
            return null;

        var parts = (attribute.PositionalValue<string>(1) ?? "").Split(',').Select(BitRange.Parse).ToList();
        var field = parts.Contains(null)
            ? null
            : new FieldModel(
                name, parts.OfType<BitRange>().ToEquatableArray(), (FieldKind)attribute.PositionalValue<int>(2),
                attribute.Named("Scale") is { Kind: TypedConstantKind.Primitive, Value: int scale } ? scale : 1);

        // Parts that overlap would lose bits.
        return field is not null && CountBits(field.Mask) == field.Width && field.Scale > 0 ? field : null;
    }

    private static void CheckFields(INamedTypeSymbol type, Action<Diagnostic> report, CancellationToken cancellation)
    {
        if (!type.IsStatic || !type.IsPartial(cancellation) || type.IsGenericInside())
        {
            report(Diagnostic.Create(
                InstructionDiagnostics.WrongContainer, type.FirstLocation(), type.Name, "an instruction set is a static partial class without type parameters"));
        }

        var seen = new HashSet<FieldModel>();
        foreach (var attribute in type.FindAttributes(AttributeNames.InstructionField).Where(Symbols.IsReadable))
        {
            var name = attribute.PositionalValue<string>(0) ?? "";
            if (Field(attribute) is not { } field)
            {
                Report(attribute, 1, name, "its bits are not '6:10', '31' or '30,16:20', from 0 to 31 and each once, or its name or scale is none");
                continue;
            }

            if (seen.Any(other => other.Name == field.Name && other.Mask == field.Mask))
                Report(attribute, 0, name, "it is declared twice at the same place");

            seen.Add(field);
        }

        void Report(AttributeData attribute, int argument, string name, string problem) =>
            report(Diagnostic.Create(InstructionDiagnostics.WrongField, attribute.ArgumentLocation(argument, type, cancellation), name, problem));
    }

    private static string? ContainerProblem(INamedTypeSymbol type, INamedTypeSymbol set, CancellationToken cancellation)
    {
        if (!type.IsStatic || type.IsGenericInside())
            return "instructions are methods of a static class without type parameters";

        if (type.FirstNotPartial(cancellation) is { } notPartial)
            return $"'{notPartial.Name}' must be partial: operations are generated into it";

        return set.FindAttribute(AttributeNames.InstructionSet) is null ? $"'{set.Name}' is no instruction set: it lacks [InstructionSet]" : null;
    }

    private static int CountBits(uint value)
    {
        var count = 0;
        for (; value != 0; value &= value - 1)
            count++;

        return count;
    }
}
