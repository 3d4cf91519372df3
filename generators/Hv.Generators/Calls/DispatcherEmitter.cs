using static Hv.Generators.Calls.CallSyntax;

namespace Hv.Generators.Calls;

/// <summary>
/// Writes the dispatcher of a machine: the classes that serve its calls, a probe per call, and one dense switch. What RTAS calls
/// and hypercalls have in common is here; the switch is not.
/// </summary>
internal abstract class DispatcherEmitter
{
    private readonly Dictionary<string, CallNames> _methods = new(StringComparer.Ordinal);
    private readonly CallNames _fields;

    /// <param name="group">The calls of the machine.</param>
    /// <param name="handlers">Those that are dispatched to.</param>
    protected DispatcherEmitter(CallGroup group, IReadOnlyList<(CallContainer Container, CallHandler Handler)> handlers)
    {
        foreach (var container in group.Containers)
            _methods[container.FullName] = container.Names;

        var fields = group.Containers.Select(group.FieldOf).Concat(["_next", "_machine"]);
        _fields = new CallNames(handlers.Select(pair => pair.Handler), fields.Select(CallNaming.NameOfField));
    }

    /// <summary>Which calls, and how they are named in the runtime.</summary>
    protected abstract CallKind Kind { get; }

    /// <summary>The runtime's namespace of these calls, with <c>global::</c> and a dot at the end.</summary>
    protected abstract string Namespace { get; }

    /// <summary>What the names of the runtime's types for these calls begin with: RtasDispatcher, RtasProbe.</summary>
    protected abstract string TypePrefix { get; }

    /// <summary>What the dispatcher's own name ends with: PseriesMachineRtas.</summary>
    protected abstract string Suffix { get; }

    /// <summary>What a number is called: TryGetToken.</summary>
    protected abstract string NumberNoun { get; }

    /// <summary>What the calls are called in documentation.</summary>
    protected abstract string CallsNoun { get; }

    protected string Emit(CallGroup group, IReadOnlyList<(CallContainer Container, CallHandler Handler)> handlers)
    {
        var writer = SourceWriter.ForFile();
        var machine = group.Machine;
        using (OpenMachine(writer, machine))
        {
            writer.Line("/// <inheritdoc/>");
            writer.Line($"protected override {Namespace}{TypePrefix}Dispatcher Create{TypePrefix}Dispatcher() =>");
            using (writer.Indent())
                writer.Line($"new {machine.Name}{Suffix}(this, base.Create{TypePrefix}Dispatcher());");
        }

        writer.Line();
        writer.Summary($"Dispatches the {CallsNoun} of <see cref=\"{machine.FullName}\"/>.");
        using (writer.Block($"internal sealed class {machine.Name}{Suffix} : {Namespace}{TypePrefix}Dispatcher"))
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

    /// <summary>The name of a handler's marshalling method, in a class in which its call has the name <paramref name="call"/>.</summary>
    protected abstract string MethodName(CallHandler handler, string call);

    /// <summary>Writes the arguments of the handler's call info, between number and name and the signature.</summary>
    protected abstract string Counts(CallHandler handler);

    /// <summary>Writes the method that switches on the number.</summary>
    protected abstract void EmitDispatch(SourceWriter writer, CallGroup group, IReadOnlyList<(CallContainer Container, CallHandler Handler)> handlers);

    protected string ProbeField(CallHandler handler) => CallNaming.Field(MethodName(handler, _fields[handler]));

    /// <summary>The call of a handler's marshalling, without a semicolon.</summary>
    protected string Invoke(CallGroup group, CallContainer container, CallHandler handler)
    {
        var receiver = handler.IsStatic ? container.FullName : group.ReceiverOf(container);
        return $"{receiver}.{MethodName(handler, _methods[container.FullName][handler])}(frame{InjectedArguments(handler)}, {ProbeField(handler)})";
    }

    /// <summary>The condition of a case label for a call that does not always exist.</summary>
    protected static string Guard(CallGroup group, CallContainer container, CallHandler handler) =>
        handler.When.Length == 0 ? "" : $" when {Condition(group, container, handler)}";

    private static string Condition(CallGroup group, CallContainer container, CallHandler handler) =>
        $"{(handler.WhenProperty.Length > 0 ? "_machine" : group.FieldOf(container))}.{handler.When}";

    private void EmitFields(SourceWriter writer, CallGroup group, IReadOnlyList<(CallContainer Container, CallHandler Handler)> handlers)
    {
        writer.Line($"private readonly {Namespace}{TypePrefix}Dispatcher _next;");
        if (NeedsMachine(handlers))
            writer.Line($"private readonly {group.Machine.FullName} _machine;");

        foreach (var container in group.Containers.Where(container => !container.IsStatic))
            writer.Line($"private readonly {container.FullName} {group.FieldOf(container)};");

        writer.Line();
        foreach (var (_, handler) in handlers)
            writer.Line($"private readonly {Namespace}{TypePrefix}Probe {ProbeField(handler)};");
    }

    private void EmitConstructor(SourceWriter writer, CallGroup group, IReadOnlyList<(CallContainer Container, CallHandler Handler)> handlers)
    {
        writer.Summary("Makes the classes that serve the calls. What they do not know goes to <paramref name=\"next\"/>.");
        using (writer.Block($"public {group.Machine.Name}{Suffix}({group.Machine.FullName} machine, {Namespace}{TypePrefix}Dispatcher next)"))
        {
            writer.Line("_next = next;");
            if (NeedsMachine(handlers))
                writer.Line("_machine = machine;");

            foreach (var container in group.Containers.Where(container => !container.IsStatic))
                writer.Line($"{group.FieldOf(container)} = new {container.FullName}(machine);");

            foreach (var (_, handler) in handlers)
            {
                writer.Line();
                EmitProbe(writer, group.Machine, handler);
            }
        }
    }

    private void EmitProbe(SourceWriter writer, CallMachine machine, CallHandler handler)
    {
        var info = Kind == CallKind.Rtas ? "RtasCallInfo" : "HypercallInfo";
        writer.Line($"{ProbeField(handler)} = new {Namespace}{TypePrefix}Probe(");
        using (writer.Indent())
        {
            writer.Line($"new {Namespace}{info}(");
            using (writer.Indent())
            {
                writer.Line($"{CallNaming.Hex(handler.Number)}, {Symbols.Literal(handler.Name)}, {Counts(handler)},");
                writer.Line($"{Symbols.Literal(Signature(handler, Kind))},");
                writer.Line($"{Symbols.Literal(handler.Summary)}),");
            }

            var traceName = handler.Trace.Length > 0 ? handler.Trace : machine.TracePrefix + CallNaming.TraceName(handler.Name);
            writer.Line($"machine.Trace.GetEvent({Symbols.Literal(traceName)}));");
        }
    }

    private void EmitProbes(SourceWriter writer, CallGroup group, IReadOnlyList<(CallContainer Container, CallHandler Handler)> handlers)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public override global::System.Collections.Generic.IEnumerable<{Namespace}{TypePrefix}Probe> Probes"))
        using (writer.Block("get"))
        {
            foreach (var (container, handler) in handlers)
            {
                if (handler.When.Length == 0)
                {
                    writer.Line($"yield return {ProbeField(handler)};");
                    continue;
                }

                writer.Line($"if ({Condition(group, container, handler)})");
                using (writer.Indent())
                    writer.Line($"yield return {ProbeField(handler)};");
            }

            writer.Line();
            writer.Line("foreach (var probe in _next.Probes)");
            using (writer.Indent())
                writer.Line("yield return probe;");
        }
    }

    private void EmitTryGetNumber(SourceWriter writer, CallGroup group, IReadOnlyList<(CallContainer Container, CallHandler Handler)> handlers)
    {
        var number = NumberNoun.ToLowerInvariant();
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public override bool TryGet{NumberNoun}(string name, out uint {number})"))
        using (writer.Block("switch (name)"))
        {
            var calls = handlers.GroupBy(pair => pair.Handler.Name).OrderBy(call => call.Key, StringComparer.Ordinal);
            foreach (var (container, handler) in calls.Select(call => call.First()))
            {
                writer.Line($"case {Symbols.Literal(handler.Name)}{Guard(group, container, handler)}:");
                using (writer.Indent())
                {
                    writer.Line($"{number} = {CallNaming.Hex(handler.Number)};");
                    writer.Line("return true;");
                }

                writer.Line();
            }

            writer.Line("default:");
            using (writer.Indent())
                writer.Line($"return _next.TryGet{NumberNoun}(name, out {number});");
        }
    }

    private static bool NeedsMachine(IEnumerable<(CallContainer Container, CallHandler Handler)> handlers) =>
        handlers.Any(pair => pair.Handler.WhenProperty.Length > 0 || pair.Handler.Parameters.Any(parameter => parameter.Role == ParameterRole.Machine));
}
