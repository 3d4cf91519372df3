using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Hv.Generators.Abi;

/// <summary>What referenced assemblies declare that is part of the guest ABI of machines declared here.</summary>
/// <param name="Devices">Their types of devices.</param>
/// <param name="States">Their states.</param>
internal sealed record AbiReferences(EquatableArray<AbiDevice> Devices, EquatableArray<AbiState> States)
{
    /// <summary>By assembly: the compiler keeps an assembly's symbol as long as its references stay the same.</summary>
    private static readonly ConditionalWeakTable<IAssemblySymbol, AbiReferences> Assemblies = new();

    public static AbiReferences Of(Compilation compilation, CancellationToken cancellation)
    {
        var declarations = compilation.GetTypeByMetadataName(AttributeNames.Device)?.ContainingAssembly;
        if (declarations is null)
            return new AbiReferences(EquatableArray<AbiDevice>.Empty, EquatableArray<AbiState>.Empty);

        var found = new List<AbiReferences>();
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            cancellation.ThrowIfCancellationRequested();
            if (assembly.Sees(declarations))
                found.Add(Assemblies.GetValue(assembly, static assembly => In(assembly)));
        }

        return found.Count == 1
            ? found[0]
            : new AbiReferences(
                found.SelectMany(references => references.Devices).ToEquatableArray(),
                found.SelectMany(references => references.States).ToEquatableArray());
    }

    private static AbiReferences In(IAssemblySymbol assembly) =>
        new(
            assembly.GlobalNamespace.AllTypes().Select(AbiDevice.FromReference).OfType<AbiDevice>().ToEquatableArray(),
            AbiStateExport.Read(assembly).ToEquatableArray());
}
