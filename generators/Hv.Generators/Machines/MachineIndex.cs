using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Machines;

/// <summary>All families and versions of a compilation: what a rule needs that looks beyond one class. For the analyzer.</summary>
internal sealed class MachineIndex
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<CompatEntry>> _entries = new(SymbolEqualityComparer.Default);
    private readonly ILookup<string, VersionDeclaration> _versions;
    private readonly Lazy<HashSet<INamedTypeSymbol>> _reached;

    private MachineIndex(Compilation compilation, List<FamilyDeclaration> families, List<VersionDeclaration> versions)
    {
        Families = families;
        _versions = versions.ToLookup(version => version.FamilyName, StringComparer.Ordinal);
        _reached = new(() => BasesOfConcreteDevices(compilation), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>The families that the compilation declares.</summary>
    public IReadOnlyList<FamilyDeclaration> Families { get; }

    public static MachineIndex Build(Compilation compilation, CancellationToken cancellation)
    {
        var families = new List<FamilyDeclaration>();
        var versions = new List<VersionDeclaration>();
        foreach (var type in compilation.Assembly.GlobalNamespace.AllTypes())
        {
            cancellation.ThrowIfCancellationRequested();
            if (FamilyDeclaration.Of(type) is { } family)
                families.Add(family);

            if (VersionDeclaration.Of(type) is { } version)
                versions.Add(version);
        }

        families.Sort((a, b) => string.CompareOrdinal(a.Type.PlainName(), b.Type.PlainName()));
        versions.Sort((a, b) =>
            a.Id.CompareTo(b.Id) is not 0 and var byId ? byId : string.CompareOrdinal(a.Type.PlainName(), b.Type.PlainName()));
        return new MachineIndex(compilation, families, versions);
    }

    /// <summary>The versions that name this family, newest first.</summary>
    public IEnumerable<VersionDeclaration> VersionsOf(string family) => _versions[family];

    /// <summary>The version's entries that are right in themselves, in their order.</summary>
    public ImmutableArray<CompatEntry> EntriesOf(VersionDeclaration version, CancellationToken cancellation)
    {
        if (_entries.TryGetValue(version.Type, out var entries))
            return entries;

        entries = CompatParser.Entries(version, report: null, cancellation).ToImmutableArray();
        return _entries.GetOrAdd(version.Type, entries);
    }

    /// <summary>The entries that a version has from newer ones, in the order in which they apply.</summary>
    public IEnumerable<CompatEntry> InheritedBy(VersionDeclaration version, CancellationToken cancellation) =>
        VersionsOf(version.FamilyName)
            .Where(newer => !newer.Id.IsSideBranch && newer.Id.CompareTo(version.Id) < 0)
            .SelectMany(newer => EntriesOf(newer, cancellation));

    /// <summary>Whether there is a device that can be created whose type is this one or derives from it.</summary>
    public bool ReachesDevice(INamedTypeSymbol type) => !type.IsAbstract || _reached.Value.Contains(type);

    private static HashSet<INamedTypeSymbol> BasesOfConcreteDevices(Compilation compilation)
    {
        var bases = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        var declarations = compilation.GetTypeByMetadataName(AttributeNames.Device)?.ContainingAssembly;
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols.Add(compilation.Assembly))
        {
            // Only an assembly that sees the attribute can declare devices.
            if (declarations is null || !assembly.Sees(declarations))
                continue;

            foreach (var type in assembly.GlobalNamespace.AllTypes())
            {
                if (!type.IsAbstract && type.FindAttribute(AttributeNames.Device) is not null)
                    bases.UnionWith(type.SelfAndBases());
            }
        }

        return bases;
    }
}
