using Hv.Vfio.Kernel;

namespace Hv.Vfio.Host;

/// <summary>Looks whether a device of the host can be passed through to a guest.</summary>
public static class PassthroughCheck
{
    /// <summary>Looks at a device, its group, the kernel's modules and files, and the limits of this process.</summary>
    /// <param name="kernel">The kernel of the host.</param>
    /// <param name="address">Where the device is.</param>
    /// <param name="memory">Bytes of RAM of the guest that is to get it; <see langword="null"/>: not known.</param>
    /// <remarks>
    /// A device that is bound to vfio-pci and whose group is free is opened for a moment, as a guest would: in a container of its own,
    /// with an IOMMU. All of it is closed again. The kernel may reset the device at that, as it does when a guest takes it.
    /// </remarks>
    public static PassthroughReport Run(IHostKernel kernel, HostPciAddress address, ulong? memory = null)
    {
        var files = kernel.Files;
        if (HostPciDevice.Find(files, address) is not { } device)
        {
            var path = HostPciDevice.PathOf(address);
            return new PassthroughReport(
                address, null, [PassthroughFinding.Problem(
                    PassthroughTopic.Device, $"The host has no such device: {path} does not exist.", "'hv vfio list' shows what there is")]);
        }

        if (device.IsBridge)
        {
            return new PassthroughReport(
                address, device, [PassthroughFinding.Problem(
                    PassthroughTopic.Device, $"It is a bridge (class 0x{device.ClassCode:x6}): the host needs it to reach other devices.",
                    "pass the devices behind it through")]);
        }

        List<PassthroughFinding> findings =
        [
            PassthroughFinding.Ok(PassthroughTopic.Device, $"It exists and is no bridge (class 0x{device.ClassCode:x6})."),
            .. HostFindings.OfGroup(files, device),
            .. HostFindings.OfDriver(files, device),
        ];

        var isFree = device.IsBoundToVfio && findings.TrueForAll(finding => finding.Kind != FindingKind.Problem);
        var tried = new KernelFindings(kernel, device);
        tried.Look(isFree);
        findings.AddRange(tried.Findings);
        findings.Add(HostFindings.OfMemory(LockedMemory.Read(files), memory, tried.TableBytes));
        return new PassthroughReport(address, device, [.. findings.OrderBy(finding => finding.Topic)]);
    }
}
