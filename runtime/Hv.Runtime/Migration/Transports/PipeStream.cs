using System.Runtime.InteropServices;
using Hv.Runtime.Chardev;
using Microsoft.Win32.SafeHandles;

namespace Hv.Runtime.Migration.Transports;

/// <summary>Reads and writes a pipe or a file; <see cref="Abort"/> ends what waits in it.</summary>
/// <param name="handle">The descriptor; the stream closes it.</param>
internal sealed unsafe partial class PipeStream(SafeFileHandle handle) : UnseekableStream
{
    private const int GetStatus = 3;
    private const int SetStatus = 4;
    private const int NonBlocking = 0x800;
    private const int Interrupted = 4;
    private const int TryAgain = 11;
    private const short PollIn = 1;
    private const short PollOut = 4;
    private const int LookAgain = 100;
    private const int SocketLevel = 1;
    private const int SocketType = 3;

    private readonly bool _isNonBlocking = Control(handle, SetStatus, Control(handle, GetStatus, 0) | NonBlocking) >= 0;
    private volatile bool _isAborted;

    /// <summary>Whether there is a descriptor of a number.</summary>
    public static bool IsOpen(int number)
    {
        using var probe = new SafeFileHandle(number, ownsHandle: false);
        return Control(probe, GetStatus, 0) >= 0;
    }

    /// <summary>Whether a descriptor is a socket.</summary>
    public static bool IsSocket(int number)
    {
        using var probe = new SafeFileHandle(number, ownsHandle: false);
        int type, length = sizeof(int);
        return GetSocketOption(probe, SocketLevel, SocketType, &type, &length) >= 0;
    }

    /// <summary>Ends what waits in it; reads and writes fail from then on.</summary>
    public void Abort() => _isAborted = true;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            nint got;
            do
                Wait(PollIn);
            while ((got = Read(handle, bytes, (nuint)buffer.Length)) < 0 && MayTryAgain());

            return (int)got;
        }
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            for (var written = 0; written < buffer.Length;)
            {
                Wait(PollOut);
                var count = Write(handle, bytes + written, (nuint)(buffer.Length - written));
                if (count >= 0 || !MayTryAgain())
                    written += (int)count;
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            handle.Dispose();

        base.Dispose(disposing);
    }

    /// <summary>Whether the last call failed only because it would have waited.</summary>
    /// <exception cref="IOException">It failed for another reason.</exception>
    private bool MayTryAgain() => Marshal.GetLastPInvokeError() is Interrupted or TryAgain
        ? true
        : throw new IOException(Marshal.GetLastPInvokeErrorMessage());

    private void Wait(short events)
    {
        while (true)
        {
            if (_isAborted)
                throw new IOException("The channel was closed");

            var item = new PollItem((int)handle.DangerousGetHandle(), events);
            if (!_isNonBlocking || Poll(&item, 1, LookAgain) != 0)
                return;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct PollItem(int descriptor, short events)
    {
        public readonly int Descriptor = descriptor;
        public readonly short Events = events;
        public readonly short Happened;
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, int command, int argument);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    private static partial int GetSocketOption(SafeFileHandle file, int level, int option, int* value, int* length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(PollItem* items, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle file, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileHandle file, byte* buffer, nuint count);
}
