using Hv.Power.Execution;
using Hv.Power.Memory;
using Hv.Power.State;
using Hv.Power.Translation;
using Hv.Runtime.Memory;

namespace Hv.Power.Tlb;

/// <summary>Translation, and what an access finds.</summary>
internal sealed unsafe partial class MemoryUnit
{
    /// <summary>SRR1 bit 42: a load was answered with an error.</summary>
    private const uint MachineCheckLoad = 0x0020_0000;

    /// <summary>SRR1 bit 45: an instruction could not be fetched.</summary>
    private const uint MachineCheckFetch = 0x0004_0000;

    /// <summary>DSISR bit 41: an address that is watched.</summary>
    private const uint WatchpointMatch = 0x0040_0000;

    private const uint StoreStatus = (uint)StorageCauses.Store;

    /// <summary>
    /// Translates, without a trace, as a debugger does: what is data, or else code, for the processor, or would be in privileged state; a
    /// program's processor is asked about its system as well.
    /// </summary>
    public bool TryProbe(ulong ea, out ulong real)
    {
        var translation = Probe(ea);
        real = translation.RealAddress;
        return translation.IsTranslated;
    }

    private AddressTranslation Probe(ulong ea)
    {
        var translation = Translate(ea, AccessKind.Load, isProbe: true);
        if (!translation.IsTranslated)
            translation = Translate(ea, AccessKind.Fetch, isProbe: true);

        if (!translation.IsTranslated && _state->IsProblemState)
            translation = Translate(ea, AccessKind.Load, isProbe: true, isProblemState: false);

        return translation;
    }

    private bool TryTranslate(ulong ea, uint length, AccessKind kind, out Place place)
    {
        place = default;
        var translation = Translate(ea, kind);
        if (!translation.IsTranslated)
        {
            FailTranslation(ea, translation);
            return false;
        }

        if (IsWatched(ea, length, kind))
        {
            Fail(InterruptVector.DataStorage, ea, WatchpointMatch | (kind == AccessKind.Store ? StoreStatus : 0));
            return false;
        }

        if (DebugPoints?.FindWatched(ea, length, kind == AccessKind.Store) is { } watched)
        {
            // The first byte of the access that is watched.
            var address = ea - watched.Address < watched.Length ? ea : watched.Address;
            Fault = new StorageFault(InterruptVector.DataStorage, address, 0, IsForDebugger: true);
            return false;
        }

        var real = translation.RealAddress;
        if (!_partition.Memory.TryFindBlock(new GuestPhysicalAddress(real), out var block, out var offset))
        {
            place = new Place(real, null, null, 0, translation.AllowsReservations);
            return true;
        }

        place = new Place(real, block.Host + offset, block, offset, translation.AllowsReservations);
        Enter(ea, translation, block, offset);
        return true;
    }

    /// <summary>Enters a page of RAM, with what may be done there unseen.</summary>
    private void Enter(ulong ea, in AddressTranslation translation, RamBlock block, ulong offset)
    {
        var page = ea & ~TlbBank.OffsetMask;
        var offsetOfPage = offset & ~TlbBank.OffsetMask;

        // The last page of RAM may be cut off: what is beyond it is no RAM.
        if (block.Size - offsetOfPage < PageSize || HasWatchpoint(page) || DebugPoints?.WatchesAnyOf(page, PageSize) == true)
            return;

        var entry = Tlb.Current.DataOf(ea);
        entry->ReadTag = (translation.Permissions & PagePermissions.Read) != 0 ? page : TlbBank.Nowhere;
        entry->WriteTag = (translation.Permissions & PagePermissions.Write) != 0 && !translation.MustSetChange
            && !block.IsLogged && Volatile.Read(ref _partition.Code.Find(block, offset)->Lines) == 0
            ? page : TlbBank.Nowhere;
        entry->Addend = (nint)(block.Host + offsetOfPage - (nint)page);
        entry->RealPage = translation.RealAddress & ~TlbBank.OffsetMask;
    }

    private AddressTranslation Translate(ulong ea, AccessKind kind, bool isProbe = false, bool isProblemState = true)
    {
        var isRelocated = (_state->Msr & (kind == AccessKind.Fetch ? MachineState.InstructionRelocation : MachineState.DataRelocation)) != 0;
        if (!isRelocated)
            return RealMode.Translate(_partition.RealModeArea, ea, kind);

        var context = new AccessContext(
            isProblemState && _state->IsProblemState,
            _state->Spr[SpecialRegister.Amr],
            _state->Spr[SpecialRegister.Iamr],
            (uint)_state->Spr[SpecialRegister.Pid],
            isProbe);
        if ((_state->Spr[SpecialRegister.Lpcr] & PartitionControl.HostRadix) != 0)
            return RadixWalk.Translate(_partition.Trees, _partition.ProcessTable, context, ea, kind);

        return _partition.HashTableMemory is { } table
            ? HashWalk.Translate(table, _partition.HashTable, Segments, context, ea, kind)
            : AddressTranslation.Fault(kind, StorageCauses.NotFound);
    }

    private void FailTranslation(ulong ea, in AddressTranslation translation) => Fail(
        translation.Interrupt switch
        {
            StorageInterrupt.DataSegment => InterruptVector.DataSegment,
            StorageInterrupt.InstructionSegment => InterruptVector.InstructionSegment,
            StorageInterrupt.InstructionStorage or StorageInterrupt.HypervisorInstructionStorage => InterruptVector.InstructionStorage,
            _ => InterruptVector.DataStorage,
        },
        ea,
        (uint)translation.Causes);

    private void Fail(InterruptVector vector, ulong ea, uint status) => Fault = new StorageFault(vector, ea, status);

    /// <summary>Whether the data address watchpoint lies in a page (Power ISA 2.07, Book III-S, 10.2.2).</summary>
    private bool HasWatchpoint(ulong page) =>
        (_state->Spr[SpecialRegister.Dawrx] & WatchedAccesses) != 0 && WatchStart - page < PageSize + WatchLength;

    private bool IsWatched(ulong ea, uint length, AccessKind kind)
    {
        var control = _state->Spr[SpecialRegister.Dawrx];
        if ((control & WatchedAccesses) == 0 || kind == AccessKind.Fetch)
            return false;

        const ulong IgnoresRelocation = 8;
        const ulong Relocated = 0x10;
        const ulong InSupervisorState = 2;
        const ulong InProblemState = 1;
        var isRelocated = (_state->Msr & MachineState.DataRelocation) != 0;
        return (control & (kind == AccessKind.Store ? WatchedStores : WatchedLoads)) != 0
            && (control & (_state->IsProblemState ? InProblemState : InSupervisorState)) != 0
            && ((control & IgnoresRelocation) != 0 || (control & Relocated) != 0 == isRelocated)
            && ea < WatchStart + WatchLength && ea + length > WatchStart;
    }

    private const ulong WatchedLoads = 0x40;
    private const ulong WatchedStores = 0x20;
    private const ulong WatchedAccesses = WatchedLoads | WatchedStores;

    private ulong WatchStart => _state->Spr[SpecialRegister.Dawr] & ~7UL;

    /// <summary>The field MRD: doublewords, less one.</summary>
    private ulong WatchLength => (((_state->Spr[SpecialRegister.Dawrx] >> 10) & 0x3F) + 1) * 8;

    /// <summary>What an access finds: RAM, or the address of something else.</summary>
    private readonly record struct Place(ulong Real, nint Address, RamBlock? Block, ulong Offset, bool AllowsReservations)
    {
        public Place(ulong real, byte* host, RamBlock? block, ulong offset, bool allowsReservations)
            : this(real, (nint)host, block, offset, allowsReservations)
        {
        }

        public byte* Host => (byte*)Address;
    }
}
