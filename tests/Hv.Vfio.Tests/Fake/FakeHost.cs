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

    /// <summary>A failed tear-down of a fixture is no failed test to every runner; that of a test is.</summary>
    public void CheckAfterTest()
    {
        Assert.That(FakeKernel.Corruptions, Is.Empty);
        if (FakeKernel.Devices.Any(device => device.IsOpen))
            return; // It is the fixture's.

        // The thread that waits for events closes its own a moment after the last device is gone.
        SpinWait.SpinUntil(() => FindLeaks().Count == 0, SettleMilliseconds);
        Assert.That(FindLeaks(), Is.Empty);
    }

    public void Dispose() => CheckAfterTest();

    private List<string> FindLeaks()
    {
        var leaks = FakeKernel.Leaks.Items;

        // What the kernel itself loses is part of the contract; so is the memory that it keeps, which the fixture does too.
        var keeps = leaks.Any(item => item.Contains("for good", StringComparison.Ordinal));
        return [.. leaks.Where(item => !item.Contains("for good", StringComparison.Ordinal)
            && !item.Contains("locked", StringComparison.Ordinal)
            && !(keeps && item.StartsWith("shared", StringComparison.Ordinal)))];
    }
}
