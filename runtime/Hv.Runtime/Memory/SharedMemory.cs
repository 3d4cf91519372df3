using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hv.Runtime.Memory;

/// <summary>
/// Zeroed memory of the host that is committed page by page as it is touched. On Linux it is an anonymous file (memfd), which
/// other processes and the kernel can map too; elsewhere it is private.
/// </summary>
internal sealed unsafe partial class SharedMemory : IDisposable
{
    private const uint CloseOnExec = 0x1;
    private const uint AllowSealing = 0x2;
    private const int AddSeals = 1033;
    private const int SealShrinkAndGrow = 0x2 | 0x4;
    private const int ReadAndWrite = 0x1 | 0x2;
    private const int Shared = 0x1;
    private const int NoReserve = 0x4000;
    private const int SeekData = 3;
    private const int SeekHole = 4;
    private const int NoSuchAddress = 6;

    private const int PageSize = 4096;
    private const int PagesAskedFor = 1024;
    private const ulong PresentMark = 1UL << 63;

    /// <summary>What the kernel tells of each page of this process, or <see langword="null"/> where it tells nothing.</summary>
    private static readonly SafeFileHandle? PageMap = OpenPageMap();

    private byte* _host;
    private readonly nuint _size;

    /// <summary>Takes <paramref name="size"/> bytes.</summary>
    /// <param name="name">What host tools show it as.</param>
    /// <param name="size">Bytes, at least 1.</param>
    /// <exception cref="OutOfMemoryException">The host does not give them.</exception>
    public SharedMemory(string name, ulong size)
    {
        if (size > (ulong)nint.MaxValue)
            throw Refused(name, size, "the host cannot address as much");

        _size = (nuint)size;
        if (!OperatingSystem.IsLinux())
        {
            _host = (byte*)NativeMemory.AllocZeroed(_size);
            return;
        }

        File = new SafeFileHandle(CreateFile(name, CloseOnExec | AllowSealing), ownsHandle: true);
        if (File.IsInvalid)
            throw Refused(name, size, Marshal.GetLastPInvokeErrorMessage());

        if (Truncate(File, (nint)size) != 0)
        {
            File.Dispose();
            throw Refused(name, size, Marshal.GetLastPInvokeErrorMessage());
        }

        // Whoever else maps the file must not be able to cut it: an access beyond its end would kill this process. A kernel that
        // cannot promise it has no other user of sealing either.
        _ = Control(File, AddSeals, SealShrinkAndGrow);
        var address = Map(0, _size, ReadAndWrite, Shared | NoReserve, File, 0);
        if (address == -1)
        {
            var reason = Marshal.GetLastPInvokeErrorMessage();
            File.Dispose();
            throw Refused(name, size, reason);
        }

        _host = (byte*)address;
    }

    ~SharedMemory() => Free();

    /// <summary>The first byte; <see langword="null"/> after disposal.</summary>
    public byte* Host => _host;

    /// <summary>The file behind it, or <see langword="null"/> where memory is private.</summary>
    public SafeFileHandle? File { get; }

    /// <summary>
    /// Finds the next pages that the host has given memory for. Those before it are zero, and looking at them would take memory for them.
    /// </summary>
    /// <param name="from">Where to look from, below the size.</param>
    /// <returns>The first byte and the end; both the size when there are none. Where the host cannot tell: all from there on.</returns>
    public (ulong Start, ulong End) FindCommitted(ulong from)
    {
        if (File is null)
            return (from, _size);

        var start = Seek(File, (long)from, SeekData);
        if (start < 0)
            return Marshal.GetLastPInvokeError() == NoSuchAddress ? (_size, _size) : (from, _size);

        // To look for the next hole takes the kernel longer than to read the memory before it. What this process has mapped there is
        // memory, and the kernel tells so of many pages at once.
        var mapped = PagesMapped((ulong)start);
        if (mapped > 0)
            return ((ulong)start, Math.Min((ulong)start + ((ulong)mapped * PageSize), _size));

        var end = Seek(File, start, SeekHole);
        return ((ulong)start, end < 0 ? _size : Math.Min((ulong)end, _size));
    }

    /// <summary>How many pages from an offset on this process has mapped, at most as many as are asked for at once; 0 when it cannot tell.</summary>
    private int PagesMapped(ulong offset)
    {
        if (PageMap is null || Environment.SystemPageSize != PageSize)
            return 0;

        Span<ulong> entries = stackalloc ulong[PagesAskedFor];
        entries = entries[..(int)Math.Min(PagesAskedFor, (_size - offset) / PageSize)];
        var place = (((ulong)_host + offset) / PageSize) * sizeof(ulong);
        try
        {
            var got = RandomAccess.Read(PageMap, MemoryMarshal.AsBytes(entries), (long)place) / sizeof(ulong);
            var count = 0;
            while (count < got && (entries[count] & PresentMark) != 0)
                count++;

            return count;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static SafeFileHandle? OpenPageMap()
    {
        try
        {
            return OperatingSystem.IsLinux() ? System.IO.File.OpenHandle("/proc/self/pagemap") : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        File?.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_host == null)
            return;

        if (OperatingSystem.IsLinux())
            _ = Unmap((nint)_host, _size);
        else
            NativeMemory.Free(_host);

        _host = null;
    }

    private static OutOfMemoryException Refused(string name, ulong size, string reason) =>
        new($"The host gives no 0x{size:x} bytes for RAM block '{name}': {reason}.");

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial nint CreateFile(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    private static partial int Truncate(SafeFileHandle file, nint length);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long Seek(SafeFileHandle file, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, int command, int argument);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, SafeFileHandle file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint length);
}
