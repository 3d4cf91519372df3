using System.Globalization;

namespace Hv.Generators.Instructions;

/// <summary>
/// Writes the operations of a class of instructions: one static method for each instruction and each combination of OE, LK and Rc. It
/// reads the operands, calls the declared method, stores the results, and goes on to the next operation.
/// </summary>
internal static class OperationEmitter
{
    private const string Power = "global::Hv.Power.";
    private const string StateType = Power + "State.PowerState";
    private const string OperationType = Power + "Execution.Operation";
    private const string OutcomeType = Power + "Execution.Outcome";
    private const string WidthType = Power + "Execution.Width";
    private const string MachineState = Power + "State.MachineState";

    /// <summary>The type of the operations as C#.</summary>
    public const string FunctionType = $"delegate*<{StateType}*, {OperationType}*, ref TMemory, {OperationType}*>";

    public static string Emit(InstructionContainer container, CancellationToken cancellation)
    {
        var writer = SourceWriter.ForFile();
        writer.Line("#pragma warning disable CS8981").Line();
        writer.FileNamespace(container.Namespace);
        using (writer.Types(container.Heads))
        {
            writer.Summary("The interpreter's operations. Each ends with a jump to the next one; the last of a block, and one that does not complete, returns.");
            using (writer.Block($"internal static unsafe class Operations<TMemory> where TMemory : struct, {Power}Memory.IPowerMemory"))
            {
                // A mnemonic that is declared twice is an error that an analyzer reports, not a member that the compiler finds twice.
                var operations = container.Instructions
                    .SelectMany(instruction => Enumerable.Range(0, instruction.VariantCount).Select(variant => (instruction, variant)))
                    .GroupBy(operation => operation.instruction.OperationName(operation.variant), StringComparer.Ordinal)
                    .Select(group => group.First());
                writer.Separated(operations, operation =>
                {
                    cancellation.ThrowIfCancellationRequested();
                    new Body(writer, container.TypeName, operation.instruction, operation.variant).Write();
                });
            }
        }

        return writer.ToString();
    }

    private sealed class Body(SourceWriter writer, string container, InstructionModel instruction, int variant)
    {
        private readonly OperationLayout _layout = OperationLayout.Of(instruction);

        private bool HasOverflow => IsOn("OE");

        private bool IsRecord => IsOn("Rc") || instruction.Mnemonic.EndsWith(".", StringComparison.Ordinal);

        public void Write()
        {
            writer.Summary(DocumentationText.Escape($"{instruction.MnemonicOf(variant)}: {instruction.Summary}"));
            writer.Line("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]");
            using (writer.Block(
                $"public static {OperationType}* {instruction.OperationName(variant)}({StateType}* state, {OperationType}* operation, ref TMemory memory)"))
            {
                if (instruction.Privilege == 2)
                {
                    writer.Line($"state->Outcome = {OutcomeType}.Privileged;").Line("return operation;");
                    return;
                }

                if (instruction.Privilege == 1)
                {
                    using (writer.Block("if (state->IsProblemState)"))
                        Leave($"{OutcomeType}.Privileged");

                    writer.Line();
                }

                WriteFacility();
                WriteCall();
                WriteResults();
                WriteEnd();
            }
        }

        private bool IsOn(string field) => instruction.ValueIn(variant, field) != 0;

        private void Leave(string outcome) => writer.Line($"state->Outcome = {outcome};").Line("return operation;");

        /// <summary>What must be available, or the instruction ends before it reads anything.</summary>
        private void WriteFacility()
        {
            switch (instruction.Facility)
            {
                case Facility.None:
                    return;
                case Facility.VectorScalarOrVector or Facility.FloatingPointOrVector:
                    var other = instruction.Facility == Facility.VectorScalarOrVector ? "VectorScalar" : "FloatingPoint";
                    var isVector = $"{_layout.SlotName(instruction.Form.Fields.First(field => field.Kind == FieldKind.Vsr).Name)} >= 32";
                    using (writer.Block($"if ((state->Msr & ({isVector} ? {MachineState}.Vector : {MachineState}.{other})) == 0)"))
                        Leave($"{isVector} ? {OutcomeType}.VectorUnavailable : {OutcomeType}.{other}Unavailable");

                    break;
                default:
                    using (writer.Block($"if ((state->Msr & {MachineState}.{instruction.Facility}) == 0)"))
                        Leave($"{OutcomeType}.{instruction.Facility}Unavailable");

                    break;
            }

            writer.Line();
        }

        private void WriteCall()
        {
            writer.Line("var gpr = (ulong*)state;");
            if (instruction.Operands.Any(operand => operand.Kind == OperandKind.Address))
                writer.Line($"var ea = {WidthType}.Address<TMemory>({Address()});");

            var arguments = new string[instruction.ParameterCount];
            foreach (var result in instruction.Results.Where(result => result.Parameter >= 0))
                arguments[result.Parameter] = $"out var {Local(result)}";

            var next = 0;
            foreach (var operand in instruction.Operands)
            {
                while (arguments[next] is not null)
                    next++;

                arguments[next] = Read(operand);
            }

            var call = $"{container}.{Symbols.Identifier(instruction.Method)}{(instruction.IsGeneric ? "<TMemory>" : "")}({string.Join(", ", arguments)});";
            if (instruction.ReturnsOutcome)
            {
                writer.Line($"var outcome = {call}");
                using (writer.Block($"if (outcome != {OutcomeType}.Completed)"))
                {
                    if (instruction.Operands.Any(operand => operand.Kind == OperandKind.Address))
                        writer.Line("state->AccessAddress = ea;");

                    Leave("outcome");
                }

                writer.Line();
            }
            else if (instruction.TupleLength > 0)
            {
                var names = Enumerable.Range(0, instruction.TupleLength).Select(index =>
                    instruction.Results.FirstOrDefault(result => result.Position == index) is { } result && IsStored(result) ? Local(result) : "_");
                writer.Line($"var ({string.Join(", ", names)}) = {call}");
            }
            else if (instruction.Results.FirstOrDefault(result => result.Parameter < 0) is { } value)
            {
                writer.Line($"var {Local(value)} = {call}");
            }
            else
            {
                writer.Line(call);
            }
        }

        private string Address()
        {
            var ra = $"gpr[{(instruction.Update ? _layout.SlotName("RA") : _layout.OrZeroSlotName)}]";
            return _layout.Displacement is not null ? $"{ra} + (ulong)operation->Immediate"
                : instruction.Form.Has("RB") ? $"{ra} + gpr[{_layout.SlotName("RB")}]"
                : ra;
        }

        private string Read(OperandModel operand)
        {
            switch (operand.Kind)
            {
                case OperandKind.Field:
                    var field = instruction.Form.Find(operand.Name)!;
                    return field.Kind switch
                    {
                        FieldKind.Gpr => Cast($"gpr[{_layout.SlotName(field.Name)}]", "ulong", operand.Type),
                        FieldKind.GprPair => $"new global::System.UInt128(gpr[{_layout.SlotName(field.Name)}], gpr[{_layout.SlotName(field.Name)} + 1])",
                        FieldKind.CrField => Cast($"state->CrField[{_layout.SlotName(field.Name)}]", "byte", operand.Type),
                        FieldKind.CrBit => $"state->CrBit({_layout.SlotName(field.Name)})",
                        FieldKind.Fpr or FieldKind.Vr or FieldKind.Vsr => Register(field, operand.Type),
                        _ => Number(field, operand.Type),
                    };
                case OperandKind.FieldNumber:
                    return Number(instruction.Form.Find(operand.Name)!, operand.Type);
                case OperandKind.RegisterOrZero:
                    return Cast($"gpr[{_layout.OrZeroSlotName}]", "ulong", operand.Type);
                case OperandKind.Address:
                    return "ea";
                case OperandKind.Target or OperandKind.WordMask:
                    return "(ulong)operation->Immediate";
                case OperandKind.CurrentAddress:
                    return "operation->Address";
                case OperandKind.Word:
                    return "(uint)operation->Immediate";
                case OperandKind.XerBit:
                    return operand.Type == "bool" ? $"state->{operand.Name} != 0" : $"state->{operand.Name}";
                case OperandKind.Register:
                    return $"state->{operand.Name}";
                case OperandKind.Fpscr:
                    return $"new {Power}FloatingPoint.Fpscr(state->Fpscr)";
                case OperandKind.State:
                    return "ref *state";
                default:
                    return "ref memory";
            }
        }

        /// <summary>A floating-point, vector or vector-scalar register: all of it, or its more significant doubleword.</summary>
        private string Register(FieldModel field, string type)
        {
            var slot = _layout.SlotName(field.Name);
            return type == "ulong" ? $"state->Fpr({Index(field)})"
                : field.Kind == FieldKind.Vr ? $"state->Vr<{type}>({slot})"
                : $"state->Vsr<{type}>({slot})";
        }

        private string Index(FieldModel field) => (field.Kind == FieldKind.Vr ? "32 + " : "") + _layout.SlotName(field.Name);

        private string Number(FieldModel field, string type) =>
            instruction.Specialized.Contains(field.Name) ? instruction.ValueIn(variant, field.Name).ToString(CultureInfo.InvariantCulture) :
            OperationLayout.IsWide(field) ? Cast("operation->Immediate", "long", type) : Cast(_layout.SlotName(field.Name), "byte", type);

        /// <summary>A byte becomes any number by itself.</summary>
        private static string Cast(string value, string from, string to) => from == to || from == "byte" ? value : $"({to}){value}";

        private static string Local(ResultModel result) => Symbols.Identifier(result.Target.ToLowerInvariant());

        private bool IsStored(ResultModel result) =>
            result.Target switch { "ov" or "ov32" => HasOverflow, "cr6" => IsRecord, _ => true };

        private void WriteResults()
        {
            var effects = instruction.Results.FirstOrDefault(result => result.HasEffects);
            if (effects is not null)
                writer.Line($"var isEnabled = state->UpdateFpscr({Effects(effects)});");

            var mayBeSuppressed = instruction.Results.Where(result => effects?.MaySuppress == true && IsSuppressed(result)).ToList();
            if (mayBeSuppressed.Count > 0)
            {
                using (writer.Block($"if (!{Effects(effects!)}.SuppressesResult)"))
                {
                    foreach (var result in mayBeSuppressed)
                        WriteResult(result);
                }

                writer.Line();
            }

            foreach (var result in instruction.Results.Except(mayBeSuppressed).Where(IsStored))
                WriteResult(result);

            if (instruction.Update)
                writer.Line($"gpr[{_layout.SlotName("RA")}] = ea;");

            if (Has("ca"))
                writer.Line($"state->SetCarry({(Has("ca32") ? $"{WidthType}.Flag<TMemory>(ca, ca32), ca32" : "ca, ca")});");

            if (HasOverflow && Has("ov"))
                writer.Line($"state->SetOverflow({(Has("ov32") ? $"{WidthType}.Flag<TMemory>(ov, ov32), ov32" : "ov, ov")});");

            if (IsRecord && !Has("cr0") && instruction.Results.FirstOrDefault(IsRegister) is { } value)
                writer.Line($"state->CrField[0] = state->CompareWithZero({WidthType}.Signed<TMemory>({Local(value)}));");

            if (IsOn("Rc") && instruction.Facility == Facility.FloatingPoint)
                writer.Line("state->CrField[1] = state->FloatingPointSummary;");

            if (effects is not null)
            {
                using (writer.Block("if (isEnabled)"))
                    Leave($"{OutcomeType}.FloatingPointEnabled");

                writer.Line();
            }

            if (IsOn("LK"))
                writer.Line($"state->Lr = {WidthType}.Address<TMemory>(operation->Address + 4);");
        }

        private static string Effects(ResultModel result) => result.Shape == ResultShape.Value ? Local(result) : $"{Local(result)}.Effects";

        private bool IsSuppressed(ResultModel result) =>
            result.IsField && instruction.Form.Find(result.Target)!.Kind is FieldKind.Fpr or FieldKind.Vr or FieldKind.Vsr;

        private bool Has(string target) => instruction.Results.Any(result => result.Target == target);

        private bool IsRegister(ResultModel result) => result.IsField && instruction.Form.Find(result.Target)!.Kind == FieldKind.Gpr;

        private void WriteResult(ResultModel result)
        {
            var local = Local(result);
            if (!result.IsField)
            {
                switch (result.Target)
                {
                    case "cr6":
                        writer.Line($"state->CrField[6] = (byte){local};");
                        break;
                    case "sat":
                        writer.Line($"state->Vscr |= {local} ? 1u : 0;");
                        break;
                    case "cr0":
                        writer.Line($"state->CrField[0] = (byte){local};");
                        break;
                    case "cr":
                        writer.Line($"state->Cr = {local};");
                        break;
                    case "ctr":
                        writer.Line($"state->Ctr = {local};");
                        break;
                    case "lr":
                        writer.Line($"state->Lr = {local};");
                        break;
                }

                return;
            }

            var slot = _layout.SlotName(result.Target);
            var field = instruction.Form.Find(result.Target)!;
            var value = result.Shape switch
            {
                ResultShape.ValueAndEffects => $"{local}.Value",
                ResultShape.RelationAndEffects => $"{local}.Relation",
                _ => local,
            };
            switch (field.Kind)
            {
                case FieldKind.Fpr or FieldKind.Vr or FieldKind.Vsr:
                    writer.Line(result.Type == "ulong" ? $"state->SetScalar({Index(field)}, {value});" : $"{Register(field, result.Type)} = {value};");
                    break;
                case FieldKind.Gpr:
                    writer.Line($"gpr[{slot}] = {local};");
                    break;
                case FieldKind.GprPair:
                    writer.Line($"gpr[{slot}] = (ulong)({local} >> 64);").Line($"gpr[{slot} + 1] = (ulong){local};");
                    break;
                case FieldKind.CrField:
                    writer.Line($"state->CrField[{slot}] = (byte){value};");
                    break;
                case FieldKind.CrBit:
                    writer.Line($"state->SetCrBit({slot}, {local});");
                    break;
            }
        }

        private void WriteEnd()
        {
            if (instruction.IsBranch)
            {
                var target = Has("nia") ? "nia" : "(ulong)operation->Immediate";
                writer.Line($"state->Nia = {WidthType}.Address<TMemory>({(Has("taken") ? $"taken ? {target} : operation->Address + 4" : target)});");
                writer.Line("return operation;");
            }
            else if (instruction.EndsBlock)
            {
                writer.Line($"state->Nia = {WidthType}.Address<TMemory>(operation->Address + 4);").Line("return operation;");
            }
            else
            {
                writer.Line($"return (({FunctionType})operation[1].Handler)(state, operation + 1, ref memory);");
            }
        }
    }
}
