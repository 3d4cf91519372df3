namespace Hv.Testing.Vfio;

/// <summary>The calls of a kernel, as faults and counters know them.</summary>
public enum FakeCall
{
    /// <summary>Opening a file.</summary>
    Open = 0,

    /// <summary>Closing a descriptor.</summary>
    Close,

    /// <summary>A request; which one is told beside.</summary>
    Control,

    /// <summary>Reading from a device.</summary>
    Read,

    /// <summary>Writing to a device.</summary>
    Write,

    /// <summary>Mapping a part of a device.</summary>
    MapFile,

    /// <summary>Ending that.</summary>
    UnmapFile,

    /// <summary>Making an event.</summary>
    CreateEvent,

    /// <summary>Signalling one.</summary>
    SignalEvent,

    /// <summary>Taking what was signalled.</summary>
    TakeEvent,

    /// <summary>Waiting.</summary>
    Wait,

    /// <summary>Sharing RAM.</summary>
    Share,

    /// <summary>Reading a file or a link of sysfs or procfs, or a directory.</summary>
    ReadText,

    /// <summary>Writing a file of sysfs.</summary>
    WriteText,
}
