using Hv.Runtime.Machines;

namespace Hv.Pseries;

/// <content>What versions say of devices that the platform does not know by type.</content>
public abstract partial class PseriesMachine
{
    // Up to 5.1 QEMU's controller had an id that Intel gave it, up to 5.2 a register for its messages alone; from 6.1 to 7.0 its
    // namespaces had an EUI-64 when they were given none.
    private static readonly GlobalProperty IntelNvme = new("nvme", "use-intel-id", "on");

    private static readonly GlobalProperty ExclusiveMessages = new("nvme", "msix-exclusive-bar", "on");

    private static readonly GlobalProperty NamespaceIdentifiers = new("nvme-ns", "eui64-default", "on");

    /// <inheritdoc/>
    protected override IEnumerable<GlobalProperty> DeviceDefaults
    {
        get
        {
            var version = (Version.Major, Version.Minor);
            if (version.CompareTo((5, 1)) <= 0)
                yield return IntelNvme;

            if (version.CompareTo((5, 2)) <= 0)
                yield return ExclusiveMessages;

            if (version.CompareTo((6, 1)) >= 0 && version.CompareTo((7, 0)) <= 0)
                yield return NamespaceIdentifiers;
        }
    }
}
