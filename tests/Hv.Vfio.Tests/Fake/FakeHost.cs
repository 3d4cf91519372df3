using Hv.Runtime.Memory;
using Hv.Testing.Vfio;
using Hv.Testing.Vfio.Devices;
using Hv.Vfio.Kernel;
using Hv.Vfio.Tests.Contract;

namespace Hv.Vfio.Tests.Fake;

/// <summary>A modelled host with an <c>edu</c> device.</summary>
internal sealed class FakeHost(FakeKernelOptions options, HostProfile profile) : IContractHost
{
    private const int SettleMilliseconds = 10_000;

    public FakeKernel FakeKernel { get; } = new(options, EduOf(options));

    public IHostKernel Kernel => FakeKernel;

    public HostProfile Profile => profile;

    public string DeviceAddress => FakeKernel.Devices[0].Address;

    public int Group => FakeKernel.Devices[0].GroupNumber;

    public bool HasBigEndianRegisters => options.Architecture == HostArchitecture.PowerPc;

    public static FakeHost Q35() => new(FakeKernelOptions.Pc, HostProfile.Q35);

    public static FakeHost Powernv9() => new(FakeKernelOptions.Powernv9, HostProfile.Powernv9);

    public static FakeHost Pseries() => new(FakeKernelOptions.Pseries, HostProfile.Pseries);

    public static FakeEdu EduOf(FakeKernelOptions options) =>
        new(group: 3, hasBigEndianRegisters: options.Architecture == HostArchitecture.PowerPc) { Driver = FakeDevice.VfioDriver };

    public IDeviceMemory MemoryOf(RamBlock block) => new ProcessMemory(block);

    public void Dispose()
    {
        // The thread that waits for events closes its own a moment after the last device is gone.
        SpinWait.SpinUntil(() => !FindLeaks().Any(), SettleMilliseconds);
        Assert.That(FindLeaks(), Is.Empty);
        Assert.That(FakeKernel.Corruptions, Is.Empty);
    }

    /// <summary>What a test left open would be lost to who uses the kernel; what the kernel itself loses is part of the contract.</summary>
    private IEnumerable<string> FindLeaks() => FakeKernel.Leaks.Items.Where(item =>
        !item.Contains("for good", StringComparison.Ordinal) && !item.Contains("locked", StringComparison.Ordinal));
}
