using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Hv.Runtime.Memory;

/// <summary>
/// The RAM of a guest: one block from address 0. Memory is taken from the host when the guest touches it, not when it is made.
/// </summary>
/// <remarks>
/// Reads and writes that do not lie wholly inside RAM return <see langword="false"/> and change nothing. Accesses from several
/// threads are as atomic as the host makes them for the width used: the guest sees no torn aligned word.
/// </remarks>
public sealed unsafe class GuestMemory : IDisposable
{
    private byte* _host;

    /// <summary>Makes <paramref name="size"/> bytes of zeroed RAM.</summary>
    /// <param name="size">Bytes, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is 0.</exception>
    /// <exception cref="OutOfMemoryException">The host has no address space left for it.</exception>
    public GuestMemory(ulong size)
    {
        ArgumentOutOfRangeException.ThrowIfZero(size);
        _host = (byte*)NativeMemory.AllocZeroed(checked((nuint)size));
        Size = size;
    }

    /// <summary>Gives the memory back when <see cref="Dispose"/> was forgotten.</summary>
    ~GuestMemory() => Free();

    /// <summary>The size of RAM in bytes.</summary>
    public ulong Size { get; }

    /// <summary>Decides which accesses fail, for tests; <see langword="null"/> for a guest.</summary>
    public IGuestMemoryFaults? Faults { get; set; }

    /// <summary>Whether <paramref name="length"/> bytes from <paramref name="address"/> all lie in RAM.</summary>
    public bool Contains(GuestPhysicalAddress address, ulong length) => address.Value <= Size && length <= Size - address.Value;

    /// <summary>
    /// Gives the host's view of <paramref name="length"/> bytes from <paramref name="address"/>. The span is valid until
    /// <see cref="Dispose"/>. Other threads of the guest can change the bytes at any time: read what is checked once.
    /// </summary>
    /// <returns><see langword="false"/> when not all of it is RAM.</returns>
    public bool TryGetSpan(GuestPhysicalAddress address, int length, bool forWrite, out Span<byte> span)
    {
        if (length < 0 || !Contains(address, (ulong)length) || _host == null)
        {
            span = default;
            return false;
        }

        if (Faults is { } faults && length > 0 && faults.Fails(address, length, forWrite))
        {
            span = default;
            return false;
        }

        span = new Span<byte>(_host + address.Value, length);
        return true;
    }

    /// <summary>Copies from RAM.</summary>
    /// <returns><see langword="false"/>, and <paramref name="destination"/> unchanged, when not all of it is RAM.</returns>
    public bool TryRead(GuestPhysicalAddress address, Span<byte> destination)
    {
        if (!TryGetSpan(address, destination.Length, forWrite: false, out var source))
            return false;

        source.CopyTo(destination);
        return true;
    }

    /// <summary>Copies to RAM.</summary>
    /// <returns><see langword="false"/>, and RAM unchanged, when not all of the destination is RAM.</returns>
    public bool TryWrite(GuestPhysicalAddress address, ReadOnlySpan<byte> source)
    {
        if (!TryGetSpan(address, source.Length, forWrite: true, out var destination))
            return false;

        source.CopyTo(destination);
        return true;
    }

    /// <summary>Reads a big-endian 32-bit word.</summary>
    public bool TryReadUInt32(GuestPhysicalAddress address, out uint value)
    {
        if (TryGetSpan(address, sizeof(uint), forWrite: false, out var span))
        {
            value = BinaryPrimitives.ReadUInt32BigEndian(span);
            return true;
        }

        value = 0;
        return false;
    }

    /// <summary>Writes a big-endian 32-bit word.</summary>
    public bool TryWriteUInt32(GuestPhysicalAddress address, uint value)
    {
        if (!TryGetSpan(address, sizeof(uint), forWrite: true, out var span))
            return false;

        BinaryPrimitives.WriteUInt32BigEndian(span, value);
        return true;
    }

    /// <summary>Gives the memory back to the host; later accesses fail as those outside RAM do.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_host == null)
            return;

        NativeMemory.Free(_host);
        _host = null;
    }
}
