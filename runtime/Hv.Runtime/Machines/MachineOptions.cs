using Hv.Runtime.Block;
using Hv.Runtime.Chardev;
using Hv.Runtime.Memory;
using Hv.Runtime.Objects;
using Hv.Runtime.Time;

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

    /// <summary>The model of the processors (<c>-cpu</c>); that of the machine version when not chosen.</summary>
    public string? CpuModel { get; init; }

    /// <summary>How the processors execute; not at all when not chosen: calls are made by whoever has the machine.</summary>
    public ExecutionMode Execution { get; init; }

    /// <summary>
    /// Whether a deterministic machine whose processors all wait lets as much of the host's time pass; otherwise it goes on at once.
    /// </summary>
    public bool WaitsWhileIdle { get; init; }

    /// <summary>What the guest starts with.</summary>
    public BootOptions Boot { get; init; } = new();

    /// <summary>The machine's UUID (<c>-uuid</c>), or <see langword="null"/>.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>Where time comes from; the host's clock when not chosen.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What the real-time clock shows when the machine is realized (<c>-rtc base=</c>); the clock's time when not chosen.</summary>
    public DateTimeOffset? RtcBase { get; init; }

    /// <summary>Defaults that the user sets for all devices of a type (<c>-global TYPE.PROPERTY=VALUE</c>), in order.</summary>
    public IReadOnlyList<GlobalProperty> Globals { get; init; } = [];

    /// <summary>The character devices that devices of the machine may name (<c>chardev=ID</c>).</summary>
    public CharacterDevices CharacterDevices { get; init; } = new();

    /// <summary>The block devices that devices of the machine may name (<c>drive=ID</c>), or that the machine takes up by itself.</summary>
    public BlockDevices BlockDevices { get; init; } = new();

    /// <summary>
    /// Whether devices do their input and output before the access that starts it returns, on the thread of that access: a run that
    /// can be repeated needs it. Otherwise they use threads of their own.
    /// </summary>
    public bool HasSynchronousIo { get; init; }

    /// <summary>
    /// The serial ports (<c>-serial</c>): for each the id of its character device, or <see langword="null"/> for a port that is
    /// left out. The list itself is <see langword="null"/> when the machine chooses: it has what it has by default, connected to
    /// nothing.
    /// </summary>
    public IReadOnlyList<string?>? SerialPorts { get; init; }

    /// <summary>Decides which accesses to guest memory fail, for tests.</summary>
    public IGuestMemoryFaults? MemoryFaults { get; init; }

    /// <summary>Checks what holds for every machine; a family checks more.</summary>
    /// <exception cref="PropertyException">An option does not fit; the message says which, and what would.</exception>
    internal void Check()
    {
        if (RamSize == 0)
            throw new PropertyException("RAM of 0 bytes: a machine needs at least one.");

        if (MaximumRamSize != 0 && MaximumRamSize < RamSize)
            throw new PropertyException($"RAM up to 0x{MaximumRamSize:x} bytes is less than the 0x{RamSize:x} at power-on.");

        if (MemorySlots < 0)
            throw new PropertyException($"{MemorySlots} memory slots: there can be none, or more.");

        if (Cpus < 1)
            throw new PropertyException($"{Cpus} processors: a machine needs at least one.");

        if (MaximumCpus != 0 && MaximumCpus < Cpus)
            throw new PropertyException($"Up to {MaximumCpus} processors are less than the {Cpus} at power-on.");

        if (Execution == ExecutionMode.Deterministic && Clock is not VirtualClock)
            throw new PropertyException("Deterministic execution counts time itself: its clock is a VirtualClock.");

        if (ThreadsPerCore < 1)
            throw new PropertyException($"{ThreadsPerCore} threads of a core: it has at least one.");
    }
}
