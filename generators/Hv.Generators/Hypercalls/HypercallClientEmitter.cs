using Hv.Generators.Calls;
using static Hv.Generators.Calls.CallSyntax;

namespace Hv.Generators.Hypercalls;

/// <summary>Writes the typed client of a machine: one method per hypercall, for tests.</summary>
internal static class HypercallClientEmitter
{
    private const string Status = "global::Hv.Runtime.Hypercalls.HypercallStatus";

    public static string Emit(CallGroup group)
    {
        var writer = SourceWriter.ForFile();
        var machine = group.Machine;

        // A call that works on the frame itself has no typed form.
        var handlers = group.Handlers(CallKind.Hypercall)
            .Where(pair => pair.Handler.Parameters.All(parameter => parameter.Role != ParameterRole.Frame))
            .ToList();
        var isPublic = machine.IsPublic && handlers.All(pair => pair.Handler.Parameters.All(parameter => parameter.IsPublic));
        var access = isPublic ? "public" : "internal";
        var caller = $"global::Hv.Runtime.Calls.IGuestCaller<{machine.FullName}>";
        var names = new CallNames(handlers.Select(pair => pair.Handler), CallNames.ObjectMembers);
        writer.FileNamespace(machine.Namespace);
        writer.Summary($"Makes the hypercalls of <see cref=\"{machine.FullName}\"/> as a guest does, with typed arguments.");
        writer.Line("/// <param name=\"guest\">What makes the calls.</param>");
        using (writer.Block($"{access} sealed class {machine.Name}HypercallClient({caller} guest)"))
            writer.Separated(handlers, pair => EmitCall(writer, pair.Handler, names[pair.Handler]));

        writer.Line();
        writer.Summary($"Gives the hypercalls of <see cref=\"{machine.FullName}\"/> to whatever can make calls as its guest.");
        using (writer.Block($"{access} static class {machine.Name}HypercallClientExtensions"))
        {
            writer.Summary("The hypercalls, with typed arguments.");
            writer.Line($"public static {machine.Name}HypercallClient Hypercalls(this {caller} guest) => new(guest);");
        }

        return writer.ToString();
    }

    private static void EmitCall(SourceWriter writer, CallHandler handler, string name)
    {
        writer.Summary($"{CallNaming.Hex(handler.Number)} {handler.Name}. {DocumentationText.Escape(handler.Summary)}".TrimEnd());
        using (writer.Block($"public {Status} {name}({ClientParameters(handler)})"))
        {
            writer.Line("global::System.Span<ulong> registers = stackalloc ulong[global::Hv.Runtime.Hypercalls.HypercallFrame.SlotCount];");
            foreach (var input in handler.Parameters.Where(parameter => parameter.Role == ParameterRole.Input))
                writer.Line($"registers[{handler.OffsetOf(input)}] = {Encode(input, Local(input), "ulong")};");

            writer.Line($"var status = guest.CallHypercall({CallNaming.Hex(handler.Number)}, registers);");
            foreach (var output in handler.Parameters.Where(parameter => parameter.Role == ParameterRole.Output))
                writer.Line($"{Local(output)} = {Decode(output, $"registers[{handler.OffsetOf(output)}]", "ulong")};");

            writer.Line("return status;");
        }
    }
}
