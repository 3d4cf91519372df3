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
    private readonly BoundDevice _device;

    /// <summary>Starts a session, and the machine if it is the first.</summary>
    /// <param name="kind">The machine.</param>
    /// <param name="profile">What the contract leaves to it.</param>
    /// <param name="hasNvme">Whether the device is the NVMe controller, not edu.</param>
    /// <param name="isReset">
    /// Whether the kernel resets the device when it is opened and closed: of edu by its bus, which takes the firmware of powernv seconds.
    /// </param>
    public PowerHost(MachineKind kind, HostProfile profile, bool hasNvme = false, bool isReset = true)
    {
        Profile = profile;
        HasBigEndianRegisters = !hasNvme;
        _kernel = AgentMachines.Require(kind).StartSession();
        try
        {
            _device = hasNvme ? BoundDevice.BindNvme(_kernel) : BoundDevice.BindEdu(_kernel);
            SetResets(isReset);
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

    /// <summary>QEMU's edu has the byte order that its machines' processors have after reset; NVMe's is little-endian.</summary>
    public bool HasBigEndianRegisters { get; }

    /// <inheritdoc/>
    public IDeviceMemory MemoryOf(RamBlock block) => new RemoteMemory(_kernel, _kernel.AddressOf(block));

    /// <inheritdoc/>
    public void Dispose() => _kernel.Dispose();

    // "default" and nothing at all choose among the ways to reset that there are; a device without any has no such file.
    private void SetResets(bool isReset)
    {
        var path = $"/sys/bus/pci/devices/{_device.Address}/reset_method";
        if (!_kernel.Files.ReadText(path, out _).IsError)
            _kernel.Files.WriteText(path, isReset ? "default" : "\n");
    }
}
