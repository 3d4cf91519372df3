using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Monitors;
using Hv.Runtime.Objects;
using Hv.Runtime.Rtas;

namespace Hv.Runtime.Tests.Monitors.Infrastructure;

/// <summary>A machine family made by hand: one version, one property, the calls of <see cref="PlainCalls"/>.</summary>
internal sealed class PlainMachine : Machine
{
    public static readonly ObjectProperty<string> Mode = new(
        "plain-machine", "mode", "Mode", "How it works.", PropertyCodec.Text, "calm",
        target => ((PlainMachine)target)._mode, (target, value) => ((PlainMachine)target)._mode = value);

    public static readonly ObjectType MachineType = new("plain-machine", "Plain machine", null, null, [Mode]);

    private static readonly MachineVersion Plain = new(
        "plain-1.0", 1, 0, "", "Plain machine 1.0", IsDefault: true, CompatTable.Empty, () => new PlainMachine());

    private string _mode = "calm";

    public static MachineFamily Family { get; } = new("plain", "Plain machines", MachineType, [Plain]);

    public static MachineCatalog Catalog { get; } = new([Family], [PlainDevice.BaseType, PlainDevice.HotType, PlainDevice.ColdType, PlainDevice.InnerType])
    {
        Describe = _ => new MachineDetails("plain-cpu", 4, HasHotPluggableCpus: true),
    };

    public override MachineVersion Version => Plain;

    public override ObjectType Type => MachineType;

    /// <summary>How often the guest was asked to shut down.</summary>
    public int ShutdownRequests { get; private set; }

    public override bool RequestShutdown()
    {
        ShutdownRequests++;
        return true;
    }

    protected override void OnConfigured() => CreateDevice(PlainDevice.InnerType);

    protected override RtasDispatcher CreateRtasDispatcher() => new PlainCalls(this);

    protected override HypercallDispatcher CreateHypercallDispatcher() => new PlainHypercalls(this);
}
