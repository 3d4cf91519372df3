using Hv.Runtime.Memory;

namespace Hv.Vfio.Kernel;

/// <summary>
/// The kernel as VFIO needs it: all that Hv.Vfio asks of the host goes through here. The host's own kernel is
/// <see cref="LinuxKernel"/>; tests have a modelled one and those of other machines.
/// </summary>
/// <remarks>
/// Calls may come from several threads at once. None throws for what the kernel answers: errors are <see cref="KernelResult"/>s.
/// Descriptors and addresses are those of the kernel's own process, and mean nothing to another kernel.
/// </remarks>
public interface IHostKernel
{
    /// <summary>How the kernel numbers requests.</summary>
    HostArchitecture Architecture { get; }

    /// <summary>The size of the kernel's pages in bytes: 4096, 65536.</summary>
    int PageSize { get; }

    /// <summary>The tree of files that tells of devices and drivers: /sys, /proc, /dev.</summary>
    IHostFiles Files { get; }

    /// <summary>Opens a file for reading and writing; it is closed when the process executes another program.</summary>
    /// <returns>The descriptor.</returns>
    KernelResult Open(string path);

    /// <summary>Closes a descriptor.</summary>
    KernelResult Close(int descriptor);

    /// <summary>Makes a request with an argument by value.</summary>
    KernelResult Control(int descriptor, VfioRequest request, ulong argument = 0);

    /// <summary>Makes a request with an argument behind a pointer.</summary>
    /// <param name="descriptor">Container, group or device.</param>
    /// <param name="request">The request.</param>
    /// <param name="argument">What the kernel reads, and writes its answer to; it never contains pointers that the kernel follows.</param>
    KernelResult Control(int descriptor, VfioRequest request, Span<byte> argument);

    /// <summary>Reads from a place of a file.</summary>
    /// <returns>How many bytes were read.</returns>
    KernelResult Read(int descriptor, Span<byte> destination, ulong offset);

    /// <summary>Writes to a place of a file.</summary>
    /// <returns>How many bytes were written.</returns>
    KernelResult Write(int descriptor, ReadOnlySpan<byte> source, ulong offset);

    /// <summary>Maps a part of a file into this process, shared.</summary>
    /// <param name="descriptor">The file.</param>
    /// <param name="offset">Where in the file it begins, at a page.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="isWritable">Whether writes are allowed.</param>
    /// <returns>
    /// The address; "no such device" of a kernel whose process is not this one: it is read and written by calls then.
    /// </returns>
    KernelResult MapFile(int descriptor, ulong offset, ulong length, bool isWritable);

    /// <summary>Takes away what <see cref="MapFile"/> made.</summary>
    KernelResult UnmapFile(ulong address, ulong length);

    /// <summary>Makes an event (eventfd) that reads do not wait for.</summary>
    /// <returns>The descriptor.</returns>
    KernelResult CreateEvent();

    /// <summary>Signals an event once.</summary>
    KernelResult SignalEvent(int descriptor);

    /// <summary>Takes what was signalled.</summary>
    /// <returns>How often it was signalled since the last time; "try again" when it was not.</returns>
    KernelResult TakeEvent(int descriptor);

    /// <summary>Waits until events are signalled, or files can be read.</summary>
    /// <param name="entries">What is waited for; each is told what is there.</param>
    /// <param name="timeoutMilliseconds">How long; -1: for ever.</param>
    /// <returns>How many entries have something; 0 when the time is over.</returns>
    KernelResult Wait(Span<PollEntry> entries, int timeoutMilliseconds);

    /// <summary>Lets the kernel's process reach guest RAM. Shared as often as it is asked for; ended by as many <see cref="Unshare"/>.</summary>
    /// <returns>The address of its first byte in that process: what devices are given.</returns>
    KernelResult Share(RamBlock block);

    /// <summary>Ends what <see cref="Share"/> began.</summary>
    void Unshare(RamBlock block);
}
