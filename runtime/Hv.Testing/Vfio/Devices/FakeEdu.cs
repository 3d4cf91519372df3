namespace Hv.Testing.Vfio.Devices;

/// <summary>
/// A device with the registers of QEMU's <c>edu</c> (docs/specs/edu: identification, liveness, factorial, interrupts, DMA): it computes
/// and copies at once, and its DMA reaches 64 bits.
/// </summary>
/// <remarks>
/// Its registers cannot be mapped, unlike those of the original: accesses to mapped memory would not be seen.
/// </remarks>
public sealed class FakeEdu : FakeDevice
{
    private const ushort EduVendor = 0x1234;
    private const ushort EduDevice = 0x11E8;
    private const uint OtherClass = 0x00_FF_00;
    private const byte EduRevision = 0x10;
    private const byte MsiOffset = 0x40;

    private readonly EduRegisters _registers;

    /// <summary>Makes one.</summary>
    /// <param name="address">Its address on the host.</param>
    /// <param name="group">Its IOMMU group.</param>
    /// <param name="hasBigEndianRegisters">Whether its registers are big-endian, as on QEMU's machines for PowerPC.</param>
    public FakeEdu(string address = "0000:00:04.0", int group = 1, bool hasBigEndianRegisters = false)
        : base(address, group, EduVendor, EduDevice, OtherClass)
    {
        _registers = new EduRegisters(this, hasBigEndianRegisters);
        SetRegion(0, _registers);
        Configuration.SetRevision(EduRevision);
        Configuration.SetInterruptPin(1);
        Configuration.AddMsi(MsiOffset);
    }

    /// <summary>Raises the interrupt as the device itself does: causes that are set stay until they are acknowledged.</summary>
    public void Raise(uint causes) => _registers.Raise(causes);

    /// <inheritdoc/>
    protected override void OnReset() => _registers.Reset();
}
