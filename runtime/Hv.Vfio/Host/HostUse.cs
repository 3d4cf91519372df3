using Hv.Vfio.Kernel;

namespace Hv.Vfio.Host;

/// <summary>What the host does with a device, as far as sysfs and procfs show it: file systems, swap, network interfaces.</summary>
internal static class HostUse
{
    private const string BlockDevices = "/sys/class/block";
    private const string NetworkInterfaces = "/sys/class/net";
    private const string Subsystems = "/sys/class/nvme-subsystem";
    private const string Mounts = "/proc/self/mountinfo";
    private const string Swaps = "/proc/swaps";
    private const uint IsUp = 0x1;

    /// <summary>Finds the uses of a device.</summary>
    /// <returns>Each as the end of a sentence: <c>/dev/nvme0n1p1 is mounted on /</c>.</returns>
    public static IReadOnlyList<string> Find(IHostFiles files, HostPciAddress address)
    {
        var blocks = FindBlockDevices(files, address);
        return [.. OfMounts(files, blocks), .. OfSwaps(files, blocks), .. OfNetwork(files, address)];
    }

    /// <summary>The block devices of the function, and those that are made of them (device mapper, RAID): names and numbers.</summary>
    private static Dictionary<string, string> FindBlockDevices(IHostFiles files, HostPciAddress address)
    {
        var owners = new List<string> { $"/{address}/" };

        // The disks of an NVMe controller that may have several paths are its subsystem's, which is no PCI device's.
        _ = files.List(Subsystems, out var subsystems);
        foreach (var subsystem in subsystems)
        {
            _ = files.List($"{Subsystems}/{subsystem}", out var parts);
            if (parts.Any(part => IsOf(files, $"{Subsystems}/{subsystem}/{part}", owners[..1])))
                owners.Add($"/{subsystem}/");
        }

        _ = files.List(BlockDevices, out var names);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var left = new Queue<string>(names.Where(name => IsOf(files, $"{BlockDevices}/{name}", owners)));
        while (left.TryDequeue(out var name))
        {
            _ = files.ReadText($"{BlockDevices}/{name}/dev", out var number);
            if (!found.TryAdd(name, number.Trim()))
                continue;

            _ = files.List($"{BlockDevices}/{name}/holders", out var holders);
            foreach (var holder in holders)
                left.Enqueue(holder);
        }

        return found;
    }

    private static IEnumerable<string> OfMounts(IHostFiles files, Dictionary<string, string> blocks)
    {
        // Id, parent, major:minor, root, mount point, options, …, "-", type, source, options (proc(5)).
        _ = files.ReadText(Mounts, out var text);
        foreach (var line in text.Split('\n'))
        {
            var fields = line.Split(' ');
            var dash = Array.IndexOf(fields, "-");
            if (dash < 6)
                continue;

            // btrfs has numbers of its own; there the source is the device.
            var source = dash + 2 < fields.Length ? fields[dash + 2] : "";
            var name = blocks.FirstOrDefault(block => block.Value == fields[2] || source == $"/dev/{block.Key}").Key;
            if (name is not null)
                yield return $"/dev/{name} is mounted on {fields[4]}";
        }
    }

    private static IEnumerable<string> OfSwaps(IHostFiles files, Dictionary<string, string> blocks)
    {
        _ = files.ReadText(Swaps, out var text);
        return text.Split('\n').Select(line => line.Split((char[])[' ', '\t'])[0])
            .Where(path => path.StartsWith("/dev/", StringComparison.Ordinal) && blocks.ContainsKey(path["/dev/".Length..]))
            .Select(path => $"{path} is used for swap");
    }

    private static IEnumerable<string> OfNetwork(IHostFiles files, HostPciAddress address)
    {
        _ = files.List(NetworkInterfaces, out var names);
        return names.Where(name => IsOf(files, $"{NetworkInterfaces}/{name}", [$"/{address}/"]) && IsInterfaceUp(files, name))
            .Select(name => $"the network interface {name} is up");
    }

    private static bool IsInterfaceUp(IHostFiles files, string name) =>
        HostPciDevice.ReadNumber(files, $"{NetworkInterfaces}/{name}/flags") is { } flags && (flags & IsUp) != 0;

    /// <summary>Whether a link leads below one of these.</summary>
    private static bool IsOf(IHostFiles files, string link, List<string> owners) =>
        !files.ReadLink(link, out var target).IsError && owners.Exists(owner => $"{target}/".Contains(owner, StringComparison.Ordinal));
}
