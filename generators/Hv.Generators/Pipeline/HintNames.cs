using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Pipeline;

/// <summary>
/// What the names of a type's generated files begin with. Those names are the same to Roslyn when they differ only in case, and
/// two files of one name make it drop all that a generator has written; so a type or namespace beside which stands another whose
/// name differs only in case has a checksum of its exact name behind it: <c>Sample.Nvme-5f0d6a3c</c>.
/// </summary>
internal static class HintNames
{
    /// <summary>
    /// The names among a container's members that another one differs from only in case; mostly none. Asked once for each
    /// container of a compilation, not for each of its types, and kept as long as the compiler keeps the container.
    /// </summary>
    private static readonly ConditionalWeakTable<INamespaceOrTypeSymbol, HashSet<string>> Twins = new();

    /// <summary>Namespace and types around it, dots between, arity after <c>_</c>.</summary>
    public static string PrefixOf(INamedTypeSymbol type)
    {
        var parts = new Stack<string>();
        for (INamespaceOrTypeSymbol current = type; current is not INamespaceSymbol { IsGlobalNamespace: true };)
        {
            INamespaceOrTypeSymbol around = current.ContainingType ?? (INamespaceOrTypeSymbol)current.ContainingNamespace;
            var isTwin = Twins.GetValue(around, static container => TwinsIn(container)).Contains(current.MetadataName);
            parts.Push(current.MetadataName.Replace('`', '_') + (isTwin ? "-" + Checksum(current.MetadataName) : ""));
            current = around;
        }

        return string.Join(".", parts);
    }

    private static HashSet<string> TwinsIn(INamespaceOrTypeSymbol container)
    {
        var first = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var twins = new HashSet<string>(StringComparer.Ordinal);
        IEnumerable<INamespaceOrTypeSymbol> members = container.GetTypeMembers();
        if (container is INamespaceSymbol space)
            members = members.Concat(space.GetNamespaceMembers());

        foreach (var member in members)
        {
            var name = member.MetadataName;
            if (!first.TryGetValue(name, out var other))
            {
                first.Add(name, name);
            }
            else if (other != name)
            {
                twins.Add(other);
                twins.Add(name);
            }
        }

        return twins;
    }

    /// <summary>FNV-1a: the same on every host, which <see cref="string.GetHashCode()"/> is not.</summary>
    private static string Checksum(string text)
    {
        var hash = 2166136261u;
        foreach (var letter in text)
            hash = unchecked((hash ^ letter) * 16777619u);

        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
