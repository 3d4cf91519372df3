using Hv.Generators.Calls;
using static Hv.Generators.Calls.CallSyntax;

namespace Hv.Generators.Hypercalls;

/// <summary>Writes the dispatcher of a machine: one dense switch on the number.</summary>
internal static class HypercallDispatcherEmitter
{
    private const string Namespace = "global::Hv.Runtime.Hypercalls.";

    public static string Emit(CallGroup group)
    {
        var writer = SourceWriter.ForFile();
        var machine = group.Machine;
        var handlers = group.Handlers(CallKind.Hypercall);
        using (OpenMachine(writer, machine))
        {
            writer.Line("/// <inheritdoc/>");
            writer.Line($"protected override {Namespace}HypercallDispatcher CreateHypercallDispatcher() =>");
            using (writer.Indent())
                writer.Line($"new {machine.Name}Hypercalls(this, base.CreateHypercallDispatcher());");
        }

        writer.Line();
        writer.Summary($"Dispatches the hypercalls of <see cref=\"{machine.FullName}\"/>.");
        using (writer.Block($"internal sealed class {machine.Name}Hypercalls : {Namespace}HypercallDispatcher"))
        {
            EmitFields(writer, group, handlers);
            writer.Line();
            EmitConstructor(writer, group, handlers);
            writer.Line();
            EmitDispatch(writer, group, handlers);
            writer.Line();
            EmitProbes(writer, group, handlers);
            writer.Line();
            EmitTryGetNumber(writer, group, handlers);
        }

        return writer.ToString();
    }

    private static string ProbeField(CallHandler handler) => CallNaming.Field(handler.PascalName);

    private static void EmitFields(SourceWriter writer, CallGroup group, IReadOnlyList<(CallContainer Container, CallHandler Handler)> handlers)
    {
        writer.Line($"private readonly {Namespace}HypercallDispatcher _next;");
        if (NeedsMachine(handlers))
            writer.Line($"private readonly {group.Machine.FullName} _machine;");

        foreach (var container in group.Containers.Where(container => !container.IsStatic))
            writer.Line($"private readonly {container.FullName} {group.FieldOf(container)};");

        writer.Line();
        foreach (var (_, handler) in handlers)
            writer.Line($"private readonly {Namespace}HypercallProbe {ProbeField(handler)};");
    }

    private static void EmitConstructor(SourceWriter writer, CallGroup group, IReadOnlyList<(CallContainer Container, CallHandler Handler)> handlers)
    {
        writer.Summary("Makes the classes that serve the calls. What they do not know goes to <paramref name=\"next\"/>.");
        using (writer.Block($"public {group.Machine.Name}Hypercalls({group.Machine.FullName} machine, {Namespace}HypercallDispatcher next)"))
        {
            writer.Line("_next = next;");
            if (NeedsMachine(handlers))
                writer.Line("_machine = machine;");

            foreach (var container in group.Containers.Where(container => !container.IsStatic))
                writer.Line($"{group.FieldOf(container)} = new {container.FullName}(machine);");

            foreach (var (_, handler) in handlers)
            {
                var inputs = handler.Parameters.Count(parameter => parameter.Role == ParameterRole.Input);
                var outputs = handler.Parameters.Count(parameter => parameter.Role == ParameterRole.Output);
                writer.Line();
                writer.Line($"{ProbeField(handler)} = new {Namespace}HypercallProbe(");
                using (writer.Indent())
                {
                    writer.Line($"new {Namespace}HypercallInfo(");
                    using (writer.Indent())
                    {
                        writer.Line($"{CallNaming.Hex(handler.Number)}, {Symbols.Literal(handler.Name)}, {inputs}, {outputs},");
                        writer.Line($"{Symbols.Literal(Signature(handler, CallKind.Hypercall))},");
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
        using (writer.Block($"public override bool Dispatch(in {Namespace}HypercallFrame frame, global::Hv.Runtime.Machines.VirtualCpu cpu, out {Namespace}HypercallStatus status)"))
        using (writer.Block("switch (frame.Number)"))
        {
            foreach (var pair in handlers)
            {
                var receiver = pair.Handler.IsStatic ? pair.Container.FullName : group.ReceiverOf(pair.Container);
                writer.Line($"case {CallNaming.Hex(pair.Handler.Number)}{Guard(group, pair)}: // {pair.Handler.Name}");
                using (writer.Indent())
                {
                    writer.Line($"status = {receiver}.{pair.Handler.PascalName}(frame{InjectedArguments(pair.Handler)}, {ProbeField(pair.Handler)});");
                    writer.Line("return true;");
                }

                writer.Line();
            }

            writer.Line("default:");
            using (writer.Indent())
                writer.Line("return _next.Dispatch(frame, cpu, out status);");
        }
    }

    private static void EmitProbes(SourceWriter writer, CallGroup group, IReadOnlyList<(CallContainer Container, CallHandler Handler)> handlers)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public override global::System.Collections.Generic.IEnumerable<{Namespace}HypercallProbe> Probes"))
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

    private static void EmitTryGetNumber(SourceWriter writer, CallGroup group, IReadOnlyList<(CallContainer Container, CallHandler Handler)> handlers)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block("public override bool TryGetNumber(string name, out uint number)"))
        using (writer.Block("switch (name)"))
        {
            foreach (var pair in handlers.OrderBy(pair => pair.Handler.Name, StringComparer.Ordinal))
            {
                writer.Line($"case {Symbols.Literal(pair.Handler.Name)}{Guard(group, pair)}:");
                using (writer.Indent())
                {
                    writer.Line($"number = {CallNaming.Hex(pair.Handler.Number)};");
                    writer.Line("return true;");
                }

                writer.Line();
            }

            writer.Line("default:");
            using (writer.Indent())
                writer.Line("return _next.TryGetNumber(name, out number);");
        }
    }

    private static string Guard(CallGroup group, (CallContainer Container, CallHandler Handler) pair) =>
        pair.Handler.When.Length == 0 ? "" : $" when {group.FieldOf(pair.Container)}.{pair.Handler.When}";

    private static bool NeedsMachine(IEnumerable<(CallContainer Container, CallHandler Handler)> handlers) =>
        handlers.Any(pair => pair.Handler.Parameters.Any(parameter => parameter.Role == ParameterRole.Machine));
}
