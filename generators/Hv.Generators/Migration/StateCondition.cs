namespace Hv.Generators.Migration;

/// <summary>When a field is there.</summary>
/// <param name="Since">The version that brought it; 0: every one that can be read has it.</param>
/// <param name="Before">The version from which on it is gone; 0: it is there.</param>
/// <param name="When">The member that says whether it is there, or <see langword="null"/>.</param>
internal readonly record struct StateCondition(int Since, int Before, string? When)
{
    /// <summary>Whether it is saved: the version that is saved has it.</summary>
    public bool IsSaved => Before == 0;

    /// <summary>Whether a version has both.</summary>
    public bool Overlaps(StateCondition other) =>
        (Before == 0 || other.Since < Before) && (other.Before == 0 || Since < other.Before);

    /// <summary>The condition for loading it, as an expression; <see langword="null"/> when it is always there.</summary>
    public string? Load()
    {
        var parts = new List<string>();
        if (Since > 0)
            parts.Add($"version >= {Since}");

        if (Before > 0)
            parts.Add($"version < {Before}");

        if (When is not null)
            parts.Add(When);

        return parts.Count == 0 ? null : string.Join(" && ", parts);
    }
}
