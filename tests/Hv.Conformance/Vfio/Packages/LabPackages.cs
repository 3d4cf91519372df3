using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Hv.Cli.Guests;
using Hv.Cli.Guests.Apt;
using Hv.Cli.Guests.Initramfs;
using Hv.Cli.Run;

namespace Hv.Conformance.Vfio.Packages;

/// <summary>Gets packages by the host's apt-get into a folder of our own, once, and keeps what machines need of them.</summary>
internal static class LabPackages
{
    private const string KernelName = "kernel";
    private const string BaseName = "base.zip";
    private const string PackageEnd = ".deb";
    private const string BuiltInList = "/modules.builtin";

    // The suite in which the oldest kernel of all sets is in any case.
    private const string NewerSuite = "trixie";

    // Counts up when what is kept changes without a change of the set.
    private const int Form = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly ConcurrentDictionary<string, Lazy<(LabFiles? Files, string Missing)>> Found = new();

    /// <summary>The files of a set. Without them the running test fails on a build server and is skipped elsewhere.</summary>
    public static LabFiles Require(PackageSet set)
    {
        var (files, missing) = Found.GetOrAdd(set.Architecture, _ => new(() => Find(set))).Value;
        if (files is not null)
            return files;

        Lab.Missing($"The packages of the machine for {set.Architecture} cannot be had: {missing}.");
        throw new InvalidOperationException(missing);
    }

    private static (LabFiles? Files, string Missing) Find(PackageSet set)
    {
        try
        {
            var cache = new GuestCache(Path.Combine(GuestCache.Root, $"vfio-lab-{set.Architecture}"));
            var version = $"{Form} {set.KernelMetaPackage} {string.Join(',', set.Modules)} {string.Join(',', set.Libraries)}";
            if (!cache.IsIntact(version, KernelName, BaseName))
                Make(cache, version, set);

            return (new LabFiles(cache[KernelName], cache[BaseName]), "");
        }
        catch (Exception exception) when (exception is RunException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return (null, exception.Message);
        }
    }

    private static void Make(GuestCache cache, string version, PackageSet set)
    {
        using var held = cache.Lock(() => { });

        // Another one may have made it while this one waited.
        if (cache.IsIntact(version, KernelName, BaseName))
            return;

        Unpack(cache, set);
        cache.Keep(version, [KernelName, BaseName]);
    }

    private static void Unpack(GuestCache cache, PackageSet set)
    {
        var packages = Fetch(cache.Work, set);
        var archive = Path.Combine(cache.Work, "data.tar");
        using var output = File.Create(Path.Combine(cache.Work, BaseName));
        using var zip = new ZipArchive(output, ZipArchiveMode.Create);
        foreach (var package in packages)
        {
            DebianPackage.WriteArchive(package, archive);
            using var files = new PackageFiles(archive);
            if (Path.GetFileName(package).StartsWith(PackageSet.KernelPackageStart, StringComparison.Ordinal))
                AddKernel(zip, files, set, Path.Combine(cache.Work, KernelName));
            else if (Path.GetFileName(package).StartsWith(PackageSet.BusyboxPackage, StringComparison.Ordinal))
                Add(zip, "bin/busybox", files.Read(files.Paths.First(path => path.EndsWith("bin/busybox", StringComparison.Ordinal))));
            else
                AddLibraries(zip, files, set);
        }
    }

    private static List<string> Fetch(string folder, PackageSet set)
    {
        var own = AptHost.Find() ?? throw new RunException("there is no apt here, or it has no sources of Debian");
        var complaints = new List<string>();
        foreach (var host in (AptHost[])[own, own.WithBackports(), own.WithSuite(NewerSuite)])
        {
            var apt = new PrivateApt(Path.Combine(folder, $"apt-{complaints.Count}"), host, set.Architecture, Patience);
            apt.Update(_ => { });
            var others = set.OtherPackages(package => apt.Show(package, "Package").Count > 0).ToList();
            var kernels = apt.FindBehind(set.KernelMetaPackage, PackageSet.KernelPackageStart).Where(kernel => IsNewEnough(kernel, set));
            foreach (var kernel in kernels)
            {
                if (apt.Download(folder, [kernel, .. others], _ => { }))
                    return [.. Directory.EnumerateFiles(folder, "*" + PackageEnd)];
            }

            complaints.Add($"{host.Suite}: {apt.LastComplaint ?? $"no {set.KernelMetaPackage} from {set.OldestKernel} up"}");
        }

        throw new RunException(string.Join("; ", complaints));
    }

    // linux-image-6.12.95+deb12-powerpc64le-64k=6.12.95-1~bpo12+1
    private static bool IsNewEnough(string kernel, PackageSet set) =>
        kernel[PackageSet.KernelPackageStart.Length..].Split('.') is [var major, var minor, ..]
        && Version.TryParse($"{major}.{minor.Split('-', '+')[0]}", out var version)
        && version >= set.OldestKernel;

    private static void AddKernel(ZipArchive zip, PackageFiles files, PackageSet set, string kernel)
    {
        File.WriteAllBytes(kernel, files.Read(files.Paths.First(path => path.StartsWith("boot/vmlinu", StringComparison.Ordinal))));
        var builtIn = Encoding.UTF8.GetString(files.Read(files.Paths.First(path => path.EndsWith(BuiltInList, StringComparison.Ordinal))));
        var modules = new KernelModules(
            files.Paths.Where(path => path.Contains("lib/modules/", StringComparison.Ordinal)), files.ReadDecompressed, builtIn.Split('\n'));
        var order = new StringBuilder();
        foreach (var (name, data) in modules.Resolve(set.Modules))
        {
            Add(zip, $"modules/{name}.ko", data);
            order.Append(name).Append('\n');
        }

        Add(zip, "modules/order", Encoding.UTF8.GetBytes(order.ToString()));
    }

    // Links of the package are not looked at: a library's file has the name of the link, or one that goes on behind it.
    private static void AddLibraries(ZipArchive zip, PackageFiles files, PackageSet set)
    {
        foreach (var library in set.Libraries)
        {
            var path = files.Paths.FirstOrDefault(
                path => Path.GetFileName(path) is var name && (name == library || name.StartsWith(library + ".", StringComparison.Ordinal)));
            if (path is not null)
                Add(zip, $"lib/{library}", files.Read(path));
        }
    }

    private static void Add(ZipArchive zip, string path, byte[] data)
    {
        using var stream = zip.CreateEntry(path, CompressionLevel.Fastest).Open();
        stream.Write(data);
    }
}
