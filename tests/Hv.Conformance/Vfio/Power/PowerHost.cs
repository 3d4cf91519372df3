using Hv.Conformance.Vfio.Agent;
using Hv.Conformance.Vfio.Machines;
using Hv.Runtime.Memory;
using Hv.Vfio.Kernel;
using Hv.Vfio.Tests.Contract;

namespace Hv.Conformance.Vfio.Power;

/// <summary>A machine of POWER for a fixture of the contract: a session of its agent.</summary>
internal sealed class PowerHost : IContractHost
{
    private readonly RemoteKernel _kernel;
    private readonly EduDevice _device;

    /// <summary>Starts a session, and the machine if it is the first.</summary>
    public PowerHost(MachineKind kind, HostProfile profile)
    {
        Profile = profile;
        _kernel = AgentMachines.Require(kind).StartSession();
        try
        {
            _device = EduDevice.Bind(_kernel);
        }
        catch
        {
            _kernel.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IHostKernel Kernel => _kernel;

    /// <inheritdoc/>
    public HostProfile Profile { get; }

    /// <inheritdoc/>
    public string DeviceAddress => _device.Address;

    /// <inheritdoc/>
    public int Group => _device.Group;

    /// <summary>The device has the byte order of its machine's processor after reset.</summary>
    public bool HasBigEndianRegisters => true;

    /// <inheritdoc/>
    public IDeviceMemory MemoryOf(RamBlock block) => new RemoteMemory(_kernel, _kernel.AddressOf(block));

    /// <inheritdoc/>
    public void Dispose() => _kernel.Dispose();
}
