using System.Globalization;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Host;

/// <summary>
/// Gives devices of the host to vfio-pci, and back to the host's drivers (Linux, ABI/testing/sysfs-bus-pci: driver_override,
/// drivers_probe). Needs root, and lasts until the host starts again.
/// </summary>
public static class DriverBinding
{
    private const string Probe = "/sys/bus/pci/drivers_probe";

    /// <summary>What takes a driver's name out of driver_override.</summary>
    private const string NoOverride = "\n";

    /// <summary>Binds a device to vfio-pci; nothing is done when it is bound already.</summary>
    /// <param name="kernel">The kernel of the host.</param>
    /// <param name="address">Where the device is.</param>
    /// <param name="force">Whether to bind a device that the host uses.</param>
    /// <exception cref="VfioException">
    /// There is no such device, it is a bridge, in no IOMMU group, in use by the host, or a step failed: then the host's driver is
    /// asked to take it again.
    /// </exception>
    public static BindingOutcome Bind(IHostKernel kernel, HostPciAddress address, bool force = false)
    {
        var files = kernel.Files;
        var before = Find(files, address);
        if (before.IsBoundToVfio)
            return Outcome(files, before);

        if (before.Group is null)
            throw new VfioException($"{address}: {HostFindings.ExplainNoGroup(files)} To pass it through, {HostFindings.AdviseNoGroup(files)}.");

        if (!HostFindings.IsModuleLoaded(files))
        {
            throw new VfioException(
                $"{address}: the kernel has not loaded the driver {HostPciDevice.VfioDriver} ({HostFindings.ModulePath} does not exist): 'modprobe vfio-pci'.");
        }

        if (!force && HostUse.Find(files, address) is [_, ..] uses)
            throw new VfioException($"{address}: the host uses it: {string.Join(", ", uses)}. End that first; --force takes it all the same.");

        var path = HostPciDevice.PathOf(address);
        try
        {
            Write(files, $"{path}/driver_override", HostPciDevice.VfioDriver, address);
            if (before.Driver is not null)
                Write(files, $"{path}/driver/unbind", $"{address}", address);

            Write(files, Probe, $"{address}", address);
            var outcome = Outcome(files, before);
            if (outcome.After.IsBoundToVfio)
                return outcome;

            throw new VfioException(
                $"{address}: {HostPciDevice.VfioDriver} did not take the device ({DriverOf(outcome.After)}); the kernel's log (dmesg) tells why.");
        }
        catch (VfioException exception)
        {
            GiveBack(files, address);
            throw new VfioException($"{exception.Message} {Whereabouts(files, before)}", exception);
        }
    }

    /// <summary>Takes a device from vfio-pci and lets the host's drivers have it; nothing is done when vfio-pci does not have it.</summary>
    /// <returns>The device afterwards has no driver where the host has none for it.</returns>
    /// <exception cref="VfioException">There is no such device, it is a bridge, a process has its group, or a step failed.</exception>
    public static BindingOutcome Unbind(IHostKernel kernel, HostPciAddress address)
    {
        var files = kernel.Files;
        var before = Find(files, address);
        var path = HostPciDevice.PathOf(address);
        if (!before.IsBoundToVfio)
        {
            // Nobody has it, and the name that keeps others from having it may still be there.
            if (before.Driver is null && !files.ReadText($"{path}/driver_override", out var text).IsError && text.Trim() == HostPciDevice.VfioDriver)
            {
                Write(files, $"{path}/driver_override", NoOverride, address);
                Write(files, Probe, $"{address}", address);
            }

            return Outcome(files, before);
        }

        CheckUnused(kernel, before);
        Write(files, $"{path}/driver_override", NoOverride, address);
        Write(files, $"{path}/driver/unbind", $"{address}", address);
        Write(files, Probe, $"{address}", address);
        var outcome = Outcome(files, before);
        return !outcome.After.IsBoundToVfio
            ? outcome
            : throw new VfioException(
                $"{address}: {HostPciDevice.VfioDriver} has the device again: it was told to take all of its kind ({HostFindings.ModulePath}/new_id,"
                + " or 'ids=' of the module).");
    }

    private static HostPciDevice Find(IHostFiles files, HostPciAddress address)
    {
        var found = HostPciDevice.Find(files, address)
            ?? throw new VfioException($"{address}: the host has no such device ({HostPciDevice.PathOf(address)} does not exist); 'hv vfio list' shows what there is.");
        return !found.IsBridge
            ? found
            : throw new VfioException($"{address}: it is a bridge, which the host needs to reach other devices; its driver stays as it is.");
    }

    /// <summary>The kernel waits for a process that has the device, for as long as it takes.</summary>
    private static void CheckUnused(IHostKernel kernel, HostPciDevice device)
    {
        if (device.Group is not { } group)
            return;

        var path = string.Create(CultureInfo.InvariantCulture, $"/dev/vfio/{group}");
        var opened = kernel.Open(path);
        if (!opened.IsError)
            _ = kernel.Close(opened.Number);

        if (opened.Error == Errno.Busy)
        {
            throw new VfioException(
                $"{device.Address}: a process has IOMMU group {group}, and the kernel would wait until it gives it up: end it first (fuser {path} tells which).");
        }
    }

    private static void Write(IHostFiles files, string path, string text, HostPciAddress address)
    {
        var result = files.WriteText(path, text);
        if (!result.IsError)
            return;

        throw new VfioException($"{address}: {path} cannot be written: {result}; {result.Error switch
        {
            Errno.AccessDenied or Errno.NotPermitted => "only root may change drivers: run it with sudo.",
            Errno.ReadOnlyFileSystem => "/sys is read-only here, as in a container: run it on the host itself.",
            Errno.NotFound => "the device or its driver went away meanwhile: look again with 'hv vfio list'.",
            Errno.NoDevice => "the driver does not have the device any more: look again with 'hv vfio list'.",
            _ => "the kernel's log (dmesg) may tell why.",
        }}");
    }

    /// <summary>Undoes a binding that did not come about, as far as it goes.</summary>
    private static void GiveBack(IHostFiles files, HostPciAddress address)
    {
        _ = files.WriteText($"{HostPciDevice.PathOf(address)}/driver_override", NoOverride);
        _ = files.WriteText(Probe, $"{address}");
    }

    private static string Whereabouts(IHostFiles files, HostPciDevice before) =>
        HostPciDevice.Find(files, before.Address) is not { } now ? "The device is gone."
        : now.Driver == before.Driver ? $"It is as it was ({DriverOf(now)})."
        : $"It is not as it was: {DriverOf(now)}, {DriverOf(before)} before.";

    private static BindingOutcome Outcome(IHostFiles files, HostPciDevice before)
    {
        var after = HostPciDevice.Find(files, before.Address) ?? throw new VfioException($"{before.Address}: the device is gone.");
        return new BindingOutcome(
            before, after, after.Group is not { } group ? []
                : [.. HostPciDevice.OfGroup(files, group).Where(member => member.Address != after.Address && member.BlocksGroup)]);
    }

    private static string DriverOf(HostPciDevice device) => device.Driver is { } driver ? $"driver {driver}" : "no driver";
}
