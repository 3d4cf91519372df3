using Hv.Runtime.Memory;

namespace Hv.Runtime.Dma;

/// <summary>
/// Tells listeners of pages in ranges as long as possible. What is unmapped merges by bus address; what is mapped merges where
/// bus, memory and permission go on, or where page after page leads to the same memory.
/// </summary>
/// <remarks>
/// Pages are given in the order of their bus addresses. Unmap and map are not mixed: <see cref="Flush"/> between them, and at the
/// end. A listener that throws is reported and does not keep the others from being told.
/// </remarks>
/// <param name="listeners">Who is told.</param>
/// <param name="failed">Takes what a listener threw.</param>
public sealed class IommuRangeMerger(IIommuListener[] listeners, Action<Exception> failed)
{
    private RangeKind _kind;
    private ulong _address;
    private ulong _length;
    private ulong _target;
    private ulong _count;
    private IommuPermission _permission;

    /// <summary>Whether a listener refused anything since this was set to <see langword="false"/>.</summary>
    public bool IsRefused { get; set; }

    private enum RangeKind
    {
        None,
        Unmapped,
        Mapped,
        Repeated,
    }

    /// <summary>A range is not mapped any more.</summary>
    public void Unmap(ulong address, ulong length)
    {
        if (_kind == RangeKind.Unmapped && address == unchecked(_address + _length))
        {
            _length += length;
            return;
        }

        Flush();
        (_kind, _address, _length) = (RangeKind.Unmapped, address, length);
    }

    /// <summary>A page is mapped now.</summary>
    public void Map(ulong address, GuestPhysicalAddress target, ulong length, IommuPermission permission)
    {
        switch (_kind)
        {
            case RangeKind.Mapped when permission == _permission && address == unchecked(_address + _length):
                if (target.Value == unchecked(_target + _length))
                {
                    _length += length;
                    return;
                }

                if (target.Value == _target && length == _length)
                {
                    (_kind, _count) = (RangeKind.Repeated, 2);
                    return;
                }

                break;
            case RangeKind.Repeated when permission == _permission && target.Value == _target && length == _length
                && address == unchecked(_address + (_length * _count)):
                _count++;
                return;
        }

        Flush();
        (_kind, _address, _length, _target, _permission) = (RangeKind.Mapped, address, length, target.Value, permission);
    }

    /// <summary>Pages that follow each other are mapped now, all to the same memory.</summary>
    public void MapRepeatedly(ulong address, GuestPhysicalAddress target, ulong length, IommuPermission permission, ulong count)
    {
        if (count > 0)
            Map(address, target, length, permission);

        if (count <= 1)
            return;

        // The first page may have gone on from what was before it, where the others cannot.
        var rest = unchecked(address + length);
        Map(rest, target, length, permission);
        if (_kind == RangeKind.Repeated)
            _count += count - 2;
        else if (count > 2)
            (_kind, _count) = (RangeKind.Repeated, count - 1);
    }

    /// <summary>Tells what has not been told yet.</summary>
    public void Flush()
    {
        var kind = _kind;
        _kind = RangeKind.None;
        if (kind == RangeKind.None)
            return;

        foreach (var listener in listeners)
        {
            try
            {
                IsRefused |= !Tell(listener, kind);
            }
            catch (Exception exception)
            {
                failed(exception);
            }
        }
    }

    private bool Tell(IIommuListener listener, RangeKind kind)
    {
        var mapping = new IommuMapping(_address, new GuestPhysicalAddress(_target), _length, _permission);
        return kind switch
        {
            RangeKind.Unmapped => listener.Unmapped(_address, _length),
            RangeKind.Mapped => listener.Mapped(mapping),
            _ => listener.MappedRepeatedly(mapping, _count),
        };
    }
}
