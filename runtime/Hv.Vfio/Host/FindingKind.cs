namespace Hv.Vfio.Host;

/// <summary>What a <see cref="PassthroughFinding"/> means for passing a device through.</summary>
public enum FindingKind
{
    /// <summary>It is as it must be.</summary>
    Ok = 0,

    /// <summary>It does not keep the device from being passed through, but may surprise.</summary>
    Hint,

    /// <summary>It keeps the device from being passed through.</summary>
    Problem,
}
