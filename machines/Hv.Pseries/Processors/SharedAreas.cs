using Hv.Runtime.Declarations;

namespace Hv.Pseries.Processors;

/// <summary>The areas of memory that a processor shares with the hypervisor (LoPAR 14.11.3, H_REGISTER_VPA).</summary>
[VmState("spapr_cpu")]
[Subsection("spapr_cpu/vpa", Needed = nameof(HasVirtualProcessorArea))]
[Subsection("spapr_cpu/vpa/slb_shadow", Needed = nameof(HasSlbShadow), Parent = "spapr_cpu/vpa")]
[Subsection("spapr_cpu/vpa/dtl", Needed = nameof(HasDispatchTraceLog), Parent = "spapr_cpu/vpa")]
public sealed partial class SharedAreas
{
    /// <summary>The address of the virtual processor area (VPA); 0: none is registered.</summary>
    [Migrated(Name = "vpa_addr", Subsection = "spapr_cpu/vpa")]
    public ulong VirtualProcessorArea { get; set; }

    /// <summary>The address of the SLB shadow buffer; 0: none is registered.</summary>
    [Migrated(Name = "slb_shadow_addr", Subsection = "spapr_cpu/vpa/slb_shadow")]
    public ulong SlbShadow { get; set; }

    /// <summary>The bytes of the SLB shadow buffer.</summary>
    [Migrated(Name = "slb_shadow_size", Subsection = "spapr_cpu/vpa/slb_shadow")]
    public ulong SlbShadowSize { get; set; }

    /// <summary>The address of the dispatch trace log; 0: none is registered.</summary>
    [Migrated(Name = "dtl_addr", Subsection = "spapr_cpu/vpa/dtl")]
    public ulong DispatchTraceLog { get; set; }

    /// <summary>The bytes of the dispatch trace log.</summary>
    [Migrated(Name = "dtl_size", Subsection = "spapr_cpu/vpa/dtl")]
    public ulong DispatchTraceLogSize { get; set; }

    internal bool HasVirtualProcessorArea => VirtualProcessorArea != 0;

    internal bool HasSlbShadow => SlbShadow != 0;

    internal bool HasDispatchTraceLog => DispatchTraceLog != 0;

    /// <summary>Forgets them.</summary>
    internal void Reset() =>
        (VirtualProcessorArea, SlbShadow, SlbShadowSize, DispatchTraceLog, DispatchTraceLogSize) = (0, 0, 0, 0, 0);
}
