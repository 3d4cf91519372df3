using System.Runtime.InteropServices;
using Hv.Runtime.Declarations;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Memory;

namespace Hv.Pseries.Hypercalls;

/// <summary>
/// Storage by guest-physical address, for guests that have no translation for it: registers of devices from real mode (LoPAR 14.5.4.3), pages
/// as a whole, and what firmware copies to and from displays.
/// </summary>
[Hypercalls]
internal sealed partial class StorageHypercalls(PseriesMachine machine)
{
    private const ulong SynchronizeInstructions = 1UL << 22;
    private const ulong InvalidateInstructions = 1UL << 23;
    private const ulong CopyPage = 1UL << 14;
    private const ulong ZeroPage = 1UL << 15;
    private const ulong AllPageFlags = SynchronizeInstructions | InvalidateInstructions | CopyPage | ZeroPage;
    private const int PageSize = 4096;

    private const ulong LargestCount = 0x8000_0000;
    private const int LargestShift = 3;
    private const ulong LargestRegisterCopy = 16 << 20;
    private const int Chunk = 1 << 20;

    private enum Operation : ulong
    {
        Copy = 0,
        Invert = 1,
    }

    /// <summary>Fills a page with zeros or the content of another one.</summary>
    [Hypercall(0x2C, "H_PAGE_INIT")]
    private HypercallStatus InitializePage(ulong flags, GuestPhysicalAddress destination, GuestPhysicalAddress source)
    {
        if ((flags & ~AllPageFlags) != 0 || !TryFindPage(destination, out var page))
            return HypercallStatus.Parameter;

        if ((flags & CopyPage) != 0)
        {
            if (!TryFindPage(source, out var from))
                return HypercallStatus.Parameter;

            from.CopyTo(page);
        }
        else if ((flags & ZeroPage) != 0)
        {
            page.Clear();
        }

        // Told after the change, so that what was decoded of the page meanwhile is decoded again.
        machine.Memory.TryGetSpan(destination, PageSize, forWrite: true, out _);
        return HypercallStatus.Success;
    }

    /// <summary>Reads 1, 2, 4 or 8 bytes, as a big-endian number.</summary>
    [Hypercall(0x3C, "H_LOGICAL_CI_LOAD")]
    private HypercallStatus LoadInhibited(ulong size, ulong address, out ulong value) => Load(size, address, out value);

    /// <summary>Writes 1, 2, 4 or 8 bytes, as a big-endian number.</summary>
    [Hypercall(0x40, "H_LOGICAL_CI_STORE")]
    private HypercallStatus StoreInhibited(ulong size, ulong address, ulong value) => Store(size, address, value);

    /// <summary>Reads 1, 2, 4 or 8 bytes through the caches, as a big-endian number.</summary>
    [Hypercall(0x44, "H_LOGICAL_CACHE_LOAD")]
    private HypercallStatus LoadCached(ulong size, ulong address, out ulong value) => Load(size, address, out value);

    /// <summary>Writes 1, 2, 4 or 8 bytes through the caches, as a big-endian number.</summary>
    [Hypercall(0x48, "H_LOGICAL_CACHE_STORE")]
    private HypercallStatus StoreCached(ulong size, ulong address, ulong value) => Store(size, address, value);

    /// <summary>Invalidates a block of the instruction cache: nothing is to be done, since processors see each store to code.</summary>
    [Hypercall(0x4C, "H_LOGICAL_ICBI")]
    private static HypercallStatus InvalidateInstructionBlock(PseriesMachine machine) => HypercallStatus.Success;

    /// <summary>Writes a block of the data cache to memory: it is there.</summary>
    [Hypercall(0x50, "H_LOGICAL_DCBF")]
    private static HypercallStatus FlushDataBlock(PseriesMachine machine) => HypercallStatus.Success;

    /// <summary>Copies elements of 1, 2, 4 or 8 bytes (shift 0 to 3), or inverts all their bits on the way.</summary>
    /// <remarks>
    /// What overlaps is copied as if by way of another place. Within RAM any number is; registers of devices take one access for each element,
    /// and no more than 16 MiB of them, a large display, are copied at once: others wait meanwhile.
    /// </remarks>
    [Hypercall(0xF001, "KVMPPC_H_LOGICAL_MEMOP")]
    private HypercallStatus Operate(ulong destination, ulong source, ulong shift, ulong count, ulong operation)
    {
        if (count > LargestCount || operation > (ulong)Operation.Invert)
            return HypercallStatus.Parameter;

        if (shift > LargestShift)
            return count == 0 && IsAligned(destination, source, shift) ? HypercallStatus.Success : HypercallStatus.Parameter;

        if (!IsAligned(destination, source, shift))
            return HypercallStatus.Parameter;

        var length = count << (int)shift;
        var isInverted = operation == (ulong)Operation.Invert;
        var isBackwards = destination > source && destination - source < length;
        if (machine.Memory.Contains(new GuestPhysicalAddress(destination), length) && machine.Memory.Contains(new GuestPhysicalAddress(source), length))
            return CopyMemory(destination, source, length, isInverted, isBackwards);

        return length <= LargestRegisterCopy
            ? CopyRegisters(destination, source, length, 1 << (int)shift, isInverted, isBackwards)
            : HypercallStatus.Parameter;
    }

    private static bool IsAligned(ulong destination, ulong source, ulong shift)
    {
        var mask = shift < 64 ? (1UL << (int)shift) - 1 : ulong.MaxValue;
        return ((destination | source) & mask) == 0;
    }

    private bool TryFindPage(GuestPhysicalAddress address, out Span<byte> page)
    {
        page = default;
        return address.Value % PageSize == 0 && machine.Memory.TryGetSpan(address, PageSize, forWrite: false, out page);
    }

    private HypercallStatus Load(ulong size, ulong address, out ulong value)
    {
        value = 0;
        if (size is not (1 or 2 or 4 or 8))
            return HypercallStatus.Parameter;

        machine.AddressSpace.TryReadNumber(address, (int)size, ByteOrder.Big, out value);
        return HypercallStatus.Success;
    }

    private HypercallStatus Store(ulong size, ulong address, ulong value)
    {
        if (size is not (1 or 2 or 4 or 8))
            return HypercallStatus.Parameter;

        machine.AddressSpace.TryWriteNumber(address, (int)size, ByteOrder.Big, value);
        return HypercallStatus.Success;
    }

    private HypercallStatus CopyMemory(ulong destination, ulong source, ulong length, bool isInverted, bool isBackwards)
    {
        for (var done = 0UL; done < length;)
        {
            var part = Math.Min(Chunk, length - done);
            var offset = isBackwards ? length - done - part : done;
            var to = new GuestPhysicalAddress(destination + offset);
            if (!machine.Memory.TryGetSpan(new GuestPhysicalAddress(source + offset), (int)part, forWrite: false, out var from)
                || !machine.Memory.TryGetSpan(to, (int)part, forWrite: false, out var target))
            {
                return HypercallStatus.Parameter;
            }

            from.CopyTo(target);
            if (isInverted)
                Invert(target);

            machine.Memory.TryGetSpan(to, (int)part, forWrite: true, out _);
            done += part;
        }

        return HypercallStatus.Success;
    }

    private HypercallStatus CopyRegisters(ulong destination, ulong source, ulong length, int size, bool isInverted, bool isBackwards)
    {
        Span<byte> element = stackalloc byte[sizeof(ulong)];
        element = element[..size];
        for (var done = 0UL; done < length; done += (ulong)size)
        {
            var offset = isBackwards ? length - done - (ulong)size : done;
            machine.AddressSpace.Read(unchecked(source + offset), element);
            if (isInverted)
                Invert(element);

            machine.AddressSpace.Write(unchecked(destination + offset), element);
        }

        return HypercallStatus.Success;
    }

    private static void Invert(Span<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ref var word in words)
            word = ~word;

        foreach (ref var last in bytes[(words.Length * sizeof(ulong))..])
            last = (byte)~last;
    }
}
