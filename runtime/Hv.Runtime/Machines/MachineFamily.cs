using Hv.Runtime.Objects;
using Hv.Runtime.Text;

namespace Hv.Runtime.Machines;

/// <summary>A machine family and its versions: the registry that the generator writes.</summary>
public sealed class MachineFamily
{
    private readonly Dictionary<string, MachineVersion> _byName;

    /// <summary>Makes a family. For generated code.</summary>
    /// <param name="name">The family's name, an alias of its newest version.</param>
    /// <param name="summary">One line of help.</param>
    /// <param name="type">The type of its machine objects.</param>
    /// <param name="versions">The versions, newest first, each side branch after the version it branches from.</param>
    public MachineFamily(string name, string summary, ObjectType type, params ReadOnlySpan<MachineVersion> versions)
    {
        Name = name;
        Summary = summary;
        Type = type;
        Versions = versions.ToArray();
        Newest = versions[0];
        Default = Versions.FirstOrDefault(version => version.IsDefault) ?? Newest;
        _byName = Versions.ToDictionary(version => version.Name, StringComparer.Ordinal);
    }

    /// <summary>The family's name, an alias of its newest version.</summary>
    public string Name { get; }

    /// <summary>One line of help.</summary>
    public string Summary { get; }

    /// <summary>The type of its machine objects.</summary>
    public ObjectType Type { get; }

    /// <summary>The versions, newest first, each side branch after the version it branches from.</summary>
    public IReadOnlyList<MachineVersion> Versions { get; }

    /// <summary>The newest version: what the family's name alone stands for.</summary>
    public MachineVersion Newest { get; }

    /// <summary>The version that a user gets who names none.</summary>
    public MachineVersion Default { get; }

    /// <summary>The version of this name, or the newest for the family's own name.</summary>
    /// <exception cref="ArgumentException">There is none; the message offers the nearest name.</exception>
    public MachineVersion GetVersion(string name)
    {
        if (name == Name)
            return Newest;

        return _byName.TryGetValue(name, out var version)
            ? version
            : throw new ArgumentException($"There is no machine '{name}'.{NearestName.Suggest(name, _byName.Keys)}");
    }
}
