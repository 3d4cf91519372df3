namespace Hv.Runtime.Declarations;

/// <summary>
/// Declares a subsection of a type's state: fields that are saved, with a name, only when <see cref="Needed"/> holds. How state is
/// added without a new version: a stream without it is what old ones are. Subsections are saved in the order of their attributes.
/// </summary>
/// <param name="name">
/// The name: that of the state (of the <see cref="Parent"/>) and more, e.g. <c>spapr_iommu_ex</c> in <c>spapr_iommu</c>; at most 255 bytes.
/// </param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, AllowMultiple = true, Inherited = false)]
public sealed class SubsectionAttribute(string name) : Attribute
{
    /// <summary>The name in streams.</summary>
    public string Name { get; } = name;

    /// <summary>The name of a bool member of the type: whether what is saved now needs the subsection.</summary>
    public string Needed { get; set; } = "";

    /// <summary>The version that is saved; the newest that can be loaded.</summary>
    public int Version { get; set; } = 1;

    /// <summary>The oldest version that can be loaded; 0, the default: <see cref="Version"/> alone.</summary>
    public int MinimumVersion { get; set; }

    /// <summary>The subsection that it is inside of, by name; not given: it is the state's own.</summary>
    public string? Parent { get; set; }
}
