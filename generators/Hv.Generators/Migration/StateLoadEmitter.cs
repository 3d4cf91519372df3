namespace Hv.Generators.Migration;

/// <summary>Writes the methods that load state.</summary>
/// <param name="writer">Where to.</param>
internal sealed class StateLoadEmitter(SourceWriter writer)
{
    private const string Reader = "global::Hv.Runtime.Migration.StateReader";

    public void Emit(StateModel model)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public {model.Modifier}void {StateNames.LoadState}({Reader} reader, uint version)"))
        {
            if (model.Hooks.BeforeLoad is { } before)
                writer.Line($"{before}();");

            EmitBody(model.Block, model.Base, StateNames.VmState);
            if (model.Hooks.AfterLoad is { } after)
                writer.Line(model.Hooks.AfterLoadTakesVersion ? $"{after}(version);" : $"{after}();");
        }

        foreach (var subsection in model.Block.AllSubsections)
        {
            writer.Line();
            using (writer.Block($"private void Load{subsection.Id}({Reader} reader, uint version)"))
                EmitBody(subsection, parent: null, StateEmitter.Subsection(subsection));
        }
    }

    private void EmitBody(StateBlock block, StateBase? parent, string type)
    {
        if (parent is not null)
        {
            writer.Line($"reader.BeginStruct({StateEmitter.Field(parent.Id)});");
            writer.Line($"base.{StateNames.LoadState}(reader, {parent.TypeName}.{StateNames.VmState}.Version);");
            writer.Line("reader.EndStruct();");
            writer.Line();
        }

        StateItem? last = null;
        foreach (var item in block.Items)
        {
            if (last is not null && StateEmitter.IsBlock(last, isSaved: false))
                writer.Line();

            last = item;
            if (item.Condition.Load() is not { } condition)
            {
                EmitItem(item);
                continue;
            }

            using (writer.Block($"if ({condition})"))
                EmitItem(item);
        }

        if (last is not null && (block.Subsections.Count > 0 || StateEmitter.IsBlock(last, isSaved: false)))
            writer.Line();

        EmitSubsections(block, type);
    }

    private void EmitSubsections(StateBlock block, string type)
    {
        if (block.Subsections.Count == 0)
        {
            writer.Line($"reader.RefuseSubsections({type});");
            return;
        }

        writer.Line("ulong seen = 0;");
        using (writer.Block($"while (reader.TryBeginSubsection({type}, ref seen, out var subsection, out var subsectionVersion))"))
        {
            EmitSwitch(block);
            writer.Line("reader.EndSubsection();");
        }
    }

    private void EmitSwitch(StateBlock block)
    {
        using (writer.Block("switch (subsection)"))
        {
            for (var index = 0; index < block.Subsections.Count; index++)
            {
                writer.Line($"case {index}:");
                using (writer.Indent())
                {
                    writer.Line($"Load{block.Subsections[index].Id}(reader, subsectionVersion);");
                    writer.Line("break;");
                }
            }
        }

        writer.Line();
    }

    private void EmitItem(StateItem item)
    {
        var id = StateEmitter.Field(item.Id);
        if (item is not FieldItem field)
        {
            writer.Line($"reader.SkipUnused({id});");
            return;
        }

        switch (field.Shape)
        {
            case FieldShape.Single when field.MustMatch:
                EmitMatch(field, id);
                break;
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

    private void EmitMatch(FieldItem field, string id)
    {
        var types = field.Value.Native == field.Value.Wire ? "" : $"<{field.Value.Wire}, {field.Value.Native}>";
        writer.Line($"reader.Match{types}({id}, {StateSaveEmitter.NativeValue(field.Value, field.Member)});");
    }

    private void EmitValue(FieldItem field, string id)
    {
        var (value, member) = (field.Value, field.Member);
        switch (value.Kind)
        {
            case ValueKind.Coded when field.CanBeSet:
                writer.Line($"{member} = {value.Codec}.Load(reader, {id}, {member});");
                break;
            case ValueKind.Coded:
                writer.Line($"if (!ReferenceEquals({value.Codec}.Load(reader, {id}, {member}), {member}))");
                using (writer.Indent())
                    writer.Line($"throw new global::System.InvalidOperationException({Symbols.Literal($"'{field.Member}' cannot be replaced: its codec must fill what is there.")});");

                break;
            case ValueKind.State when value.IsReference || !field.IsProperty:
                writer.Line($"reader.BeginStruct({id});");
                writer.Line($"{member}.{StateNames.LoadState}(reader, {value.TypeName}.{StateNames.VmState}.Version);");
                writer.Line("reader.EndStruct();");
                break;
            case ValueKind.State:
                writer.Line($"reader.BeginStruct({id});");
                writer.Line($"{member} = reader.ReadState({member}, {value.TypeName}.{StateNames.VmState}.Version);");
                writer.Line("reader.EndStruct();");
                break;
            case ValueKind.Timer when field.IsNullable:
                writer.Line($"if ({member} is null)");
                using (writer.Indent())
                    writer.Line($"reader.Match({id}, {value.TypeName}.NotSet);");

                writer.Line("else");
                using (writer.Indent())
                    writer.Line($"{member}.SetExpiry(reader.Read<long>({id}));");

                break;
            case ValueKind.Timer:
                writer.Line($"{member}.SetExpiry(reader.Read<long>({id}));");
                break;
            case ValueKind.Boolean:
                writer.Line($"{member} = reader.ReadBool({id});");
                break;
            default:
                EmitAssignment(value, member, $"reader.Read<{value.Wire}>({id})", id);
                break;
        }
    }

    private void EmitQueue(FieldItem field, string id)
    {
        writer.Line($"{field.Member}.Clear();");
        using (writer.Block($"while (reader.NextQueued({id}, {field.Member}.Count, {field.Limit}))"))
        {
            writer.Line($"reader.BeginElement({id}, {field.Member}.Count);");
            writer.Line($"var element = new {field.Value.TypeName}();");
            writer.Line($"element.{StateNames.LoadState}(reader, {field.Value.TypeName}.{StateNames.VmState}.Version);");
            writer.Line($"{field.Member}.Add(element);");
            writer.Line("reader.EndStruct();");
        }
    }

    private void EmitArray(FieldItem field, string id)
    {
        var (value, member) = (field.Value, field.Member);
        var length = $"{member}.Length";
        var elements = member;
        var count = length;
        if (field.Count is { } number && field.CanBeSet)
        {
            writer.Line($"{member} = reader.Resize({member}, reader.CheckCount({id}, {number}, {field.Limit}));");
        }
        else if (field.Count is not null)
        {
            count = $"reader.CheckCount({id}, {field.Count}, {(field.Limit is null ? length : $"long.Min({field.Limit}, {length})")})";
            elements = $"{member}.AsSpan(0, {count})";
        }

        if (field.IsBytes)
        {
            writer.Line($"reader.ReadBuffer({id}, {elements});");
            return;
        }

        if (value.Kind == ValueKind.Integer && value.Native == value.Wire)
        {
            writer.Line($"reader.Read<{value.Wire}>({id}, {elements});");
            return;
        }

        var loop = count == length
            ? $"for (var index = 0; index < {length}; index++)"
            : $"for (int index = 0, count = {count}; index < count; index++)";
        using (writer.Block(loop))
            EmitElement(field, id);
    }

    private void EmitElement(FieldItem field, string id)
    {
        var value = field.Value;
        var element = $"{field.Member}[index]";
        switch (value.Kind)
        {
            case ValueKind.State:
                // A new array of objects has none in it yet.
                var target = value.IsReference && field is { Shape: FieldShape.CountedArray, CanBeSet: true }
                    ? $"({element} ??= new {value.TypeName}())" : element;
                writer.Line($"reader.BeginElement({id}, index);");
                writer.Line($"{target}.{StateNames.LoadState}(reader, {value.TypeName}.{StateNames.VmState}.Version);");
                writer.Line("reader.EndStruct();");
                break;
            case ValueKind.Timer:
                writer.Line($"{element}.SetExpiry(reader.ReadElement<long>({id}, index));");
                break;
            case ValueKind.Boolean:
                writer.Line($"{element} = reader.ReadBoolElement({id}, index);");
                break;
            default:
                EmitAssignment(value, element, $"reader.ReadElement<{value.Wire}>({id}, index)", id);
                break;
        }
    }

    /// <summary>Stores an integer from the stream.</summary>
    private void EmitAssignment(FieldValue value, string target, string read, string id)
    {
        if (value.Kind == ValueKind.Enumeration && value.Cases.Count > 0)
        {
            EmitSwitch(value, target, read, id);
            return;
        }

        var native = value.Native == value.Wire ? read : $"reader.Fit<{value.Native}, {value.Wire}>({id}, {read})";
        writer.Line(value.Kind switch
        {
            ValueKind.Enumeration => $"{target} = ({value.TypeName}){native};",
            ValueKind.CallValue => $"{target} = new {value.TypeName}({native});",
            _ => $"{target} = {native};",
        });
    }

    private void EmitSwitch(FieldValue value, string target, string read, string id)
    {
        // What the stream cannot hold cannot come from it.
        List<EnumCase> cases = [.. value.Cases.Where(found => WireRange.Holds(value.Wire, found.Number))];
        using (writer.Block($"{target} = {read} switch", "};"))
        {
            foreach (var found in cases)
                writer.Line($"{found.Number} => {value.TypeName}.{Symbols.Identifier(found.Member)},");

            writer.Line($"var other => throw reader.Fail({id}, other, {Symbols.Literal("allowed: " + StateValueParser.Describe(cases))}),");
        }
    }
}
