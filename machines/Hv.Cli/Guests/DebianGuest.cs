using Hv.Cli.Guests.Apt;
using Hv.Cli.Guests.Initramfs;
using Hv.Cli.Run;

namespace Hv.Cli.Guests;

/// <summary>
/// Debian's kernel for ppc64el as its package has it, with a shell of busybox: fetched by the host's apt-get from the archives that
/// the host has its own packages from, and kept in a cache.
/// </summary>
internal sealed class DebianGuest : IGuest
{
    private const string Architecture = "ppc64el";
    private const string KernelMetaPackage = "linux-image-powerpc64le";
    private const string KernelPackagePrefix = "linux-image-";
    private const string BusyboxPackage = "busybox-static";

    private const string FolderPrefix = "debian-";
    private const string KernelName = "vmlinux";
    private const string InitrdName = "initrd.gz";
    private const string PackageEnd = ".deb";
    private const string BusyboxPath = "bin/busybox";
    private const string KernelPathPrefix = "boot/vmlin";
    private const string ModulePathPrefix = "lib/modules/";

    private const string Advice = "a kernel of your own runs with -kernel FILE -initrd FILE";

    private static readonly string[] Modules = ["nvme"];

    /// <inheritdoc/>
    public string Name => "debian";

    /// <inheritdoc/>
    public string Summary => "Debian's ppc64el kernel and a shell, fetched by apt-get";

    /// <inheritdoc/>
    public GuestFiles Prepare(GuestProgress progress)
    {
        try
        {
            return Find() ?? Make(progress);
        }
        catch (RunException exception)
        {
            throw new RunException($"--guest {Name}: {exception.Message}; {Advice}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new RunException($"--guest {Name}: {exception.Message} ({GuestCache.Root}); {Advice}", exception);
        }
    }

    // Whatever suite it is of: nothing needs to be asked, and apt-get need not be there.
    private static GuestFiles? Find()
    {
        if (!Directory.Exists(GuestCache.Root))
            return null;

        return Directory.EnumerateDirectories(GuestCache.Root, FolderPrefix + "*")
            .Order(StringComparer.Ordinal)
            .Select(folder => new GuestCache(folder))
            .Where(IsIntact)
            .Select(Files)
            .LastOrDefault();
    }

    private static bool IsIntact(GuestCache cache) => cache.IsIntact(BusyboxInitramfs.Version, KernelName, InitrdName);

    private static GuestFiles Files(GuestCache cache) => new(cache[KernelName], cache[InitrdName], "console=hvc0");

    private static GuestFiles Make(GuestProgress progress)
    {
        var host = AptHost.Find()
            ?? throw new RunException("Debian's packages come by apt-get, which is not here or has no sources");
        var cache = new GuestCache(Path.Combine(GuestCache.Root, FolderPrefix + host.Suite));
        using (cache.Lock(() => progress.Say("waiting for another hv, which is getting the same guest")))
        {
            // Another one may have made it while this one waited.
            if (IsIntact(cache))
                return Files(cache);

            var packages = FindPackages(cache) ?? Fetch(cache, host, progress);
            progress.Step("Unpacking the kernel", report => Unpack(cache, packages, report));
            cache.Keep(BusyboxInitramfs.Version, [KernelName, InitrdName, packages.Kernel, packages.Busybox]);
        }

        return Files(cache);
    }

    private static Packages? FindPackages(GuestCache cache)
    {
        var names = cache.FindIntact("").Where(name => name.EndsWith(PackageEnd, StringComparison.Ordinal));
        return Packages.Of(names, name => cache[name]);
    }

    private static Packages Fetch(GuestCache cache, AptHost host, GuestProgress progress)
    {
        var apt = new PrivateApt(Path.Combine(cache.Work, "apt"), host, Architecture);
        if (TryFetch(cache, apt, host, progress) is { } packages)
            return packages;

        throw new RunException(
            $"{KernelMetaPackage} and {BusyboxPackage} for {Architecture} cannot be had from {string.Join(", ", host.Sources.Select(source => source.Uri).Distinct())}"
            + (apt.LastComplaint is { } complaint ? $" ({complaint})" : ""));
    }

    private static Packages? TryFetch(GuestCache cache, PrivateApt apt, AptHost host, GuestProgress progress)
    {
        progress.Step($"Fetching Debian's list of packages ({host.Suite})", apt.Update);
        foreach (var kernel in apt.FindBehind(KernelMetaPackage, KernelPackagePrefix))
        {
            if (progress.Step($"Fetching {kernel}", report => apt.Download(cache.Work, [kernel, BusyboxPackage], report)))
            {
                var names = Directory.EnumerateFiles(cache.Work, "*" + PackageEnd).Select(path => Path.GetFileName(path));
                return Packages.Of(names, name => Path.Combine(cache.Work, name));
            }
        }

        return null;
    }

    private static bool Unpack(GuestCache cache, Packages packages, Action<double> report)
    {
        var archive = Path.Combine(cache.Work, "data.tar");
        byte[] busybox;
        DebianPackage.WriteArchive(packages.Path(packages.Busybox), archive);
        using (var files = new PackageFiles(archive))
            busybox = Read(files, packages.Busybox, path => path.EndsWith(BusyboxPath, StringComparison.Ordinal));

        report(0.1);
        DebianPackage.WriteArchive(packages.Path(packages.Kernel), archive);
        report(0.7);
        using (var files = new PackageFiles(archive))
        {
            var kernel = Read(files, packages.Kernel, path => path.StartsWith(KernelPathPrefix, StringComparison.Ordinal));
            File.WriteAllBytes(Path.Combine(cache.Work, KernelName), kernel);
            report(0.8);
            var modules = new KernelModules(
                files.Paths.Where(path => path.Contains(ModulePathPrefix, StringComparison.Ordinal)), files.ReadDecompressed);
            using var initrd = File.Create(Path.Combine(cache.Work, InitrdName));
            try
            {
                BusyboxInitramfs.Write(initrd, busybox, modules.Resolve(Modules));
            }
            catch (InvalidDataException exception)
            {
                throw new RunException($"{packages.Kernel}: {exception.Message}", exception);
            }
        }

        report(1);
        return true;
    }

    private static byte[] Read(PackageFiles files, string package, Func<string, bool> matches) =>
        files.Read(files.Paths.FirstOrDefault(matches) ?? throw new RunException($"{package} has not the file that is expected in it"));

    /// <summary>The files of the two packages, and where they are.</summary>
    private sealed record Packages(string Kernel, string Busybox, Func<string, string> Path)
    {
        public static Packages? Of(IEnumerable<string> names, Func<string, string> path)
        {
            var all = names.ToList();
            var kernel = all.FirstOrDefault(name => name.StartsWith(KernelPackagePrefix, StringComparison.Ordinal));
            var busybox = all.FirstOrDefault(name => name.StartsWith(BusyboxPackage, StringComparison.Ordinal));
            return kernel is not null && busybox is not null ? new Packages(kernel, busybox, path) : null;
        }
    }
}
