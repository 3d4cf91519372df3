using Hv.Runtime.Declarations;

namespace Hv.Pseries.Connectors;

/// <summary>The light beside a physical connector: 0 inactive, 1 active, 2 identify, 3 action (LoPAR 7.3.5.4, DR indicator).</summary>
[VmState("spapr_drc/physical")]
public sealed partial class ConnectorIndicator
{
    private const uint Active = 1;

    [HostOnly("a section of its own")]
    private readonly Connector _connector;

    internal ConnectorIndicator(Connector connector) => _connector = connector;

    /// <summary>What it shows.</summary>
    [Migrated(Name = "dr_indicator", TypeName = "uint32")]
    public uint Value { get; set; }

    /// <summary>Whether it shows what it shows after power-on.</summary>
    internal bool IsAsAfterReset => Value == AfterReset;

    private uint AfterReset => _connector.IsOccupied ? Active : 0;

    internal void Reset() => Value = AfterReset;
}
