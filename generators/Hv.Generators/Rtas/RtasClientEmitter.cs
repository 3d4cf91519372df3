using Hv.Generators.Calls;
using static Hv.Generators.Calls.CallSyntax;

namespace Hv.Generators.Rtas;

/// <summary>Writes the typed client of a machine: one method per call, for tests.</summary>
internal static class RtasClientEmitter
{
    private const string Status = "global::Hv.Runtime.Rtas.RtasStatus";

    public static string Emit(CallGroup group)
    {
        var writer = SourceWriter.ForFile();
        var machine = group.Machine;
        var handlers = group.Handlers(CallKind.Rtas);
        var isPublic = machine.IsPublic && handlers.All(pair => pair.Handler.Parameters.All(parameter => parameter.IsPublic));
        var access = isPublic ? "public" : "internal";
        var caller = $"global::Hv.Runtime.Calls.IGuestCaller<{machine.FullName}>";
        var names = new CallNames(handlers.Select(pair => pair.Handler), CallNames.ObjectMembers);
        var signatures = new HashSet<(string, string)>();
        writer.FileNamespace(machine.Namespace);
        writer.Summary($"Makes the RTAS calls of <see cref=\"{machine.FullName}\"/> as a guest does, with typed arguments.");
        writer.Line("/// <param name=\"guest\">What makes the calls.</param>");
        using (writer.Block($"{access} sealed class {machine.Name}RtasClient({caller} guest)"))
            writer.Separated(handlers, pair => EmitCall(writer, pair.Handler, Name(pair.Handler)));

        writer.Line();
        writer.Summary($"Gives the RTAS calls of <see cref=\"{machine.FullName}\"/> to whatever can make calls as its guest.");
        using (writer.Block($"{access} static class {machine.Name}RtasClientExtensions"))
        {
            writer.Summary("The RTAS calls, with typed arguments.");
            writer.Line($"public static {machine.Name}RtasClient Rtas(this {caller} guest) => new(guest);");
        }

        return writer.ToString();

        // Two shapes of a call may differ in nothing but the status word, which is no parameter.
        string Name(CallHandler handler) =>
            signatures.Add((names[handler], ClientTypes(handler))) ? names[handler] : RtasMarshallingEmitter.MethodName(handler, names[handler]);
    }

    private static void EmitCall(SourceWriter writer, CallHandler handler, string name)
    {
        var inputs = handler.Parameters.Where(parameter => parameter.Role == ParameterRole.Input).ToList();
        var outputs = handler.Parameters.Where(parameter => parameter.Role == ParameterRole.Output).ToList();
        var words = string.Join(", ", inputs.SelectMany(Words));

        writer.Summary($"{CallNaming.Hex(handler.Number)} {handler.Name}. {DocumentationText.Escape(handler.Summary)}".TrimEnd());
        using (writer.Block($"public {(handler.HasStatus ? Status : "void")} {name}({ClientParameters(handler)})"))
        {
            writer.Line($"global::System.Span<uint> returns = stackalloc uint[{handler.ReturnWords}];");
            writer.Line($"guest.CallRtas({CallNaming.Hex(handler.Number)}, [{words}], returns);");
            foreach (var output in outputs)
            {
                var offset = handler.OffsetOf(output) + 1;
                var value = output.Words == 2
                    ? Decode(output, $"(((ulong)returns[{offset}] << 32) | returns[{offset + 1}])", "ulong")
                    : Decode(output, $"returns[{offset}]", "uint");
                writer.Line($"{Local(output)} = {value};");
            }

            if (handler.HasStatus)
                writer.Line($"return unchecked(({Status})(int)returns[0]);");
        }
    }

    private static IEnumerable<string> Words(CallParameter input)
    {
        if (input.Words == 1)
        {
            yield return Encode(input, Local(input), "uint");
            yield break;
        }

        var value = Encode(input, Local(input), "ulong");
        yield return $"unchecked((uint)({value} >> 32))";
        yield return $"unchecked((uint){value})";
    }
}
