using Hv.Runtime.Declarations;
using Hv.Runtime.Memory;
using Hv.Runtime.Pci;

namespace Hv.Runtime.Tests.Pci;

/// <summary>A function that a test describes: registers behind base address registers, messages, a pin.</summary>
[Device("pci-test-function")]
[NotMigratable("it is a test's")]
internal sealed partial class PciTestFunction : PciFunction, IMmioDevice
{
    [ThreadStatic]
    private static Action<PciTestFunction>? _next;

    private readonly Action<PciTestFunction>? _describe = _next;

    /// <summary>How the next function that this thread makes is described.</summary>
    public static Action<PciTestFunction>? Next
    {
        set => _next = value;
    }

    /// <summary>What its registers hold, all of them the same.</summary>
    public ulong Value { get; set; } = 0x1234_5678;

    public int Space { get; set; } = PciConfigurationSpace.ConventionalSize;

    protected override int ConfigurationSize => Space;

    public ulong ReadRegister(ulong offset, int width) => Value;

    public void WriteRegister(ulong offset, int width, ulong value) => Value = value;

    public PciBar AddRegisters(int index, PciBarKind kind, ulong size) =>
        AddBar(index, kind, new MmioRegion($"registers-{index}", size, this, Machine.Lock));

    public new MsiCapability AddMsi(int vectors, int offset = 0, bool is64Bit = true, bool isMaskable = false) =>
        base.AddMsi(vectors, offset, is64Bit, isMaskable);

    public MsixCapability AddMsix(int vectors) => AddMsix(vectors, 0, tableBar: 0, 0, pendingBar: 0, 0x8000);

    protected override void OnRealizeFunction()
    {
        Configuration.SetIdentity(0x1234, 0x0001, 0x00FF, 0);
        Configuration.SetByte(PciRegister.InterruptPin, 1);
        _describe?.Invoke(this);
    }
}
