using System.Runtime.InteropServices;
using System.Text;
using Hv.Runtime.Memory;

namespace Hv.Vfio.Kernel;

/// <summary>The kernel of the host that this process runs on.</summary>
/// <remarks>A call that a signal interrupts is made again. Nothing is allocated but by <see cref="Open"/> and <see cref="Files"/>.</remarks>
public sealed unsafe partial class LinuxKernel : IHostKernel
{
    private const int ReadAndWrite = 0x2;
    private const int CloseOnExec = 0x8_0000;
    private const int NonBlocking = 0x800;
    private const int ProtectRead = 0x1;
    private const int ProtectWrite = 0x2;
    private const int Shared = 0x1;

    /// <summary>Makes the seam to the kernel.</summary>
    /// <exception cref="PlatformNotSupportedException">The host is not Linux: VFIO is there alone.</exception>
    public LinuxKernel()
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("VFIO is an interface of Linux; this host has another system.");

        Architecture = RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Ppc64le
            ? HostArchitecture.PowerPc
            : HostArchitecture.Generic;
    }

    /// <inheritdoc/>
    public HostArchitecture Architecture { get; }

    /// <inheritdoc/>
    public int PageSize => Environment.SystemPageSize;

    /// <inheritdoc/>
    public IHostFiles Files { get; } = new LinuxFiles();

    /// <inheritdoc/>
    public KernelResult Open(string path)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
            return Result(OpenFile(name, ReadAndWrite | CloseOnExec));
    }

    /// <inheritdoc/>
    public KernelResult Close(int descriptor) => Result(CloseFile(descriptor));

    /// <inheritdoc/>
    public KernelResult Control(int descriptor, VfioRequest request, ulong argument = 0)
    {
        KernelResult result;
        do
            result = Result(ControlFile(descriptor, request.Number(Architecture), (void*)argument));
        while (result.Error == Errno.Interrupted);

        return result;
    }

    /// <inheritdoc/>
    public KernelResult Control(int descriptor, VfioRequest request, Span<byte> argument)
    {
        fixed (byte* address = argument)
            return Control(descriptor, request, (ulong)address);
    }

    /// <inheritdoc/>
    public KernelResult Read(int descriptor, Span<byte> destination, ulong offset)
    {
        fixed (byte* address = destination)
        {
            KernelResult result;
            do
                result = Result(ReadFile(descriptor, address, (nuint)destination.Length, (long)offset));
            while (result.Error == Errno.Interrupted);

            return result;
        }
    }

    /// <inheritdoc/>
    public KernelResult Write(int descriptor, ReadOnlySpan<byte> source, ulong offset)
    {
        fixed (byte* address = source)
        {
            KernelResult result;
            do
                result = Result(WriteFile(descriptor, address, (nuint)source.Length, (long)offset));
            while (result.Error == Errno.Interrupted);

            return result;
        }
    }

    /// <inheritdoc/>
    public KernelResult MapFile(int descriptor, ulong offset, ulong length, bool isWritable) => Result(
        Map(0, (nuint)length, isWritable ? ProtectRead | ProtectWrite : ProtectRead, Shared, descriptor, (long)offset));

    /// <inheritdoc/>
    public KernelResult UnmapFile(ulong address, ulong length) => Result(Unmap((nint)address, (nuint)length));

    /// <inheritdoc/>
    public KernelResult CreateEvent() => Result(EventFile(0, CloseOnExec | NonBlocking));

    /// <inheritdoc/>
    public KernelResult SignalEvent(int descriptor)
    {
        var one = 1UL;
        var result = Result(WriteStream(descriptor, &one, sizeof(ulong)));
        return result.IsError ? result : default;
    }

    /// <inheritdoc/>
    public KernelResult TakeEvent(int descriptor)
    {
        ulong count;
        var result = Result(ReadStream(descriptor, &count, sizeof(ulong)));
        return result.IsError ? result : new KernelResult((long)Math.Min(count, long.MaxValue));
    }

    /// <inheritdoc/>
    public KernelResult Wait(Span<PollEntry> entries, int timeoutMilliseconds)
    {
        fixed (PollEntry* first = entries)
            return Result(Poll(first, (nuint)entries.Length, timeoutMilliseconds));
    }

    /// <inheritdoc/>
    public KernelResult Share(RamBlock block) => new((long)block.Host);

    /// <inheritdoc/>
    public void Unshare(RamBlock block)
    {
        // The block is of this process.
    }

    private static KernelResult Result(long value) => new(value == -1 ? -Marshal.GetLastPInvokeError() : value);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial int OpenFile(byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int CloseFile(int descriptor);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int ControlFile(int descriptor, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "pread64", SetLastError = true)]
    private static partial nint ReadFile(int descriptor, byte* buffer, nuint count, long offset);

    [LibraryImport("libc", EntryPoint = "pwrite64", SetLastError = true)]
    private static partial nint WriteFile(int descriptor, byte* buffer, nuint count, long offset);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadStream(int descriptor, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteStream(int descriptor, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int descriptor, long offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventFile(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(PollEntry* entries, nuint count, int timeout);
}
