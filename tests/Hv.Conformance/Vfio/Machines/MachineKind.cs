using Hv.Conformance.Infrastructure;
using Hv.Conformance.Vfio.Packages;

namespace Hv.Conformance.Vfio.Machines;

/// <summary>
/// A machine of QEMU whose kernel drives an IOMMU by VFIO. It has an edu device and an NVMe controller, each in a group of its own.
/// </summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Packages">What it is made of.</param>
/// <param name="Program">Finds its QEMU.</param>
/// <param name="Options">QEMU's options for the machine.</param>
/// <param name="Bus">The end of a device's option: where it is plugged, by its number from 0.</param>
/// <param name="CommandLine">The kernel's command line.</param>
internal sealed record MachineKind(
    string Name, PackageSet Packages, Func<string> Program, IReadOnlyList<string> Options, Func<int, string> Bus, string CommandLine)
{
    // A crash of the kernel ends the machine at once.
    private const string EndsAtPanic = "panic=-1 oops=panic";

    // Nothing of it is wider than 2 GiB, where the default DMA windows of POWER end too.
    private const string Memory = "2G";

    /// <summary>
    /// POWER9 without a hypervisor below it: IODA2, TCE tables of several levels. Its buses exist with the default devices alone.
    /// </summary>
    public static readonly MachineKind PowerNv9 = new(
        "powernv9",
        PackageSet.Power,
        QemuInstallation.Require,
        ["-machine", "powernv9", "-m", Memory, "-vga", "none", "-net", "none"],
        index => $",bus=pcie.{index}",
        $"console=hvc0 {EndsAtPanic}");

    /// <summary>POWER9 as a guest of a hypervisor, whose TCE tables are reached by hypercalls. A host bridge is a group.</summary>
    public static readonly MachineKind Pseries = new(
        "pseries",
        PackageSet.Power,
        QemuInstallation.Require,
        [
            "-nodefaults", "-machine", "pseries-7.2", "-cpu", "POWER9", "-m", Memory,
            "-device", "spapr-pci-host-bridge,index=1,id=bridge0", "-device", "spapr-pci-host-bridge,index=2,id=bridge1",
        ],
        index => index < 2 ? $",bus=bridge{index}.0" : ",bus=pci.0",
        $"console=hvc0 {EndsAtPanic}");

    /// <summary>
    /// x86 with an IOMMU of Intel's kind. Without "smap=off" the emulation of versions before 9.1 takes the IRET by which .NET comes
    /// back from a caught signal for an access of the kernel's, and the guest's kernel dies of it.
    /// </summary>
    public static readonly MachineKind Q35 = new(
        "q35",
        PackageSet.X86,
        QemuInstallation.RequireX86,
        ["-nodefaults", "-machine", "q35", "-cpu", "max,smap=off", "-m", Memory, "-device", "intel-iommu"],
        index => $",bus=pcie.0,addr={FirstSlot + index}",
        $"console=ttyS0 intel_iommu=on {EndsAtPanic}");

    /// <summary>The slot of the edu device of <see cref="Q35"/>; its NVMe controller is in the next: 0000:00:04.0 and 0000:00:05.0.</summary>
    private const int FirstSlot = 4;
}
