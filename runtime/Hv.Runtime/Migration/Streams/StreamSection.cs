namespace Hv.Runtime.Migration.Streams;

/// <summary>A section as a stream numbers it: of a state in one piece, or of one that is sent in rounds.</summary>
/// <param name="Id">Its number in the stream.</param>
/// <param name="Name">Its name.</param>
/// <param name="Instance">Tells sections of one name apart.</param>
internal sealed record StreamSection(uint Id, string Name, uint Instance)
{
    /// <summary>The state, when it is sent in one piece.</summary>
    public IVmState? State { get; init; }

    /// <summary>The state, when it is sent in rounds.</summary>
    public IIterativeState? Iterative { get; init; }

    /// <summary>Whether it is there; <see langword="null"/>: always.</summary>
    public Func<bool>? IsNeeded { get; init; }

    /// <summary>What is needed by others goes before them.</summary>
    public StatePriority Priority { get; init; }

    /// <summary>Whether a stream without it is not whole.</summary>
    public bool IsRequired => IsNeeded is null;

    /// <summary>Name and instance, for messages.</summary>
    public string Title => TitleOf(Name, Instance);

    /// <summary>Name and instance, for messages.</summary>
    public static string TitleOf(string name, uint instance) => instance == 0 ? name : $"{name} 0x{instance:x}";
}
