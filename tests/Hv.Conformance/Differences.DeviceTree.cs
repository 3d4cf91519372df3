using Hv.Conformance.Guests;
using Hv.Conformance.Infrastructure;

namespace Hv.Conformance;

/// <summary>What a kernel finds to be different in the device tree.</summary>
internal static partial class Differences
{
    private static readonly string[] PackageNodes = ["/aliases/", "/options/", "/openprom/", "/packages/", "/mmu/"];

    public static readonly Difference<TreeObservation> FirmwareHasNoPackages = new(
        "SLOF has packages, options and marks of its own, none of which a client needs.",
        seen => seen.Hv is null && (PackageNodes.Any(seen.Path.StartsWith) || seen.Name.StartsWith("slof,", StringComparison.Ordinal) || seen.Name == "mmu"
            || seen.Path is "/chosen/qemu,graphic-depth" or "/chosen/qemu,graphic-height" or "/chosen/qemu,graphic-width"));

    public static readonly Difference<TreeObservation> HandlesAreFirmwares = new(
        "Handles of nodes and of what is open are whatever the firmware gives.",
        seen => seen.Name is "phandle" or "linux,phandle" or "interrupt-map" || seen.Path is "/chosen/cpu" or "/chosen/memory" or "/chosen/stdin" or "/chosen/stdout");

    public static readonly Difference<TreeObservation> PlacesAreFirmwares = new(
        "Where things lie in memory follows from what the firmware takes of it.",
        seen => seen.Name is "available" or "linux,rtas-base" or "linux,rtas-entry" or "linux,initrd-start" or "linux,initrd-end" or "linux,tce-alloc-start"
            or "linux,tce-alloc-end" or "rng-seed");

    public static readonly Difference<TreeObservation> ThereIsNoXive = new(
        "The guest is offered XICS alone until there is XIVE.",
        seen => seen.Path.StartsWith("/interrupt-controller", StringComparison.Ordinal)
            || seen.Name is "ibm,plat-res-int-priorities" or "ibm,architecture-vec-5" or "ibm,arch-vec-5-platform-support");

    public static readonly Difference<TreeObservation> NothingIsOfferedThatIsNotThere = new(
        "Decimal floating point, performance monitoring, event-based branches, copy and paste are not executed, and not offered.",
        seen => (seen.Name == "ibm,dfp" && seen.Hv is null) || seen.Name == "ibm,pa-features");

    public static readonly Difference<TreeObservation> ConnectorsAreInOrder = new(
        "QEMU lists connectors in the order of a hash table.",
        seen => seen.Name.StartsWith("ibm,drc-", StringComparison.Ordinal) && seen.Hv?.Length == seen.Qemu?.Length);

    public static readonly Difference<TreeObservation> CapacityOfLogicalMemory = new(
        "ibm,lrdr-capacity holds the end of RAM where no memory can be added: kernels size their window by it.",
        seen => seen.Name == "ibm,lrdr-capacity");

    public static readonly Difference<TreeObservation> ThereAreNoNvdimms = new(
        "There are no NVDIMMs, and no node for them.",
        seen => seen.Hv is null && seen.Path.StartsWith("/ibm,persistent-memory/", StringComparison.Ordinal));
}
