using System.ComponentModel;

namespace Hv.Runtime.Declarations;

/// <summary>
/// Written by the generator: an RTAS call that the assembly declares. Analyzers read it across assemblies to check names and
/// tokens at call sites.
/// </summary>
/// <param name="token">The call's token.</param>
/// <param name="name">The call's name.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DeclaredRtasCallAttribute(uint token, string name) : Attribute
{
    /// <summary>The call's token.</summary>
    public uint Token { get; } = token;

    /// <summary>The call's name.</summary>
    public string Name { get; } = name;
}
