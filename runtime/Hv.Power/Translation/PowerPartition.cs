using Hv.Power.Tlb;
using Hv.Runtime.Memory;

namespace Hv.Power.Translation;

/// <summary>
/// What a hypervisor has set up for the guest that processors run: its memory, and where its page tables are. Change it while none of
/// them runs, or have them forget their translations (<see cref="Cpu.PowerCpuGroup.FlushTranslations"/>).
/// </summary>
public sealed class PowerPartition : IDisposable
{
    /// <summary>Makes a partition without page tables.</summary>
    /// <param name="memory">The guest's RAM, real address 0 being its first byte.</param>
    /// <param name="devices">What answers where there is no RAM; <see langword="null"/>: nothing.</param>
    public PowerPartition(GuestMemory memory, AddressSpace? devices = null)
    {
        Memory = memory;
        Devices = devices;
        Trees = new GuestTableMemory(memory);
    }

    /// <summary>The guest's RAM.</summary>
    public GuestMemory Memory { get; }

    /// <summary>What answers where there is no RAM.</summary>
    public AddressSpace? Devices { get; }

    /// <summary>Where the hashed page table lies; <see langword="null"/>: there is none, and nothing is mapped by it.</summary>
    public ITableMemory? HashTableMemory { get; set; }

    /// <summary>The hashed page table, in <see cref="HashTableMemory"/>.</summary>
    public HashedPageTable HashTable { get; set; }

    /// <summary>The process table of a guest with radix trees, in its RAM.</summary>
    public ProcessTable ProcessTable { get; set; }

    /// <summary>What accesses with translation off reach: all that there is, unless it is limited.</summary>
    public RealModeArea RealModeArea { get; set; } = new(0, ulong.MaxValue);

    /// <summary>The radix trees: in the guest's RAM.</summary>
    internal GuestTableMemory Trees { get; }

    /// <summary>Where code was decoded.</summary>
    internal CodePages Code { get; } = new();

    /// <inheritdoc/>
    public void Dispose() => Code.Dispose();
}
