namespace Hv.Generators.Calls;

/// <summary>Pieces of C# that both kinds of calls are written with.</summary>
internal static class CallSyntax
{
    private static readonly ImmutableHashSet<string> Reserved =
        ImmutableHashSet.Create(StringComparer.Ordinal, "frame", "probe", "machine", "cpu", "status", "registers", "returns", "guest", "Trace");

    /// <summary>The local variable that holds a parameter's value; one that would hide a name of the marshalling gets another.</summary>
    public static string Local(CallParameter parameter) =>
        Reserved.Contains(parameter.Name) ? parameter.Name + "Value" : Symbols.Identifier(parameter.Name);

    /// <summary>The value of a parameter made from its raw integer.</summary>
    public static string Decode(CallParameter parameter, string raw, string rawType) => parameter.Encoding switch
    {
        ValueEncoding.Struct when parameter.Raw == "uint" && rawType == "ulong" => $"new {parameter.Type}((uint){raw})",
        ValueEncoding.Struct => $"new {parameter.Type}({raw})",
        ValueEncoding.Enum => $"unchecked(({parameter.Type}){raw})",
        _ when parameter.Raw == rawType => raw,
        _ => $"unchecked(({parameter.Raw}){raw})",
    };

    /// <summary>The integer that a value travels as.</summary>
    public static string Encode(CallParameter parameter, string value, string rawType) => parameter.Encoding switch
    {
        ValueEncoding.Struct when parameter.Raw == "ulong" && rawType == "uint" => $"unchecked((uint){value}.Value)",
        ValueEncoding.Struct => $"{value}.Value",
        _ when parameter.Encoding == ValueEncoding.Integer && parameter.Raw == rawType => value,
        _ => $"unchecked(({rawType}){value})",
    };

    /// <summary>Stores an output, an optional one when it has a value.</summary>
    public static void EmitStore(SourceWriter writer, CallParameter output, Func<string, string> store)
    {
        if (!output.IsOptional)
        {
            writer.Line(store(Local(output)));
            return;
        }

        writer.Line($"if ({Local(output)}.HasValue)");
        using (writer.Indent())
            writer.Line(store($"{Local(output)}.Value"));
    }

    /// <summary>The arguments of the call to the handler, in the order of its signature.</summary>
    public static string Arguments(CallHandler handler) => string.Join(", ", handler.Parameters.Select(parameter => parameter.Role switch
    {
        ParameterRole.Machine => "machine",
        ParameterRole.Cpu => "cpu",
        ParameterRole.Frame => "frame",
        ParameterRole.Output => $"out var {Local(parameter)}",
        _ => Local(parameter),
    }));

    /// <summary><c>name={name}</c> for an interpolated string: integers in hexadecimal, others as they show themselves.</summary>
    public static string Traced(CallParameter parameter) =>
        parameter.Encoding == ValueEncoding.Integer ? $"{parameter.Name}=0x{{{Local(parameter)}:x}}" : $"{parameter.Name}={{{Local(parameter)}}}";

    /// <summary>The end of a marshalling method: the trace record of the call that was made, when someone wants it.</summary>
    /// <param name="writer">Inside the method's block.</param>
    /// <param name="handler">The handler that was called.</param>
    /// <param name="kind">Of which kind the call is.</param>
    /// <param name="onEnd">Writes what stands between the test and the end of the method.</param>
    public static void EmitTrace(SourceWriter writer, CallHandler handler, CallKind kind, Action? onEnd = null)
    {
        var inputs = handler.Parameters.Where(parameter => parameter.Role == ParameterRole.Input).ToList();
        var outputs = handler.Parameters.Where(parameter => parameter.Role == ParameterRole.Output).ToList();
        var status = handler.HasStatus ? ["-> {status}"] : Array.Empty<string>();
        var message = string.Join(" ", inputs.Select(Traced).Concat(status).Concat(outputs.Select(Traced)));
        var values = inputs.Select(input => (input.Type, Name: Local(input)))
            .Concat(handler.HasStatus ? [(Type: StatusType(kind), Name: "status")] : Array.Empty<(string Type, string Name)>())
            .Concat(outputs.Select(output => (Type: output.IsOptional ? output.Type + "?" : output.Type, Name: Local(output))))
            .ToList();

        writer.Line("if (probe.Event.IsEnabled)");
        using (writer.Indent())
            writer.Line(values.Count == 0 ? "probe.Event.Write(\"\");" : $"Trace(probe, {string.Join(", ", values.Select(value => value.Name))});");

        onEnd?.Invoke();
        if (values.Count == 0)
            return;

        // A function of its own: what an interpolated string needs of the stack is cleared at the start of the function that has
        // it, and would cost each call, traced or not, a good part of its time.
        writer.Line();
        writer.Line($"static void Trace({ProbeType(kind)} probe, {string.Join(", ", values.Select(value => $"{value.Type} {value.Name}"))}) =>");
        using (writer.Indent())
            writer.Line($"probe.Event.Write($\"{message}\");");
    }

    /// <summary>Names and widths, for the tables: <c>device:u32 phb:u64 -> windowsAvailable:u32</c>.</summary>
    public static string Signature(CallHandler handler, CallKind kind)
    {
        string Describe(CallParameter parameter) => $"{parameter.Name}:{Width(parameter, kind)}";
        var inputs = string.Join(" ", handler.Parameters.Where(parameter => parameter.Role == ParameterRole.Input).Select(Describe));
        var outputs = string.Join(" ", handler.Parameters.Where(parameter => parameter.Role == ParameterRole.Output).Select(Describe));
        return outputs.Length == 0 ? inputs : $"{inputs}{(inputs.Length == 0 ? "" : " ")}-> {outputs}";
    }

    /// <summary>The parameters of the method of a typed client: those the guest passes and gets.</summary>
    public static string ClientParameters(CallHandler handler) => string.Join(", ", handler.Parameters
        .Where(parameter => parameter.Role is ParameterRole.Input or ParameterRole.Output)
        .Select(parameter => $"{(parameter.Role == ParameterRole.Output ? "out " : "")}{parameter.Type} {Local(parameter)}"));

    /// <summary>What tells the client's methods of one name apart.</summary>
    public static string ClientTypes(CallHandler handler) => string.Join(", ", handler.Parameters
        .Where(parameter => parameter.Role is ParameterRole.Input or ParameterRole.Output)
        .Select(parameter => $"{(parameter.Role == ParameterRole.Output ? "out " : "")}{parameter.Type}"));

    /// <summary>The parameters that marshalling takes besides the frame and the probe: those that are injected into the handler.</summary>
    public static string InjectedParameters(CallContainer container, CallHandler handler)
    {
        var text = "";
        if (handler.Parameters.Any(parameter => parameter.Role == ParameterRole.Machine))
            text += $", {container.Machine.FullName} machine";

        if (handler.Parameters.Any(parameter => parameter.Role == ParameterRole.Cpu))
            text += ", global::Hv.Runtime.Machines.VirtualCpu cpu";

        return text;
    }

    /// <summary>What the dispatcher passes for <see cref="InjectedParameters"/>.</summary>
    public static string InjectedArguments(CallHandler handler)
    {
        var text = "";
        if (handler.Parameters.Any(parameter => parameter.Role == ParameterRole.Machine))
            text += ", _machine";

        if (handler.Parameters.Any(parameter => parameter.Role == ParameterRole.Cpu))
            text += ", cpu";

        return text;
    }

    /// <summary>Opens the partial class of a machine inside its namespace.</summary>
    public static IDisposable OpenMachine(SourceWriter writer, CallMachine machine)
    {
        writer.FileNamespace(machine.Namespace);
        return writer.Types(machine.Heads);
    }

    private static string StatusType(CallKind kind) =>
        kind == CallKind.Rtas ? "global::Hv.Runtime.Rtas.RtasStatus" : "global::Hv.Runtime.Hypercalls.HypercallStatus";

    private static string ProbeType(CallKind kind) =>
        kind == CallKind.Rtas ? "global::Hv.Runtime.Rtas.RtasProbe" : "global::Hv.Runtime.Hypercalls.HypercallProbe";

    private static string Width(CallParameter parameter, CallKind kind) =>
        kind == CallKind.Rtas ? (parameter.Words == 2 ? "u64" : "u32") : parameter.Raw is "uint" or "int" ? "u32" : "u64";
}
