using Hv.Generators.Calls;
using static Hv.Generators.Calls.CallSyntax;

namespace Hv.Generators.Rtas;

/// <summary>Writes, into a class with handlers, what moves arguments and return words between frame and handler.</summary>
internal static class RtasMarshallingEmitter
{
    /// <summary>The marshalling method of a handler of a call: <c>IbmQueryPeDmaWindow_3_5</c>.</summary>
    public static string MethodName(CallHandler handler, string call) => $"{call}_{handler.Inputs}_{handler.ReturnWords}";

    public static string Emit(CallContainer container)
    {
        var writer = SourceWriter.ForFile();
        var names = container.Names;
        writer.FileNamespace(container.Namespace);
        using (writer.Types(container.Heads))
            writer.Separated(container.Marshalled(CallKind.Rtas), handler => EmitHandler(writer, container, handler, names[handler]));

        return writer.ToString();
    }

    private static void EmitHandler(SourceWriter writer, CallContainer container, CallHandler handler, string call)
    {
        var modifiers = container.IsStatic || handler.IsStatic ? "internal static" : "internal";
        writer.Summary($"{CallNaming.Hex(handler.Number)} {handler.Name}: nargs {handler.Inputs}, nret {handler.ReturnWords}.");
        using (writer.Block(
            $"{modifiers} void {MethodName(handler, call)}(in global::Hv.Runtime.Rtas.RtasFrame frame{InjectedParameters(container, handler)}, " +
            "global::Hv.Runtime.Rtas.RtasProbe probe)"))
        {
            foreach (var input in handler.Parameters.Where(parameter => parameter.Role == ParameterRole.Input))
                writer.Line($"var {Local(input)} = {Read(handler, input)};");

            if (handler.Inputs > 0)
                writer.Line();

            writer.Line($"{(handler.HasStatus ? "var status = " : "")}{Symbols.Identifier(handler.Method)}({Arguments(handler)});");
            EmitReturns(writer, handler);
            writer.Line($"probe.Completed({(handler.HasStatus ? "status" : "global::Hv.Runtime.Rtas.RtasStatus.Success")});");
            EmitTrace(writer, handler, CallKind.Rtas);
        }
    }

    private static void EmitReturns(SourceWriter writer, CallHandler handler)
    {
        if (!handler.HasStatus)
            return;

        var outputs = handler.Parameters.Where(parameter => parameter.Role == ParameterRole.Output).ToList();
        writer.Line("frame.Return(0, unchecked((uint)status));");
        foreach (var output in outputs.Where(output => output.StoredOnError))
            EmitWrite(writer, handler, output);

        if (outputs.Any(output => !output.StoredOnError))
        {
            using (writer.Block("if (status >= 0)"))
            {
                foreach (var output in outputs.Where(output => !output.StoredOnError))
                    EmitWrite(writer, handler, output);
            }

            writer.Line();
        }
    }

    private static string Read(CallHandler handler, CallParameter input)
    {
        var offset = handler.OffsetOf(input);
        return input.Words == 2
            ? Decode(input, $"frame.Argument64({offset})", "ulong")
            : Decode(input, $"frame.Argument({offset})", "uint");
    }

    private static void EmitWrite(SourceWriter writer, CallHandler handler, CallParameter output)
    {
        var offset = handler.OffsetOf(output) + 1;
        EmitStore(writer, output, value => output.Words == 2
            ? $"frame.Return64({offset}, {Encode(output, value, "ulong")});"
            : $"frame.Return({offset}, {Encode(output, value, "uint")});");
    }
}
