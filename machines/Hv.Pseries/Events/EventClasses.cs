namespace Hv.Pseries.Events;

/// <summary>Classes of platform events, as the event mask of check-exception and event-scan has them (LoPAR 7.3.3.1).</summary>
[Flags]
public enum EventClasses : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Internal errors.</summary>
    InternalErrors = 0x8000_0000,

    /// <summary>Environmental and power warnings.</summary>
    EnvironmentalAndPower = 0x4000_0000,

    /// <summary>Hot-plug of resources.</summary>
    HotPlug = 0x1000_0000,

    /// <summary>I/O errors.</summary>
    IoErrors = 0x0800_0000,
}
