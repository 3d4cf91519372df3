namespace Hv.Pseries.Configuration;

/// <summary>How far a processor is safe from a class of side-channel attacks, as told to the guest (H_GET_CPU_CHARACTERISTICS).</summary>
public enum Mitigation
{
    /// <summary>The processor is not safe and offers nothing.</summary>
    Broken,

    /// <summary>The processor is not safe; it has instructions with which the guest can make itself safe.</summary>
    Workaround,

    /// <summary>The processor is safe.</summary>
    Fixed,
}
