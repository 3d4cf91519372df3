using Hv.Runtime.Interrupts;
using Hv.Runtime.Memory;
using Hv.Runtime.Objects;

namespace Hv.Runtime.Tests.Monitors.Infrastructure;

/// <summary>
/// A device with two interrupt pins and registers at <c>reg</c>: a write of a byte to offset n sets pin n. <c>reg=13</c> refuses
/// to be realized, after it has taken its place.
/// </summary>
internal sealed class PlainDevice : Device, IInterruptPins
{
    public static readonly ObjectProperty<uint> Register = new(
        "plain-base", "reg", "Register", "Where its registers are; 0: nowhere.", PropertyCodec.Integer<uint>(0, 0xFFFF_0000), 0,
        target => ((PlainDevice)target)._register, (target, value) => ((PlainDevice)target)._register = value);

    public static readonly ObjectProperty<bool> Quick = new(
        "plain-base", "quick", "Quick", "Whether it is quick.", PropertyCodec.Boolean, true,
        target => ((PlainDevice)target)._quick, (target, value) => ((PlainDevice)target)._quick = value);

    public static readonly ObjectType BaseType = new("plain-base", "What plain devices have in common", null, null, [Register, Quick]);
    public static readonly ObjectType HotType = new("plain-hot", "Can be added at any time", BaseType, () => new PlainDevice(HotType!), []);
    public static readonly ObjectType ColdType = new("plain-cold", "Is there from the start", BaseType, () => new PlainDevice(ColdType!), []);
    public static readonly ObjectType InnerType = new("plain-inner", "Made by machines", BaseType, () => new PlainDevice(InnerType!), []);

    private readonly ObjectType _type;
    private readonly InterruptLine[] _pins = [new("pin", 0), new("pin", 1)];
    private MmioRegion? _registers;
    private uint _register;
    private bool _quick = true;

    private PlainDevice(ObjectType type) => _type = type;

    public override ObjectType Type => _type;

    public override bool IsUserCreatable => _type != InnerType;

    public override bool IsHotPluggable => _type == HotType;

    /// <summary>Why it cannot migrate, or <see langword="null"/>.</summary>
    public string? Blocker { get; set; }

    public override string? MigrationBlocker => Blocker;

    /// <summary>How often it was reset.</summary>
    public int Resets { get; private set; }

    public IReadOnlyList<InterruptLine> Inputs => _pins;

    public IReadOnlyList<InterruptLine> Outputs => _pins;

    protected override void OnRealize()
    {
        if (_register == 0)
            return;

        if (_register == 13)
            throw new PropertyException("plain-base.reg: 13 brings bad luck.");

        _registers = new MmioRegion("plain", 16, new Registers(this), Machine.Lock);
        Machine.AddressSpace.Map(_registers, _register, priority: 1);
    }

    protected override void OnReset() => Resets++;

    protected override void OnUnrealize()
    {
        if (_registers is not null)
            Machine.AddressSpace.Unmap(_registers);
    }

    private sealed class Registers(PlainDevice device) : IMmioDevice
    {
        public ulong ReadRegister(ulong offset, int width) => 0xA5;

        public void WriteRegister(ulong offset, int width, ulong value)
        {
            if (offset < 2)
                device._pins[offset].Set(value != 0);
        }
    }
}
