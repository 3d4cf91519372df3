namespace Hv.Generators.Migration;

/// <summary>Writes the methods that save state.</summary>
/// <param name="writer">Where to.</param>
internal sealed class StateSaveEmitter(SourceWriter writer)
{
    private const string Writer = "global::Hv.Runtime.Migration.StateWriter";

    public void Emit(StateModel model)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public {model.Modifier}void {StateNames.SaveState}({Writer} writer)"))
        {
            if (model.Hooks.BeforeSave is { } before)
                writer.Line($"{before}();");

            // What was made for saving goes whatever becomes of the saving.
            if (model.Hooks.AfterSave is { } after)
            {
                using (writer.Block("try"))
                    EmitBody(model.Block, model.Base);

                using (writer.Block("finally"))
                    writer.Line($"{after}();");
            }
            else
            {
                EmitBody(model.Block, model.Base);
            }
        }

        foreach (var subsection in model.Block.AllSubsections)
        {
            writer.Line();
            using (writer.Block($"private void Save{subsection.Id}({Writer} writer)"))
            {
                writer.Line($"writer.BeginSubsection({StateEmitter.Subsection(subsection)});");
                EmitBody(subsection, parent: null);
                if (subsection.Subsections.Count > 0)
                    writer.Line();

                writer.Line("writer.EndSubsection();");
            }
        }
    }

    private void EmitBody(StateBlock block, StateBase? parent)
    {
        if (parent is not null)
        {
            writer.Line($"writer.BeginStruct({StateEmitter.Field(parent.Id)});");
            writer.Line($"base.{StateNames.SaveState}(writer);");
            writer.Line("writer.EndStruct();");
            if (block.Items.Any(item => item.Condition.IsSaved))
                writer.Line();
        }

        StateItem? last = null;
        foreach (var item in block.Items.Where(item => item.Condition.IsSaved))
        {
            if (last is not null && StateEmitter.IsBlock(last, isSaved: true))
                writer.Line();

            last = item;
            if (item.Condition.When is not { } when)
            {
                EmitItem(item);
                continue;
            }

            using (writer.Block($"if ({when})"))
                EmitItem(item);
        }

        foreach (var subsection in block.Subsections)
        {
            if (last is not null || parent is not null || subsection != block.Subsections[0])
                writer.Line();

            writer.Line($"if ({subsection.Needed})");
            using (writer.Indent())
                writer.Line($"Save{subsection.Id}(writer);");
        }
    }

    private void EmitItem(StateItem item)
    {
        var id = StateEmitter.Field(item.Id);
        if (item is not FieldItem field)
        {
            writer.Line($"writer.WriteUnused({id});");
            return;
        }

        switch (field.Shape)
        {
            case FieldShape.Single:
                EmitValue(field, id);
                break;
            case FieldShape.Queue:
                EmitQueue(field, id);
                break;
            default:
                EmitArray(field, id);
                break;
        }
    }

    private void EmitValue(FieldItem field, string id)
    {
        switch (field.Value.Kind)
        {
            case ValueKind.Coded:
                writer.Line($"{field.Value.Codec}.Save(writer, {id}, {field.Member});");
                break;
            case ValueKind.State:
                writer.Line($"writer.BeginStruct({id});");
                writer.Line($"{field.Member}.{StateNames.SaveState}(writer);");
                writer.Line("writer.EndStruct();");
                break;
            case ValueKind.Timer when field.IsNullable:
                writer.Line($"writer.Write({id}, {field.Member}?.Expiry ?? {field.Value.TypeName}.NotSet);");
                break;
            default:
                writer.Line($"writer.Write({id}, {WireValue(field.Value, field.Member, id)});");
                break;
        }
    }

    private void EmitQueue(FieldItem field, string id)
    {
        writer.Line($"_ = writer.CheckCount({id}, {field.Member}.Count, {field.Limit});");
        writer.Line($"writer.BeginQueue({id});");
        using (writer.Block($"foreach (var element in {field.Member})"))
        {
            writer.Line("writer.BeginQueued();");
            writer.Line($"element.{StateNames.SaveState}(writer);");
        }

        writer.Line();
        writer.Line("writer.EndQueue();");
    }

    private void EmitArray(FieldItem field, string id)
    {
        var length = $"{field.Member}.Length";
        var count = field.Count is null ? null
            : $"writer.CheckCount({id}, {field.Count}, {(field.Limit is null ? length : $"long.Min({field.Limit}, {length})")})";
        var elements = count is null ? field.Member : $"{field.Member}.AsSpan(0, {count})";
        if (field.IsBytes)
        {
            writer.Line($"writer.WriteBuffer({id}, {elements});");
            return;
        }

        if (field.Value.Kind == ValueKind.Integer && field.Value.Native == field.Value.Wire)
        {
            writer.Line($"writer.Write<{field.Value.Wire}>({id}, {elements});");
            return;
        }

        var loop = count is null
            ? $"for (var index = 0; index < {length}; index++)"
            : $"for (int index = 0, count = {count}; index < count; index++)";
        var number = count is null ? length : "count";
        var element = $"{field.Member}[index]";
        using (writer.Block(loop))
        {
            if (field.Value.Kind == ValueKind.State)
            {
                writer.Line($"writer.BeginElement({id}, index, {number});");
                writer.Line($"{element}.{StateNames.SaveState}(writer);");
                writer.Line("writer.EndStruct();");
            }
            else
            {
                writer.Line($"writer.WriteElement({id}, index, {number}, {WireValue(field.Value, element, id)});");
            }
        }
    }

    /// <summary>The integer or bool behind a value.</summary>
    public static string NativeValue(FieldValue value, string expression) => value.Kind switch
    {
        ValueKind.Enumeration => $"({value.Native}){expression}",
        ValueKind.CallValue => $"{expression}.Value",
        ValueKind.Timer => $"{expression}.Expiry",
        _ => expression,
    };

    /// <summary>A value as what is in the stream.</summary>
    private static string WireValue(FieldValue value, string expression, string id) => value.Native == value.Wire
        ? NativeValue(value, expression)
        : $"writer.Fit<{value.Wire}, {value.Native}>({id}, {NativeValue(value, expression)})";
}
