using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Hv.Power.Tests.Infrastructure;

/// <summary>Memory of a guest between two pages that cannot be accessed: an access beside it ends the process.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int Guard = 0x1_0000;
    private const int NoAccess = 0;
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    private readonly byte* _mapping;
    private readonly int _size;

    /// <param name="size">A multiple of the host's page size.</param>
    public GuardedMemory(int size)
    {
        _size = size;
        _mapping = (byte*)Map(0, (nuint)(size + (2 * Guard)), NoAccess, PrivateAnonymous, -1, 0);
        if ((nint)_mapping == -1 || Protect((nint)Start, (nuint)size, ReadWrite) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>The first byte.</summary>
    public byte* Start => _mapping + Guard;

    public Span<byte> Bytes => new(Start, _size);

    public void Dispose() => _ = Unmap((nint)_mapping, (nuint)(_size + (2 * Guard)));

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint length);
}
