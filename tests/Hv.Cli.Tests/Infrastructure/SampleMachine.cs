using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Objects;
using Hv.Runtime.Rtas;

namespace Hv.Cli.Tests.Infrastructure;

/// <summary>
/// A machine family made by hand: versions 1.0 to 1.2, of which 1.0 has no H_RTAS, with the calls of <see cref="SampleRtas"/>.
/// </summary>
internal sealed class SampleMachine(MachineVersion version) : Machine
{
    public static readonly ObjectProperty<string> Mode = new(
        "sample-machine", "mode", "Mode", "How the machine works.", PropertyCodec.Text, "dual",
        target => ((SampleMachine)target)._mode, (target, value) => ((SampleMachine)target)._mode = value);

    public static readonly ObjectType MachineType = new("sample-machine", "Sample machine", null, null, [Mode]);

    private static readonly CompatTable s_table1 = CompatTable.Empty.Extend(
        CompatRow.Of<byte>("sample-1.1", SampleBridge.BridgeType, SampleBridge.Levels, 1),
        CompatRow.Of("sample-1.1", SampleBridge.BaseType, SampleBridge.HotPlug, false));

    private static readonly CompatTable s_table0 = s_table1.Extend(
        CompatRow.Of<byte>("sample-1.0", SampleBridge.BridgeType, SampleBridge.Levels, 2),
        CompatRow.Of("sample-1.0", MachineType, Mode, "old"));

    private static MachineFamily? _family;
    private string _mode = "dual";

    /// <summary>The family; made on first use, as its versions name this class.</summary>
    public static MachineFamily Family => _family ??= new MachineFamily(
        "sample", "Sample machines", MachineType,
        [Declare(2, CompatTable.Empty, isDefault: true), Declare(1, s_table1), Declare(0, s_table0)]);

    public static PlatformCatalog Catalog => new([Family], [SampleBridge.BridgeType, SampleBridge.BaseType], SampleAbi.Find);

    public override MachineVersion Version => version;

    public override ObjectType Type => MachineType;

    /// <summary>Makes the newest machine and realizes it, with 16 MiB of RAM.</summary>
    public static Machine Realize(string name = "sample-1.2")
    {
        var machine = Family.GetVersion(name).Create();
        machine.Options = new MachineOptions { RamSize = 16 << 20 };
        machine.Realize();
        return machine;
    }

    protected override RtasDispatcher CreateRtasDispatcher() => new SampleRtas(this);

    protected override HypercallDispatcher CreateHypercallDispatcher() =>
        Version.Minor == 0 ? HypercallDispatcher.None : new SampleHypercalls(this);

    protected override void OnConfigured()
    {
        if (Options.RamSize > 1UL << 40)
            throw new PropertyException("sample-machine: at most 1T of RAM.");
    }

    private static MachineVersion Declare(int minor, CompatTable table, bool isDefault = false)
    {
        var name = $"sample-1.{minor}";
        MachineVersion? version = null;
        version = new MachineVersion(name, 1, minor, "", $"Sample machine 1.{minor}", isDefault, table, () => new SampleMachine(version!));
        return version;
    }
}
