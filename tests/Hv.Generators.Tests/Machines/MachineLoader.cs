using Hv.Generators.Tests.Infrastructure;
using Hv.Runtime.Machines;

namespace Hv.Generators.Tests.Machines;

/// <summary>Generates, compiles and loads machine families.</summary>
internal static class MachineLoader
{
    /// <summary>The one family of the sources' catalog.</summary>
    public static MachineFamily LoadFamily(params IEnumerable<string> sources)
    {
        var catalog = GeneratorTest.Run(sources).Load().GetType("Sample.MachineCatalog")!;
        return ((IReadOnlyList<MachineFamily>)catalog.GetProperty("Families")!.GetValue(null)!).Single();
    }
}
