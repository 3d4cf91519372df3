using System.ComponentModel;

namespace Hv.Runtime.Declarations;

/// <summary>
/// Written by the generator: a hypercall that the assembly declares. Analyzers read it across assemblies to check names at call
/// sites.
/// </summary>
/// <param name="number">The call's number.</param>
/// <param name="name">The call's name.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DeclaredHypercallAttribute(uint number, string name) : Attribute
{
    /// <summary>The call's number.</summary>
    public uint Number { get; } = number;

    /// <summary>The call's name.</summary>
    public string Name { get; } = name;
}
