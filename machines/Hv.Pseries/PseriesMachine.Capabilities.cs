using Hv.Pseries.Configuration;
using Hv.Runtime.Declarations;

namespace Hv.Pseries;

/// <content>
/// Capabilities: what a guest may rely on wherever it runs. A migration to a machine with less of one is refused.
/// </content>
public abstract partial class PseriesMachine
{
    /// <summary>Hardware transactional memory.</summary>
    [Property("cap-htm")]
    public partial bool CapHtm { get; set; }

    /// <summary>Vector-scalar instructions (VSX).</summary>
    [Property("cap-vsx", Default = true)]
    public partial bool CapVsx { get; set; }

    /// <summary>Decimal floating point.</summary>
    [Property("cap-dfp", Default = true)]
    public partial bool CapDfp { get; set; }

    /// <summary>Safety of the cache on a change of privilege (Meltdown).</summary>
    [Property("cap-cfpc", Default = Mitigation.Workaround)]
    public partial Mitigation CapCfpc { get; set; }

    /// <summary>Safety of speculation past bounds checks (Spectre variant 1).</summary>
    [Property("cap-sbbc", Default = Mitigation.Workaround)]
    public partial Mitigation CapSbbc { get; set; }

    /// <summary>Safety of speculation past indirect branches (Spectre variant 2).</summary>
    [Property("cap-ibs", Default = IndirectBranchMitigation.Workaround)]
    public partial IndirectBranchMitigation CapIbs { get; set; }

    /// <summary>The largest page that the guest may map in its hash page table: a power of two, at least 4 KiB.</summary>
    [Property("cap-hpt-max-page-size", Default = 65536UL, Minimum = SmallestHptPage, Format = PropertyFormat.Size)]
    public partial ulong CapHptMaximumPageSize { get; set; }

    /// <summary>Guests of the guest (nested HV).</summary>
    [Property("cap-nested-hv")]
    public partial bool CapNestedHv { get; set; }

    /// <summary>The large decrementer of ISA 3.00.</summary>
    [Property("cap-large-decr", Default = true)]
    public partial bool CapLargeDecrementer { get; set; }

    /// <summary>The processor's help with flushing the count cache.</summary>
    [Property("cap-ccf-assist", Default = true)]
    public partial bool CapCcfAssist { get; set; }

    /// <summary>Firmware-assisted non-maskable interrupts (ibm,nmi-register).</summary>
    [Property("cap-fwnmi", Default = true)]
    public partial bool CapFwnmi { get; set; }

    /// <summary>Invalidation of radix translations by hypercall (H_RPT_INVALIDATE).</summary>
    [Property("cap-rpt-invalidate")]
    public partial bool CapRptInvalidate { get; set; }
}
