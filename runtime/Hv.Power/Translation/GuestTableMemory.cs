using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Hv.Runtime.Memory;

namespace Hv.Power.Translation;

/// <summary>Page tables in guest RAM.</summary>
/// <param name="memory">The guest's RAM.</param>
public sealed class GuestTableMemory(GuestMemory memory) : ITableMemory
{
    /// <inheritdoc/>
    public bool TryRead(ulong address, out ulong value)
    {
        if (memory.TryGetSpan(new GuestPhysicalAddress(address), sizeof(ulong), forWrite: false, out var span))
        {
            value = FromMemory(Volatile.Read(ref MemoryMarshal.AsRef<ulong>(span)));
            return true;
        }

        value = 0;
        return false;
    }

    /// <inheritdoc/>
    public bool TryReplace(ulong address, ulong expected, ulong value)
    {
        var place = new GuestPhysicalAddress(address);
        if (!memory.TryGetSpan(place, sizeof(ulong), forWrite: false, out var span))
            return false;

        ref var doubleword = ref MemoryMarshal.AsRef<ulong>(span);
        if (Interlocked.CompareExchange(ref doubleword, FromMemory(value), FromMemory(expected)) != FromMemory(expected))
            return false;

        // Dirty logs are told after the write, or a page that is collected in between would be lost.
        return memory.TryGetSpan(place, sizeof(ulong), forWrite: true, out _);
    }

    private static ulong FromMemory(ulong value) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
}
