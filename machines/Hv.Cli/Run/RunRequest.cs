namespace Hv.Cli.Run;

/// <summary>What is to be shown instead of running a machine.</summary>
internal enum RunRequest
{
    /// <summary>Nothing: the machine is run.</summary>
    None,

    /// <summary>The options.</summary>
    Help,

    /// <summary>The version of the program.</summary>
    Version,

    /// <summary>The machines.</summary>
    Machines,

    /// <summary>The properties of the machine.</summary>
    MachineProperties,

    /// <summary>The device types.</summary>
    Devices,

    /// <summary>The properties of a device type.</summary>
    DeviceProperties,

    /// <summary>The accelerators.</summary>
    Accelerators,

    /// <summary>The kinds of character devices.</summary>
    CharacterDevices,

    /// <summary>What processors can write to a log.</summary>
    LogItems,

    /// <summary>The trace events.</summary>
    TraceEvents,
}
