using System.Runtime.InteropServices;
using Hv.Power.Debugging;
using Hv.Power.Execution;
using Hv.Power.Memory;
using Hv.Power.State;
using Hv.Power.Translation;
using Hv.Runtime.Memory;

namespace Hv.Power.Tlb;

/// <summary>
/// The memory management of a processor: what accesses do that find no page in its TLB. It translates, enters the page, and makes
/// the access; also one that crosses pages, that goes to a device, or that has to be seen.
/// </summary>
internal sealed unsafe partial class MemoryUnit : IDisposable
{
    private const ulong PageSize = 1UL << TlbBank.PageShift;

    private readonly PowerPartition _partition;
    private readonly PowerState* _state;
    private readonly IStoreWatch _watch;

    public MemoryUnit(PowerPartition partition, PowerState* state, IStoreWatch watch)
    {
        _partition = partition;
        _state = state;
        _watch = watch;
    }

    /// <summary>The pages.</summary>
    public SoftwareTlb Tlb { get; } = new();

    /// <summary>The last access that failed.</summary>
    public StorageFault Fault { get; private set; }

    /// <summary>Data that a debugger watches, or <see langword="null"/>.</summary>
    public DebugPoints? DebugPoints { get; set; }

    /// <summary>The segment lookaside buffer.</summary>
    public ReadOnlySpan<SlbEntry> Segments => MemoryMarshal.Cast<ulong, SlbEntry>(new ReadOnlySpan<ulong>(_state->Slb, 2 * PowerState.SlbSize));

    private bool IsBigEndian => (_state->Msr & MachineState.LittleEndian) == 0;

    /// <summary>Chooses the pages of the context that the processor is in.</summary>
    public TlbBank ChooseContext()
    {
        Tlb.Choose(TlbContext.Of(ref *_state));
        return Tlb.Current;
    }

    /// <summary>Loads up to 16 bytes.</summary>
    public Outcome Load(ulong ea, int size, out UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value = 0;
        var first = Math.Min(size, (int)(PageSize - (ea & TlbBank.OffsetMask)));
        if (!TryTranslate(ea, (uint)first, AccessKind.Load, out var place))
            return Outcome.Storage;

        if (first == size)
        {
            if (MisalignedDevice(in place, ea, size))
                return Outcome.Alignment;

            if (!TryRead(in place, ea, bytes[..size]))
                return Outcome.Storage;
        }
        else
        {
            var next = Wrap(ea + (ulong)first);
            if (!TryTranslate(next, (uint)(size - first), AccessKind.Load, out var second))
                return Outcome.Storage;

            if (place.Host == null || second.Host == null)
                return Outcome.Alignment;

            if (!TryRead(in place, ea, bytes[..first]) || !TryRead(in second, next, bytes[first..size]))
                return Outcome.Storage;
        }

        value = NumberOf(bytes[..size]);
        return Outcome.Completed;
    }

    /// <summary>Stores up to 16 bytes; none of them when one cannot be.</summary>
    public Outcome Store(ulong ea, int size, UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BytesOf(value, bytes[..size]);
        var first = Math.Min(size, (int)(PageSize - (ea & TlbBank.OffsetMask)));
        if (!TryTranslate(ea, (uint)first, AccessKind.Store, out var place))
            return Outcome.Storage;

        if (first == size)
        {
            if (MisalignedDevice(in place, ea, size))
                return Outcome.Alignment;

            Write(in place, bytes[..size]);
            return Outcome.Completed;
        }

        var next = Wrap(ea + (ulong)first);
        if (!TryTranslate(next, (uint)(size - first), AccessKind.Store, out var second))
            return Outcome.Storage;

        if (place.Host == null || second.Host == null)
            return Outcome.Alignment;

        Write(in place, bytes[..first]);
        Write(in second, bytes[first..size]);
        return Outcome.Completed;
    }

    /// <summary>Finds the host's address of an aligned location for an exchange; tell of it with <see cref="Exchanged"/> afterwards.</summary>
    public Outcome Exchangeable(ulong ea, int size, out byte* host)
    {
        host = null;
        if (!TryTranslate(ea, (uint)size, AccessKind.Store, out var place))
            return Outcome.Storage;

        if (place.Host == null || !place.AllowsReservations)
        {
            Fail(InterruptVector.DataStorage, ea, (uint)(StorageCauses.Attributes | StorageCauses.Store));
            return Outcome.Storage;
        }

        host = place.Host;
        return Outcome.Completed;
    }

    /// <summary>An exchange was made.</summary>
    public void Exchanged(ulong ea, int size)
    {
        if (TryTranslate(ea, (uint)size, AccessKind.Store, out var place))
            place.Block!.MarkDirty(place.Offset, (ulong)size);
    }

    /// <summary>Asks for an access without making it.</summary>
    public Outcome Probe(ulong ea, uint length, bool isStore)
    {
        var kind = isStore ? AccessKind.Store : AccessKind.Load;
        for (var left = length; left > 0;)
        {
            var part = (uint)Math.Min(left, PageSize - (ea & TlbBank.OffsetMask));
            if (!TryTranslate(ea, part, kind, out _))
                return Outcome.Storage;

            ea = Wrap(ea + part);
            left -= part;
        }

        return Outcome.Completed;
    }

    /// <summary>Finds a page of code.</summary>
    /// <returns><see langword="null"/>, and the reason in <see cref="Fault"/>, when it cannot be fetched.</returns>
    public CodeTlbEntry* Locate(ulong address)
    {
        var entry = Tlb.Current.CodeOf(address);
        if (entry->Tag == (address & ~TlbBank.OffsetMask))
            return entry;

        var translation = Translate(address, AccessKind.Fetch);
        if (!translation.IsTranslated)
        {
            FailTranslation(address, translation);
            return null;
        }

        if (!_partition.Memory.TryFindBlock(new GuestPhysicalAddress(translation.RealAddress), out var block, out var offset))
        {
            // No instruction comes from a device, or from nowhere.
            Fail(InterruptVector.MachineCheck, address, MachineCheckFetch);
            return null;
        }

        entry->Host = block.Host + (offset & ~TlbBank.OffsetMask);
        entry->Page = _partition.Code.Find(block, offset);
        entry->RealPage = translation.RealAddress & ~TlbBank.OffsetMask;
        entry->Tag = address & ~TlbBank.OffsetMask;
        return entry;
    }

    /// <summary>Makes sure that no store to code that is about to be decoded goes unseen.</summary>
    public void WatchCode(CodePage* page, ulong realPage, ulong lines)
    {
        if (CodePages.Watch(page, lines))
            _watch.StopUnseenStores(realPage);
    }

    /// <inheritdoc/>
    public void Dispose() => Tlb.Dispose();

    private static UInt128 NumberOf(ReadOnlySpan<byte> bytes, bool isBigEndian)
    {
        UInt128 value = 0;
        for (var index = 0; index < bytes.Length; index++)
            value = (value << 8) | bytes[isBigEndian ? index : bytes.Length - 1 - index];

        return value;
    }

    private UInt128 NumberOf(ReadOnlySpan<byte> bytes) => NumberOf(bytes, IsBigEndian);

    private void BytesOf(UInt128 value, Span<byte> bytes)
    {
        for (var index = 0; index < bytes.Length; index++)
        {
            bytes[IsBigEndian ? bytes.Length - 1 - index : index] = (byte)value;
            value >>= 8;
        }
    }

    private ulong Wrap(ulong ea) => (_state->Msr & MachineState.SixtyFourBit) != 0 ? ea : (uint)ea;

    /// <summary>Whether an access to a device is not aligned, which no device takes.</summary>
    private static bool MisalignedDevice(in Place place, ulong ea, int size) =>
        place.Host == null && ((ea & (ulong)(size - 1)) != 0 || size > sizeof(ulong));

    private bool TryRead(in Place place, ulong ea, Span<byte> bytes)
    {
        if (place.Host != null)
        {
            Copy(place.Host, bytes);
            return true;
        }

        _watch.EnterDevice();
        var isAnswered = _partition.Devices is { } devices && devices.Read(place.Real, bytes);
        _watch.LeaveDevice();
        if (!isAnswered)
            Fail(InterruptVector.MachineCheck, ea, MachineCheckLoad);

        return isAnswered;
    }

    private void Write(in Place place, ReadOnlySpan<byte> bytes)
    {
        if (place.Host != null)
        {
            Copy(bytes, place.Host);
            place.Block!.MarkDirty(place.Offset, (ulong)bytes.Length);
            return;
        }

        // A store that nothing takes is lost: no processor waits for it.
        _watch.EnterDevice();
        _partition.Devices?.Write(place.Real, bytes);
        _watch.LeaveDevice();
    }

    /// <summary>Copies in one access where the host has one of that width: others may look at it meanwhile.</summary>
    private static void Copy(byte* source, Span<byte> destination)
    {
        fixed (byte* target = destination)
            Copy(source, target, destination.Length);
    }

    private static void Copy(ReadOnlySpan<byte> source, byte* destination)
    {
        fixed (byte* start = source)
            Copy(start, destination, source.Length);
    }

    private static void Copy(byte* source, byte* destination, int length)
    {
        switch (length)
        {
            case 2:
                *(ushort*)destination = *(ushort*)source;
                break;
            case 4:
                *(uint*)destination = *(uint*)source;
                break;
            case 8:
                *(ulong*)destination = *(ulong*)source;
                break;
            default:
                Buffer.MemoryCopy(source, destination, length, length);
                break;
        }
    }
}
