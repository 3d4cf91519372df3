using Hv.Runtime.Declarations;

namespace Hv.Pseries.Configuration;

/// <summary>Which kind of KVM guest the machine is; without KVM it has no effect.</summary>
public enum KvmType
{
    /// <summary>The better one that the host has.</summary>
    Auto,

    /// <summary>Runs in the processor's own guest mode.</summary>
    Hv,

    /// <summary>Runs in problem state, privileged instructions emulated.</summary>
    [ValueName("pr")]
    Pr,
}
