namespace Hv.Runtime.Migration.Description;

/// <summary>What a section begins with.</summary>
/// <param name="Id">The number by which its parts and its footer name it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Instance">The number that tells it from others of its name.</param>
/// <param name="Version">The version of the state in it.</param>
public sealed record SectionHead(uint Id, string Name, uint Instance, uint Version)
{
    /// <inheritdoc/>
    public override string ToString() => Instance == 0 ? Name : $"{Name} (instance 0x{Instance:x})";
}
