using Hv.Runtime.Dma;
using Hv.Runtime.Tracing;
using Hv.Vfio.Containers;

namespace Hv.Vfio.Mapping;

/// <summary>Keeps what a guest maps in one window in the host's IOMMU, as far as it leads to RAM.</summary>
/// <remarks>
/// What leads elsewhere, to registers of a device or beyond RAM, is not mapped: a device that goes there faults, as on a bus where
/// nothing answers. It is counted.
/// </remarks>
internal sealed class WindowFollower(IommuRegion window, IIovaMapper mapper, SharedRam ram, MappingEvents events) : IIommuListener
{
    /// <summary>Pages that lead to the same memory take a mapping each: more than so many at once are refused.</summary>
    public const ulong MostRepetitions = 1UL << 16;

    /// <inheritdoc/>
    public bool Mapped(in IommuMapping mapping)
    {
        var (guest, left) = (mapping.Target.Value, mapping.Length);
        for (var iova = mapping.Address; left != 0;)
        {
            var length = left;
            if (!ram.TryFind(guest, ref length, out var host))
            {
                events.CountNoMemory(window, iova, guest, length);
            }
            else if (mapper.Map(new IovaRun(iova, length, host, (IovaPermission)mapping.Permission)) is not MappingResult.Success and var failure)
            {
                // A part that was mapped before this one goes again, for who is told of the refusal maps nothing.
                if (iova != mapping.Address)
                    _ = mapper.Unmap(mapping.Address, iova - mapping.Address);

                events.CountRefusal(window, iova, length, failure);
                return false;
            }

            iova += length;
            guest = unchecked(guest + length);
            left -= length;
        }

        return true;
    }

    /// <inheritdoc/>
    public bool MappedRepeatedly(in IommuMapping page, ulong count)
    {
        if (count > Math.Min(MostRepetitions, mapper.Room))
        {
            events.CountRefusal(window, page.Address, page.Length, MappingResult.NoEntries);
            return false;
        }

        for (var index = 0UL; index < count; index++)
        {
            var address = page.Address + (index * page.Length);
            if (Mapped(page with { Address = address }))
                continue;

            _ = mapper.Unmap(page.Address, index * page.Length);
            return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Unmapped(ulong address, ulong length)
    {
        var lost = mapper.LostBytes;
        var result = mapper.Unmap(address, length);
        if (mapper.LostBytes != lost)
            events.CountLoss(window, address, mapper.LostBytes - lost);

        if (result == MappingResult.Success)
            return true;

        events.CountRefusal(window, address, length, result);
        return false;
    }
}
