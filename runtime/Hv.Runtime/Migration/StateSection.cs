namespace Hv.Runtime.Migration;

/// <summary>A section of a migration stream: the state of one object, under a name.</summary>
/// <param name="Name">The name: that of the state, after the place of its device where it sits on a bus.</param>
/// <param name="State">The state.</param>
public sealed record StateSection(string Name, IVmState State)
{
    /// <summary>Tells sections of one name apart; <see langword="null"/>: the next number of the name, from 0 on.</summary>
    public uint? Instance { get; init; }

    /// <summary>What is needed by others goes before them.</summary>
    public StatePriority Priority { get; init; }

    /// <summary>Whether the section is there; <see langword="null"/>: always. One that is not there keeps its number free.</summary>
    public Func<bool>? IsNeeded { get; init; }
}
