using Hv.Runtime.Objects;

namespace Hv.Cli.Tests.Infrastructure;

/// <summary>A device type with one property of each of the types that matter here, and an abstract one it derives from.</summary>
internal sealed class SampleBridge : Device
{
    public static readonly ObjectProperty<bool> HotPlug = new(
        "sample-base", "hot-plug", "HotPlug", "Takes devices while the guest runs.", PropertyCodec.Boolean, true,
        target => ((SampleBridge)target)._hotPlug, (target, value) => ((SampleBridge)target)._hotPlug = value);

    public static readonly ObjectProperty<byte> Levels = new(
        "sample-bridge", "levels", "Levels", "Levels of the table; 0 lets the host choose.", PropertyCodec.Integer<byte>(0, 5), 0,
        target => ((SampleBridge)target)._levels, (target, value) => ((SampleBridge)target)._levels = value);

    public static readonly ObjectType BaseType = new("sample-base", "What bridges have in common", null, null, [HotPlug]);

    public static readonly ObjectType BridgeType = new("sample-bridge", "A bridge [with brackets]", BaseType, () => new SampleBridge(), [Levels]);

    private bool _hotPlug = true;
    private byte _levels;

    public override ObjectType Type => BridgeType;
}
