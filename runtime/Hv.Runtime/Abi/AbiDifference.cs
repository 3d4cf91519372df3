namespace Hv.Runtime.Abi;

/// <summary>In what two texts differ.</summary>
public sealed class AbiDifference
{
    internal AbiDifference(AbiEntryKind kind, string key, AbiChange change, string? oldValue, string? newValue)
    {
        Kind = kind;
        Key = key;
        Change = change;
        Old = oldValue;
        New = newValue;
    }

    /// <summary>What it is about.</summary>
    public AbiEntryKind Kind { get; }

    /// <summary>Which of its kind.</summary>
    public string Key { get; }

    /// <summary>How it differs.</summary>
    public AbiChange Change { get; }

    /// <summary>
    /// The value in the first text; <see langword="null"/> when it has none. Of a field that has moved: the key of the one that stood
    /// in its place.
    /// </summary>
    public string? Old { get; }

    /// <summary>The value in the second text; <see langword="null"/> when it has none.</summary>
    public string? New { get; }

    /// <summary>What it is about, and which.</summary>
    public string Subject => AbiEntry.Describe(Kind, Key);

    /// <inheritdoc/>
    public override string ToString() => $"{Subject}: {Old ?? "-"} -> {New ?? "-"}";
}
