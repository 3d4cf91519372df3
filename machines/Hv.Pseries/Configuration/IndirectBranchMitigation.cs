namespace Hv.Pseries.Configuration;

/// <summary>How far indirect branches are safe from speculation attacks, as told to the guest (H_GET_CPU_CHARACTERISTICS).</summary>
public enum IndirectBranchMitigation
{
    /// <summary>They are not safe, and nothing is offered.</summary>
    Broken,

    /// <summary>They are not safe; the guest can flush the count cache.</summary>
    Workaround,

    /// <summary>They are serialized.</summary>
    FixedIbs,

    /// <summary>The count cache is disabled.</summary>
    FixedCcd,

    /// <summary>The question does not arise: nothing of the kind is predicted.</summary>
    FixedNa,
}
