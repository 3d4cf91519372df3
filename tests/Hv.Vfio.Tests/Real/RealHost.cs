using Hv.Runtime.Memory;
using Hv.Vfio.Kernel;
using Hv.Vfio.Tests.Contract;

namespace Hv.Vfio.Tests.Real;

/// <summary>The host that the test runs on: it has an <c>edu</c> device, which is bound to vfio-pci here and stays so.</summary>
internal sealed class RealHost : IContractHost
{
    private readonly EduDevice _device;

    public RealHost(HostProfile profile)
    {
        Profile = profile;
        _device = EduDevice.Bind(Kernel);
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
