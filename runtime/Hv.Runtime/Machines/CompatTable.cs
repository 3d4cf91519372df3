using Hv.Runtime.Objects;

namespace Hv.Runtime.Machines;

/// <summary>
/// All compat rows that apply to one machine version: those of newer versions first, its own last. When two rows name the same
/// property the later one, the older version's, wins.
/// </summary>
public sealed class CompatTable
{
    private CompatTable(IReadOnlyList<CompatRow> rows, IReadOnlyList<CompatRow> own)
    {
        Rows = rows;
        Own = own;
    }

    /// <summary>The table of a version that differs in nothing from the properties' own defaults.</summary>
    public static CompatTable Empty { get; } = new([], []);

    /// <summary>All rows, in the order in which they are applied.</summary>
    public IReadOnlyList<CompatRow> Rows { get; }

    /// <summary>The rows that the version itself declares.</summary>
    public IReadOnlyList<CompatRow> Own { get; }

    /// <summary>The table of the next older version. For generated code.</summary>
    /// <param name="own">The rows it declares itself.</param>
    public CompatTable Extend(params ReadOnlySpan<CompatRow> own) => new([.. Rows, .. own], own.ToArray());

    /// <summary>Gives a new object the defaults of the version.</summary>
    public void Apply(HvObject instance)
    {
        foreach (var row in Rows)
            row.Apply(instance);
    }

    /// <summary>The row that decides a property of a type, or <see langword="null"/> when its own default does.</summary>
    public CompatRow? Find(ObjectType type, ObjectProperty property) =>
        Rows.LastOrDefault(row => row.Property == property && type.Is(row.Target));
}
