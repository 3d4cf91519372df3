using Hv.Runtime.Memory;
using Hv.Vfio.Kernel;

namespace Hv.Vfio.Tests.Contract;

/// <summary>A host that the contract is held against: a modelled kernel, this host's, or that of a virtual machine.</summary>
public interface IContractHost : IDisposable
{
    /// <summary>The kernel.</summary>
    IHostKernel Kernel { get; }

    /// <summary>What the contract leaves to the host.</summary>
    HostProfile Profile { get; }

    /// <summary>
    /// The address of the device, bound to vfio-pci: <c>0000:00:04.0</c>. QEMU's <c>edu</c>, whose DMA mask has 64 bits; another where
    /// a contract says so.
    /// </summary>
    string DeviceAddress { get; }

    /// <summary>The IOMMU group of the device.</summary>
    int Group { get; }

    /// <summary>Whether the device's registers are big-endian, as those of QEMU's machines for PowerPC.</summary>
    bool HasBigEndianRegisters { get; }

    /// <summary>The memory behind a block that was shared with the kernel.</summary>
    IDeviceMemory MemoryOf(RamBlock block);

    /// <summary>Called when a test has given back all that it has; a host that can tell fails the test when that is not so.</summary>
    void CheckAfterTest()
    {
    }
}
