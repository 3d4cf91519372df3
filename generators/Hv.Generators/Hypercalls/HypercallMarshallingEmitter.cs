using Hv.Generators.Calls;
using static Hv.Generators.Calls.CallSyntax;

namespace Hv.Generators.Hypercalls;

/// <summary>Writes, into a class with handlers, what moves values between registers and handler.</summary>
internal static class HypercallMarshallingEmitter
{
    private const string Status = "global::Hv.Runtime.Hypercalls.HypercallStatus";

    public static string Emit(CallContainer container)
    {
        var writer = SourceWriter.ForFile();
        var names = container.Names;
        writer.FileNamespace(container.Namespace);
        using (writer.Types(container.Heads))
            writer.Separated(container.Marshalled(CallKind.Hypercall), handler => EmitHandler(writer, container, handler, names[handler]));

        return writer.ToString();
    }

    private static void EmitHandler(SourceWriter writer, CallContainer container, CallHandler handler, string call)
    {
        var modifiers = container.IsStatic || handler.IsStatic ? "internal static" : "internal";
        var inputs = handler.Parameters.Where(parameter => parameter.Role == ParameterRole.Input).ToList();
        var outputs = handler.Parameters.Where(parameter => parameter.Role == ParameterRole.Output).ToList();
        writer.Summary($"{CallNaming.Hex(handler.Number)} {handler.Name}: inputs {inputs.Count}, outputs {outputs.Count}, from r4.");
        using (writer.Block(
            $"{modifiers} {Status} {call}(in global::Hv.Runtime.Hypercalls.HypercallFrame frame{InjectedParameters(container, handler)}, " +
            "global::Hv.Runtime.Hypercalls.HypercallProbe probe)"))
        {
            if (inputs.Count + outputs.Count > 0)
                writer.Line("var registers = frame.Registers;");

            foreach (var input in inputs)
                EmitRead(writer, input, $"registers[{handler.OffsetOf(input)}]");

            if (inputs.Count > 0)
                writer.Line();

            writer.Line($"var status = {Symbols.Identifier(handler.Method)}({Arguments(handler)});");
            if (outputs.Count > 0)
            {
                using (writer.Block("if (status >= 0)"))
                {
                    foreach (var output in outputs)
                        EmitStore(writer, output, value => $"registers[{handler.OffsetOf(output)}] = {Encode(output, value, "ulong")};");
                }

                writer.Line();
            }

            writer.Line("probe.Completed(status);");
            EmitTrace(writer, handler, CallKind.Hypercall, () => writer.Line().Line("return status;"));
        }
    }

    private static void EmitRead(SourceWriter writer, CallParameter input, string register)
    {
        // A value narrower than its register is refused when the rest of the register is not its zero (or sign) extension.
        if (input.Raw is "uint" or "int")
        {
            writer.Line(input.Raw == "uint"
                ? $"if ({register} > uint.MaxValue)"
                : $"if (unchecked((long){register} != (int){register}))");
            using (writer.Indent())
                writer.Line($"return probe.RefuseRegister({Symbols.Literal(input.Name)}, {register});");

            writer.Line();
        }

        writer.Line($"var {Local(input)} = {Decode(input, register, "ulong")};");
    }
}
