using Hv.Runtime.Memory;
using Hv.Vfio.Kernel;
using Hv.Vfio.Tests.Contract;

namespace Hv.Vfio.Tests.Real;

/// <summary>The host that the test runs on: a device of it is bound to vfio-pci here, and stays so.</summary>
internal sealed class RealHost : IContractHost
{
    private readonly BoundDevice _device;

    public RealHost(HostProfile profile, Func<IHostKernel, BoundDevice> bind)
    {
        Profile = profile;
        _device = bind(Kernel);
    }

    public IHostKernel Kernel { get; } = new LinuxKernel();

    public HostProfile Profile { get; }

    public string DeviceAddress => _device.Address;

    public int Group => _device.Group;

    public bool HasBigEndianRegisters => false;

    public IDeviceMemory MemoryOf(RamBlock block) => new ProcessMemory(block);

    public void Dispose()
    {
        // The device stays bound: the next fixture uses it.
    }
}
