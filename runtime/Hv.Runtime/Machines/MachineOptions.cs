using Hv.Runtime.Memory;

namespace Hv.Runtime.Machines;

/// <summary>What a user chooses for a machine besides its properties: memory, processors, identity, clock.</summary>
public sealed record MachineOptions
{
    /// <summary>RAM in bytes (<c>-m</c>); 512 MiB when not chosen.</summary>
    public ulong RamSize { get; init; } = 512UL << 20;

    /// <summary>RAM in bytes up to which memory can be added (<c>maxmem</c>); 0: none can be added.</summary>
    public ulong MaximumRamSize { get; init; }

    /// <summary>Slots for memory that is added (<c>slots</c>).</summary>
    public int MemorySlots { get; init; }

    /// <summary>Processors at power-on (<c>-smp</c>), at least 1.</summary>
    public int Cpus { get; init; } = 1;

    /// <summary>Processors up to which can be added (<c>maxcpus</c>); 0: none can be added.</summary>
    public int MaximumCpus { get; init; }

    /// <summary>Hardware threads of a core, at least 1.</summary>
    public int ThreadsPerCore { get; init; } = 1;

    /// <summary>The machine's UUID (<c>-uuid</c>), or <see langword="null"/>.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>Where time comes from; the host's clock when not chosen.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What the real-time clock shows when the machine is realized (<c>-rtc base=</c>); the clock's time when not chosen.</summary>
    public DateTimeOffset? RtcBase { get; init; }

    /// <summary>Defaults that the user sets for all devices of a type (<c>-global TYPE.PROPERTY=VALUE</c>), in order.</summary>
    public IReadOnlyList<GlobalProperty> Globals { get; init; } = [];

    /// <summary>Decides which accesses to guest memory fail, for tests.</summary>
    public IGuestMemoryFaults? MemoryFaults { get; init; }
}
