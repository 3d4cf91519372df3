using System.IO.Compression;

namespace Hv.Conformance.Vfio.Packages;

/// <summary>What the packages of a set gave.</summary>
/// <param name="Kernel">The kernel's file, as QEMU takes it.</param>
/// <param name="Base">
/// A zip archive of the files that every image has: <c>bin/busybox</c>, <c>modules/*.ko</c>, <c>modules/order</c>, libraries.
/// </param>
internal sealed record LabFiles(string Kernel, string Base)
{
    /// <summary>Gives each file of the base.</summary>
    public void ReadBase(Action<string, byte[]> take)
    {
        using var archive = ZipFile.OpenRead(Base);
        foreach (var entry in archive.Entries)
        {
            using var stream = entry.Open();
            var data = new byte[entry.Length];
            stream.ReadExactly(data);
            take(entry.FullName, data);
        }
    }
}
