using System.Buffers.Binary;
using System.Text;
using Hv.Power.Cpu;
using Hv.Power.State;
using Hv.Power.Translation;
using Hv.Runtime.Memory;

namespace Hv.Conformance.BareMetal;

/// <summary>The calls that programs without an operating system make (LoPAR 14; reference/pseries/hcalls.md).</summary>
internal sealed unsafe class BareMetalHypervisor : IPowerHypervisor
{
    private const ulong Terminal = 0x7100_0000;
    private const ulong Success = 0;
    private const ulong Unsupported = unchecked((ulong)-2);
    private const ulong Privilege = unchecked((ulong)-3);
    private const ulong Parameter = unchecked((ulong)-4);
    private const ulong GroupFull = unchecked((ulong)-6);
    private const ulong NotFound = unchecked((ulong)-7);
    private const ulong UnsupportedFlag = unchecked((ulong)-256);

    private readonly PowerPartition _partition;
    private readonly GuestMemory _table;
    private readonly StringBuilder _console = new();

    public BareMetalHypervisor(PowerPartition partition, GuestMemory table, HashedPageTable hashTable)
    {
        _partition = partition;
        _table = table;
        partition.HashTableMemory = new GuestTableMemory(table);
        partition.HashTable = hashTable;
    }

    /// <summary>The processors.</summary>
    public PowerCpuGroup? Group { get; set; }

    /// <summary>Ends the run.</summary>
    public Action? End { get; set; }

    /// <summary>What was printed.</summary>
    public string Console => _console.ToString();

    public void Call(PowerCpu cpu)
    {
        ref var state = ref cpu.State;
        if (state.IsProblemState)
        {
            state.Gpr[3] = Privilege;
            return;
        }

        lock (_console)
            state.Gpr[3] = Serve(cpu, ref state);
    }

    private ulong Serve(PowerCpu cpu, ref PowerState state)
    {
        switch (state.Gpr[3])
        {
            case 0x04:
                return Remove(ref state);
            case 0x08:
                return Enter(ref state);
            case 0x58:
                return Print(state.Gpr[4], state.Gpr[5], state.Gpr[6], state.Gpr[7]);
            case 0xE0:
                state.SetMachineState(state.Msr | MachineState.ExternalInterrupts, ulong.MaxValue);
                cpu.IsWaiting = !cpu.HasInterrupt;
                return Success;
            case 0x64:
            case 0x68:
                // H_EOI, H_CPPR: only interrupts between processors are here, and one at a time.
                return Success;
            case 0x6C:
                Interrupt((int)state.Gpr[4], isRaised: (byte)state.Gpr[5] != 0xFF);
                return Success;
            case 0x74:
                cpu.Lower(PendingInterrupts.External);
                state.Gpr[4] = 0xFF00_0002;
                return Success;
            case 0x31C:
                return SetMode(state.Gpr[4], state.Gpr[5]);
            case 0x37C:
                return RegisterProcessTable(state.Gpr[4], state.Gpr[5], state.Gpr[7]);
            case 0xF000:
                return Rtas(cpu, state.Gpr[4]);
            default:
                return Unsupported;
        }
    }

    /// <summary>H_IPI: to a server, or, with the least priority, away from it.</summary>
    private void Interrupt(int server, bool isRaised)
    {
        if (isRaised)
            Group!.Cpus[server].Raise(PendingInterrupts.External);
        else
            Group!.Cpus[server].Lower(PendingInterrupts.External);
    }

    private ulong Print(ulong terminal, ulong length, ulong first, ulong second)
    {
        if (terminal != Terminal || length > 16)
            return Parameter;

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, first);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], second);
        _console.Append(Encoding.Latin1.GetString(bytes[..(int)length]));
        return Success;
    }

    private ulong Enter(ref PowerState state)
    {
        const ulong Exact = 1UL << (63 - 24);
        const ulong SoftwareBits = 0x60;
        const ulong SoftwareDirty = 0x40;
        var (flags, index, first, second) = (state.Gpr[4], state.Gpr[5], state.Gpr[6], state.Gpr[7]);
        var isExact = (flags & Exact) != 0;
        if (!isExact)
            index &= ~7UL;

        for (var count = isExact ? 1 : 8; count > 0; count--, index++)
        {
            if (!TryRead(index * 16, out var present))
                return Parameter;

            if ((present & 1) != 0)
                continue;

            Write((index * 16) + 8, second);
            Write(index * 16, (first & ~SoftwareBits) | SoftwareDirty);
            state.Gpr[4] = index;
            return Success;
        }

        return GroupFull;
    }

    private ulong Remove(ref PowerState state)
    {
        const ulong ByNumber = 1UL << (63 - 32);
        const ulong NumberMask = ~0x7FUL;
        var (flags, index, number) = (state.Gpr[4], state.Gpr[5], state.Gpr[6]);
        if (!TryRead(index * 16, out var first) || !TryRead((index * 16) + 8, out var second))
            return Parameter;

        if ((first & 1) == 0 || ((flags & ByNumber) != 0 && (first & NumberMask) != number))
            return NotFound;

        Write(index * 16, 0);
        foreach (var cpu in Group!.Cpus)
            cpu.State.Ask(ProcessorRequests.Flush);

        state.Gpr[4] = first;
        state.Gpr[5] = second;
        return Success;
    }

    private ulong SetMode(ulong value, ulong resource)
    {
        switch (resource)
        {
            // LE of H_SET_MODE is resource 4: byte order of interrupts.
            case 4 when value <= 1:
                SetControl(value * PartitionControl.InterruptLittleEndian, PartitionControl.InterruptLittleEndian);
                return Success;
            case 3 when value is 0 or 2 or 3:
                SetControl(value << PartitionControl.AlternateInterruptLocationShift, PartitionControl.AlternateInterruptLocation);
                return Success;
            default:
                return UnsupportedFlag;
        }
    }

    private ulong RegisterProcessTable(ulong flags, ulong address, ulong size)
    {
        const ulong Radix = 4;
        const ulong Shootdown = 1;
        _partition.ProcessTable = new ProcessTable(address, (int)size);
        SetControl(
            ((flags & Radix) != 0 ? PartitionControl.HostRadix | PartitionControl.ProcessTable : 0)
                | ((flags & Shootdown) != 0 ? PartitionControl.GuestTranslationShootdown : 0),
            PartitionControl.HostRadix | PartitionControl.ProcessTable | PartitionControl.GuestTranslationShootdown);
        return Success;
    }

    private void SetControl(ulong value, ulong mask)
    {
        foreach (var cpu in Group!.Cpus)
        {
            ref var control = ref cpu.State.Spr[SpecialRegister.Lpcr];
            control = (control & ~mask) | value;
            cpu.State.Ask(ProcessorRequests.Context | ProcessorRequests.Flush);
        }
    }

    /// <summary>RTAS: start-cpu, stop-self, power-off (reference/pseries/rtas.md).</summary>
    private ulong Rtas(PowerCpu cpu, ulong buffer)
    {
        Span<byte> bytes = stackalloc byte[28];
        if (!_partition.Memory.TryRead(new GuestPhysicalAddress(buffer), bytes))
            return Parameter;

        switch (BinaryPrimitives.ReadUInt32BigEndian(bytes))
        {
            case 0x2003:
                End!();
                return Success;
            case 0x2006:
                var id = BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]);
                var entry = BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]);
                Group!.Cpus[(int)id].Start(entry, BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]));
                return _partition.Memory.TryWrite(new GuestPhysicalAddress(buffer + 24), stackalloc byte[4]) ? Success : Parameter;
            case 0x2007:
                cpu.IsStopped = true;
                return Success;
            default:
                return Parameter;
        }
    }

    private bool TryRead(ulong address, out ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        var isThere = _table.TryRead(new GuestPhysicalAddress(address), bytes);
        value = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        return isThere;
    }

    private void Write(ulong address, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        _table.TryWrite(new GuestPhysicalAddress(address), bytes);
    }
}
