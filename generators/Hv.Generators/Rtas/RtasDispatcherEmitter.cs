using Hv.Generators.Calls;
using static Hv.Generators.Calls.CallSyntax;

namespace Hv.Generators.Rtas;

/// <summary>Writes the dispatcher of a machine: one dense switch on the token, then on the counts.</summary>
internal static class RtasDispatcherEmitter
{
    private const string Namespace = "global::Hv.Runtime.Rtas.";

    public static string Emit(CallGroup group)
    {
        var writer = SourceWriter.ForFile();
        var machine = group.Machine;
        var handlers = group.Handlers(CallKind.Rtas);
        using (OpenMachine(writer, machine))
        {
            writer.Line("/// <inheritdoc/>");
            writer.Line($"protected override {Namespace}RtasDispatcher CreateRtasDispatcher() =>");
            using (writer.Indent())
                writer.Line($"new {machine.Name}Rtas(this, base.CreateRtasDispatcher());");
        }

        writer.Line();
        writer.Summary($"Dispatches the RTAS calls of <see cref=\"{machine.FullName}\"/>.");
        using (writer.Block($"internal sealed class {machine.Name}Rtas : {Namespace}RtasDispatcher"))
        {
            EmitFields(writer, group, handlers);
            writer.Line();
            EmitConstructor(writer, group, handlers);
            writer.Line();
            EmitDispatch(writer, group, handlers);
            writer.Line();
            EmitProbes(writer, group, handlers);
            writer.Line();
            EmitTryGetToken(writer, group, handlers);
        }

        return writer.ToString();
    }

    private static string ProbeField(CallHandler handler) => CallNaming.Field(RtasMarshallingEmitter.MethodName(handler));

    private static void EmitFields(SourceWriter writer, CallGroup group, IReadOnlyList<(CallContainer Container, CallHandler Handler)> handlers)
    {
        writer.Line($"private readonly {Namespace}RtasDispatcher _next;");
        if (NeedsMachine(handlers))
            writer.Line($"private readonly {group.Machine.FullName} _machine;");

        foreach (var container in group.Containers.Where(container => !container.IsStatic))
            writer.Line($"private readonly {container.FullName} {group.FieldOf(container)};");

        writer.Line();
        foreach (var (_, handler) in handlers)
            writer.Line($"private readonly {Namespace}RtasProbe {ProbeField(handler)};");
    }

    private static void EmitConstructor(SourceWriter writer, CallGroup group, IReadOnlyList<(CallContainer Container, CallHandler Handler)> handlers)
    {
        writer.Summary("Makes the classes that serve the calls. What they do not know goes to <paramref name=\"next\"/>.");
        using (writer.Block($"public {group.Machine.Name}Rtas({group.Machine.FullName} machine, {Namespace}RtasDispatcher next)"))
        {
            writer.Line("_next = next;");
            if (NeedsMachine(handlers))
                writer.Line("_machine = machine;");

            foreach (var container in group.Containers.Where(container => !container.IsStatic))
                writer.Line($"{group.FieldOf(container)} = new {container.FullName}(machine);");

            foreach (var (_, handler) in handlers)
            {
                writer.Line();
                writer.Line($"{ProbeField(handler)} = new {Namespace}RtasProbe(");
                using (writer.Indent())
                {
                    writer.Line($"new {Namespace}RtasCallInfo(");
                    using (writer.Indent())
                    {
                        writer.Line($"{CallNaming.Hex(handler.Number)}, {Symbols.Literal(handler.Name)}, {handler.Inputs}, {handler.ReturnWords}, {(handler.AnyCounts ? "true" : "false")},");
                        writer.Line($"{Symbols.Literal(Signature(handler, CallKind.Rtas))},");
                        writer.Line($"{Symbols.Literal(handler.Summary)}),");
                    }

                    writer.Line($"machine.Trace.GetEvent({Symbols.Literal(group.Machine.TracePrefix + CallNaming.TraceName(handler.Name))}));");
                }
            }
        }
    }

    private static void EmitDispatch(SourceWriter writer, CallGroup group, IReadOnlyList<(CallContainer Container, CallHandler Handler)> handlers)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public override bool Dispatch(in {Namespace}RtasFrame frame, global::Hv.Runtime.Machines.VirtualCpu cpu)"))
        using (writer.Block("switch (frame.Token)"))
        {
            foreach (var call in handlers.GroupBy(pair => (pair.Handler.Number, pair.Handler.Name)))
            {
                var shapes = call.ToList();
                writer.Line($"case {CallNaming.Hex(call.Key.Number)}{Guard(group, shapes[0])}: // {call.Key.Name}");
                using (writer.Indent())
                {
                    if (shapes.Count == 1)
                        EmitOnlyShape(writer, group, shapes[0]);
                    else
                        EmitShapes(writer, group, shapes);
                }

                writer.Line();
            }

            writer.Line("default:");
            using (writer.Indent())
                writer.Line("return _next.Dispatch(frame, cpu);");
        }
    }

    private static void EmitOnlyShape(SourceWriter writer, CallGroup group, (CallContainer Container, CallHandler Handler) shape)
    {
        var handler = shape.Handler;
        var isWrong = handler.AnyCounts
            ? $"frame.ArgumentCount < {handler.Inputs}"
            : $"frame.Counts != (({handler.Inputs} << 8) | {handler.ReturnWords})";
        if (!handler.AnyCounts || handler.Inputs > 0)
        {
            writer.Line($"if ({isWrong})");
            using (writer.Indent())
                writer.Line($"return {ProbeField(handler)}.RefuseCounts(frame);");

            writer.Line();
        }

        writer.Line(Call(group, shape));
        writer.Line("return true;");
    }

    private static void EmitShapes(SourceWriter writer, CallGroup group, IReadOnlyList<(CallContainer Container, CallHandler Handler)> shapes)
    {
        using (writer.Block("switch (frame.Counts)"))
        {
            foreach (var shape in shapes)
            {
                writer.Line($"case ({shape.Handler.Inputs} << 8) | {shape.Handler.ReturnWords}:");
                using (writer.Indent())
                {
                    writer.Line(Call(group, shape));
                    writer.Line("return true;");
                }

                writer.Line();
            }

            writer.Line("default:");
            using (writer.Indent())
                writer.Line($"return {ProbeField(shapes[0].Handler)}.RefuseCounts(frame);");
        }
    }

    private static string Call(CallGroup group, (CallContainer Container, CallHandler Handler) shape)
    {
        var receiver = shape.Handler.IsStatic ? shape.Container.FullName : group.ReceiverOf(shape.Container);
        return $"{receiver}.{RtasMarshallingEmitter.MethodName(shape.Handler)}(frame{InjectedArguments(shape.Handler)}, {ProbeField(shape.Handler)});";
    }

    private static void EmitProbes(SourceWriter writer, CallGroup group, IReadOnlyList<(CallContainer Container, CallHandler Handler)> handlers)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public override global::System.Collections.Generic.IEnumerable<{Namespace}RtasProbe> Probes"))
        using (writer.Block("get"))
        {
            foreach (var pair in handlers)
            {
                if (pair.Handler.When.Length == 0)
                {
                    writer.Line($"yield return {ProbeField(pair.Handler)};");
                    continue;
                }

                writer.Line($"if ({group.FieldOf(pair.Container)}.{pair.Handler.When})");
                using (writer.Indent())
                    writer.Line($"yield return {ProbeField(pair.Handler)};");
            }

            writer.Line("foreach (var probe in _next.Probes)");
            using (writer.Indent())
                writer.Line("yield return probe;");
        }
    }

    private static void EmitTryGetToken(SourceWriter writer, CallGroup group, IReadOnlyList<(CallContainer Container, CallHandler Handler)> handlers)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block("public override bool TryGetToken(string name, out uint token)"))
        {
            using (writer.Block("switch (name)"))
            {
                var calls = handlers.GroupBy(pair => pair.Handler.Name).OrderBy(call => call.Key, StringComparer.Ordinal);
                foreach (var pair in calls.Select(call => call.First()))
                {
                    writer.Line($"case {Symbols.Literal(pair.Handler.Name)}{Guard(group, pair)}:");
                    using (writer.Indent())
                    {
                        writer.Line($"token = {CallNaming.Hex(pair.Handler.Number)};");
                        writer.Line("return true;");
                    }

                    writer.Line();
                }

                writer.Line("default:");
                using (writer.Indent())
                    writer.Line("return _next.TryGetToken(name, out token);");
            }
        }
    }

    private static string Guard(CallGroup group, (CallContainer Container, CallHandler Handler) pair) =>
        pair.Handler.When.Length == 0 ? "" : $" when {group.FieldOf(pair.Container)}.{pair.Handler.When}";

    private static bool NeedsMachine(IEnumerable<(CallContainer Container, CallHandler Handler)> handlers) =>
        handlers.Any(pair => pair.Handler.Parameters.Any(parameter => parameter.Role == ParameterRole.Machine));
}
