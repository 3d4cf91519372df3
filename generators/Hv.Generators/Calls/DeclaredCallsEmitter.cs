namespace Hv.Generators.Calls;

/// <summary>Writes which calls an assembly declares, for the analyzers of the projects that reference it.</summary>
internal static class DeclaredCallsEmitter
{
    public static string Emit(string attribute, CallKind kind, IEnumerable<CallGroup> groups)
    {
        var writer = SourceWriter.ForFile();
        var calls = groups.SelectMany(group => group.Handlers(kind))
            .Select(pair => (pair.Handler.Number, pair.Handler.Name))
            .Distinct()
            .OrderBy(call => call.Number)
            .ThenBy(call => call.Name, StringComparer.Ordinal);
        foreach (var (number, name) in calls)
            writer.Line($"[assembly: global::Hv.Runtime.Declarations.{attribute}({CallNaming.Hex(number)}, {Symbols.Literal(name)})]");

        return writer.ToString();
    }
}
