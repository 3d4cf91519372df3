using System.ComponentModel;

namespace Hv.Runtime.Declarations;

/// <summary>
/// Written by the generator: a state that the assembly declares. The guest ABI of machine versions in the assemblies that reference
/// it is made of it too.
/// </summary>
/// <param name="name">The state's name.</param>
/// <param name="className">The class that has it.</param>
/// <param name="lines">The state and its fields, in the generator's own form.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DeclaredStateAttribute(string name, string className, params string[] lines) : Attribute
{
    /// <summary>The state's name.</summary>
    public string Name { get; } = name;

    /// <summary>The class that has it.</summary>
    public string ClassName { get; } = className;

    /// <summary>The state and its fields.</summary>
    public IReadOnlyList<string> Lines { get; } = lines;
}
