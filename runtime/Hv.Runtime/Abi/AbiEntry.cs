namespace Hv.Runtime.Abi;

/// <summary>One line of an <see cref="AbiText"/>: it means the same without the others.</summary>
public sealed class AbiEntry : IEquatable<AbiEntry>
{
    private const string Equal = " = ";

    private static readonly string[] Words = ["device", "property", "rtas", "hypercall", "identity", "state", "field", "exception"];

    /// <summary>Makes an entry.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="key">Which of its kind: no other of the text has the same; one line, without <c> = </c>.</param>
    /// <param name="value">What is so, on one line.</param>
    public AbiEntry(AbiEntryKind kind, string key, string value)
    {
        Kind = kind;
        Key = key;
        Value = value;
    }

    /// <summary>What it is about.</summary>
    public AbiEntryKind Kind { get; }

    /// <summary>Which of its kind.</summary>
    public string Key { get; }

    /// <summary>What is so.</summary>
    public string Value { get; }

    /// <summary>The word for what it is about: <c>property</c>.</summary>
    public string KindName => NameOf(Kind);

    /// <summary>What it is about, and which: <c>property spapr-pci-host-bridge.ddw</c>.</summary>
    public string Subject => Describe(Kind, Key);

    /// <summary>The word for what an entry is about.</summary>
    public static string NameOf(AbiEntryKind kind) => Words[(int)kind];

    /// <summary>The subject of an entry with this kind and key.</summary>
    public static string Describe(AbiEntryKind kind, string key) => $"{NameOf(kind)} {key}";

    /// <summary>The entry that a line holds, or <see langword="null"/>.</summary>
    public static AbiEntry? Parse(string line)
    {
        var space = line.IndexOf(' ');
        var equal = line.IndexOf(Equal, StringComparison.Ordinal);
        var kind = space < 0 ? -1 : Array.IndexOf(Words, line.Substring(0, space));
        return kind < 0 || equal <= space || equal + Equal.Length == line.Length
            ? null
            : new AbiEntry((AbiEntryKind)kind, line.Substring(space + 1, equal - space - 1), line.Substring(equal + Equal.Length));
    }

    /// <inheritdoc/>
    public bool Equals(AbiEntry? other) => other is not null && Kind == other.Kind && Key == other.Key && Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AbiEntry);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    /// <summary>The line.</summary>
    public override string ToString() => Subject + Equal + Value;
}
