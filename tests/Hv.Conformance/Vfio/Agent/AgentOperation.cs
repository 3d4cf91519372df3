namespace Hv.Conformance.Vfio.Agent;

/// <summary>What the agent does (<c>enum operation</c> of agent.c).</summary>
internal enum AgentOperation
{
    /// <summary>Ends the session, and its process; the next one greets.</summary>
    Next = 0,

    /// <summary>Ends the agent.</summary>
    End,

    /// <summary>Opens the file that the data names.</summary>
    Open,

    /// <summary>Closes the descriptor a.</summary>
    Close,

    /// <summary>ioctl: descriptor a, number b, argument c.</summary>
    ControlValue,

    /// <summary>ioctl: descriptor a, number b, the data behind a pointer; answered with the data.</summary>
    ControlData,

    /// <summary>pread: descriptor a, offset b, count c.</summary>
    Read,

    /// <summary>pwrite: descriptor a, offset b.</summary>
    Write,

    /// <summary>Maps a bytes of memory, with flags b.</summary>
    MapMemory,

    /// <summary>Maps a file: descriptor a, offset b, length c, writable if d is not 0.</summary>
    MapFile,

    /// <summary>Unmaps what begins at address a.</summary>
    Unmap,

    /// <summary>Reads b bytes at address a.</summary>
    Peek,

    /// <summary>Writes the data at address a.</summary>
    Poke,

    /// <summary>Makes an event.</summary>
    CreateEvent,

    /// <summary>Signals the event a.</summary>
    SignalEvent,

    /// <summary>Takes the count of the event a.</summary>
    TakeEvent,

    /// <summary>poll: for a milliseconds; the data are the entries, as is the answer's.</summary>
    Wait,

    /// <summary>Reads the file that the data names.</summary>
    ReadText,

    /// <summary>Writes to a file: path, 0, text.</summary>
    WriteText,

    /// <summary>Reads the link that the data names.</summary>
    ReadLink,

    /// <summary>Lists the folder that the data names: names, each ended by 0.</summary>
    List,

    /// <summary>Lets this session's process lock a bytes of memory, and no more.</summary>
    LimitLockedMemory,
}
