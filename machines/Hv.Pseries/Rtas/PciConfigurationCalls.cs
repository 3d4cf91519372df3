using Hv.Runtime.Calls;
using Hv.Runtime.Declarations;
using Hv.Runtime.Pci;
using Hv.Runtime.Rtas;

namespace Hv.Pseries.Rtas;

/// <summary>
/// Configuration spaces of PCI functions (LoPAR 7.3.4). Whatever is wrong, the counts included, is a hardware error: early guests
/// probe for functions that way.
/// </summary>
[RtasCalls]
internal sealed partial class PciConfigurationCalls(PseriesMachine machine)
{
    /// <summary>Reads a configuration register of the host bridge whose BUID is 0.</summary>
    [RtasCall(0x2014, "read-pci-config", CountsError = RtasStatus.HardwareError)]
    private RtasStatus ReadOld(PciConfigAddress address, uint size, out uint value) => Read(address, default, size, out value);

    /// <summary>Writes a configuration register of the host bridge whose BUID is 0.</summary>
    [RtasCall(0x2015, "write-pci-config", CountsError = RtasStatus.HardwareError)]
    private RtasStatus WriteOld(PciConfigAddress address, uint size, uint value) => Write(address, default, size, value);

    /// <summary>Reads a configuration register.</summary>
    [RtasCall(0x2016, "ibm,read-pci-config", CountsError = RtasStatus.HardwareError)]
    private RtasStatus Read(PciConfigAddress address, Buid phb, uint size, out uint value)
    {
        if (!TryFind(address, phb, size, out var function))
        {
            value = 0;
            return RtasStatus.HardwareError;
        }

        value = function.ReadConfiguration(address.Register, (int)size);
        return RtasStatus.Success;
    }

    /// <summary>Writes a configuration register.</summary>
    [RtasCall(0x2017, "ibm,write-pci-config", CountsError = RtasStatus.HardwareError)]
    private RtasStatus Write(PciConfigAddress address, Buid phb, uint size, uint value)
    {
        if (!TryFind(address, phb, size, out var function))
            return RtasStatus.HardwareError;

        function.WriteConfiguration(address.Register, (int)size, value);
        return RtasStatus.Success;
    }

    private bool TryFind(PciConfigAddress address, Buid phb, uint size, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PciFunction? function)
    {
        function = size is 1 or 2 or 4 ? machine.FindHostBridge(phb)?.Bus.Find(address.Bus, address.DeviceFunction) : null;
        return function is not null && address.Register % (int)size == 0 && address.Register < function.Configuration.Size;
    }
}
