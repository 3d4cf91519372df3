namespace Hv.Testing.Vfio;

/// <summary>What a descriptor stands for.</summary>
public enum FakeFileKind
{
    /// <summary>A container.</summary>
    Container = 0,

    /// <summary>A group.</summary>
    Group,

    /// <summary>A device.</summary>
    Device,

    /// <summary>An event.</summary>
    Event,
}
