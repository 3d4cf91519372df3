namespace Hv.Conformance.Vfio.Packages;

/// <summary>What a lab's machine is made of: packages of Debian, for its architecture.</summary>
/// <param name="Architecture">The architecture as Debian names it.</param>
/// <param name="KernelMetaPackage">The package that depends on the newest kernel's.</param>
/// <param name="OldestKernel">The oldest kernel that will do.</param>
/// <param name="Modules">Modules of the kernel that are loaded; what they need comes by itself.</param>
/// <param name="LibraryPackages">Packages with libraries; with the names that one has in different suites, the first that there is counts.</param>
/// <param name="Libraries">The libraries that are taken of them, by the names by which programs ask for them.</param>
internal sealed record PackageSet(
    string Architecture,
    string KernelMetaPackage,
    Version OldestKernel,
    IReadOnlyList<string> Modules,
    IReadOnlyList<string> LibraryPackages,
    IReadOnlyList<string> Libraries)
{
    /// <summary>How the names of kernel packages start.</summary>
    public const string KernelPackageStart = "linux-image-";

    /// <summary>A shell and its tools in one program without libraries.</summary>
    public const string BusyboxPackage = "busybox-static";

    /// <summary>
    /// POWER with 64 KiB pages. Kernels before 6.12 cannot bind vfio-pci there (the probe fails with EINVAL): the IOMMU of PowerPC
    /// answered VFIO's newer questions only later.
    /// </summary>
    public static readonly PackageSet Power = new(
        "ppc64el", "linux-image-powerpc64le-64k", new Version(6, 12), ["vfio-iommu-spapr-tce", "vfio-pci"], [], []);

    /// <summary>x86 with what a self-contained program of .NET is linked to.</summary>
    public static readonly PackageSet X86 = new(
        "amd64",
        "linux-image-cloud-amd64",
        new Version(5, 10),
        ["virtio-pci", "virtio-console", "vfio-iommu-type1", "vfio-pci"],
        ["libc6", "libgcc-s1", "libstdc++6", "libssl3|libssl3t64"],
        [
            "ld-linux-x86-64.so.2", "libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libgcc_s.so.1", "libstdc++.so.6",
            "libssl.so.3", "libcrypto.so.3",
        ]);

    /// <summary>All packages but the kernel's, of an archive.</summary>
    /// <param name="exists">Whether it has a package of a name.</param>
    public IEnumerable<string> OtherPackages(Func<string, bool> exists) => LibraryPackages
        .Select(package => package.Split('|'))
        .Select(names => names.FirstOrDefault(exists) ?? names[0])
        .Prepend(BusyboxPackage);
}
