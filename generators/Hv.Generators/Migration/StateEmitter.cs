using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Hv.Generators.Migration;

/// <summary>Writes the members that make a type one with state.</summary>
internal static class StateEmitter
{
    private const string Migration = "global::Hv.Runtime.Migration";

    public static SourceText Emit(StateModel model)
    {
        var writer = SourceWriter.ForFile();
        if (AllItems(model.Block).Any(item => item is FieldItem { Count: not null }))
            writer.Line("using System;").Line();

        writer.FileNamespace(model.Namespace);
        var heads = model.Heads.ToList();
        if (!model.IsDerived)
            heads[heads.Count - 1] += $" : {Migration}.IVmState";

        using (writer.Types(heads))
        {
            var hides = model.IsDerived ? "new " : "";
            writer.Summary($"The state <c>{DocumentationText.Escape(model.Block.Name)}</c>.");
            EmitType(writer, model.Block, model.Base,
                $"public static {hides}{Migration}.StateType {StateNames.VmState} {{ get; }} =");
            writer.Line();
            writer.Line("/// <inheritdoc/>");
            writer.Line($"public {model.Modifier}{Migration}.StateType {StateNames.StateType} => {StateNames.VmState};");
            writer.Line();
            new StateSaveEmitter(writer).Emit(model);
            writer.Line();
            new StateLoadEmitter(writer).Emit(model);
            if (model.Base is not null || AllItems(model.Block).Any())
            {
                writer.Line();
                EmitFields(writer, model);
            }

            if (model.Block.Subsections.Count > 0)
            {
                writer.Line();
                EmitSubsections(writer, model.Block);
            }
        }

        return SourceText.From(writer.ToString(), Encoding.UTF8);
    }

    /// <summary>The description of a subsection, as an expression.</summary>
    public static string Subsection(StateBlock subsection) => $"{StateNames.Subsections}.{subsection.Id}";

    /// <summary>The description of a field, as an expression.</summary>
    public static string Field(string id) => $"{StateNames.Fields}.{id}";

    /// <summary>Whether the code for a field ends with a brace, or says several things: an empty line stands behind it.</summary>
    public static bool IsBlock(StateItem item, bool isSaved)
    {
        if ((isSaved ? item.Condition.When : item.Condition.Load()) is not null)
            return true;

        return item is FieldItem field && field switch
        {
            { Value.Kind: ValueKind.State } or { Shape: FieldShape.Queue } => true,
            { Shape: FieldShape.FixedArray or FieldShape.CountedArray, Value: var value } =>
                value.Kind != ValueKind.Integer || value.Native != value.Wire,
            { Value.Kind: ValueKind.Enumeration, MustMatch: false } => !isSaved && field.Value.Cases.Count > 0,
            { Value.Kind: ValueKind.Timer, IsNullable: true } or { Value.Kind: ValueKind.Coded, CanBeSet: false } => !isSaved,
            _ => false,
        };
    }

    private static IEnumerable<StateItem> AllItems(StateBlock block) =>
        block.Items.Concat(block.AllSubsections.SelectMany(subsection => subsection.Items));

    private static void EmitType(SourceWriter writer, StateBlock block, StateBase? parent, string head)
    {
        List<string> fields = [.. block.Items.Select(item => Field(item.Id))];
        if (parent is not null)
            fields.Insert(0, Field(parent.Id));

        writer.Line($"{head} new(");
        using (writer.Indent())
        {
            writer.Line($"name: {Symbols.Literal(block.Name)},");
            writer.Line($"version: {block.Version},");
            writer.Line($"minimumVersion: {block.MinimumVersion},");
            EmitList("fields", fields, block.Subsections.Count == 0 ? ");" : ",");
            if (block.Subsections.Count > 0)
                EmitList("subsections", [.. block.Subsections.Select(Subsection)], ");");
        }

        void EmitList(string name, IReadOnlyCollection<string> items, string close)
        {
            if (items.Count == 0)
            {
                writer.Line($"{name}: []{close}");
                return;
            }

            writer.Line($"{name}:");
            using (writer.List("]" + close))
            {
                foreach (var item in items)
                    writer.Line(item + ",");
            }
        }
    }

    private static void EmitFields(SourceWriter writer, StateModel model)
    {
        using (writer.Block($"private static class {StateNames.Fields}"))
        {
            if (model.Base is { } parent)
                EmitField(parent.Id, parent.Name, "struct", [$"Struct = {parent.TypeName}.{StateNames.VmState}"]);

            foreach (var item in AllItems(model.Block))
                EmitField(item.Id, item.Name, item.TypeName, Facts(item));
        }

        void EmitField(string id, string name, string typeName, IReadOnlyCollection<string> facts) =>
            writer.Line(
                $"public static readonly {Migration}.StateField {id} = new({Symbols.Literal(name)}, {Symbols.Literal(typeName)})"
                + (facts.Count == 0 ? ";" : $" {{ {string.Join(", ", facts)} }};"));
    }

    private static IReadOnlyCollection<string> Facts(StateItem item)
    {
        var facts = new List<string>();
        if (item is UnusedItem unused)
            facts.Add($"UnusedBytes = {unused.Bytes}");

        if (item is FieldItem { Value: { Kind: ValueKind.State } value })
            facts.Add($"Struct = {value.TypeName}.{StateNames.VmState}");

        if (item.Condition.When is not null)
            facts.Add("IsConditional = true");

        return facts;
    }

    private static void EmitSubsections(SourceWriter writer, StateBlock block)
    {
        // Those inside of others first: static fields get their values in the order of the text.
        var inner = block.AllSubsections.Reverse();
        using (writer.Block($"private static class {StateNames.Subsections}"))
        {
            writer.Separated(inner, subsection =>
                EmitType(writer, subsection, parent: null, $"public static readonly {Migration}.StateType {subsection.Id} ="));
        }
    }
}
