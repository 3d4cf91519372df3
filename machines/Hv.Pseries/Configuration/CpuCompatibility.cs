using Hv.Runtime.Declarations;

namespace Hv.Pseries.Configuration;

/// <summary>The newest architecture level that the guest may negotiate (CAS).</summary>
public enum CpuCompatibility
{
    /// <summary>No limit: what the processor itself is.</summary>
    None,

    /// <summary>POWER6, ISA 2.05.</summary>
    Power6,

    /// <summary>POWER7, ISA 2.06.</summary>
    Power7,

    /// <summary>POWER7+, ISA 2.06.</summary>
    [ValueName("power7+")]
    Power7Plus,

    /// <summary>POWER8, ISA 2.07.</summary>
    Power8,

    /// <summary>POWER9, ISA 3.00.</summary>
    Power9,

    /// <summary>POWER10, ISA 3.10.</summary>
    Power10,
}
