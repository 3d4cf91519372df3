namespace Hv.Generators.Calls;

/// <summary>Writes which calls an assembly declares, for the analyzers of the projects that reference it.</summary>
internal static class DeclaredCallsEmitter
{
    /// <summary>Number and name of each call, once, by number. It stays equal while only signatures change.</summary>
    public static EquatableArray<(uint Number, string Name)> Calls(CallKind kind, IEnumerable<CallGroup> groups) =>
        groups.SelectMany(group => group.Handlers(kind))
            .Select(pair => (pair.Handler.Number, pair.Handler.Name))
            .Distinct()
            .OrderBy(call => call.Number)
            .ThenBy(call => call.Name, StringComparer.Ordinal)
            .ToEquatableArray();

    public static string Emit(string attribute, EquatableArray<(uint Number, string Name)> calls)
    {
        var writer = SourceWriter.ForFile();
        foreach (var (number, name) in calls)
            writer.Line($"[assembly: global::Hv.Runtime.Declarations.{attribute}({CallNaming.Hex(number)}, {Symbols.Literal(name)})]");

        return writer.ToString();
    }
}
