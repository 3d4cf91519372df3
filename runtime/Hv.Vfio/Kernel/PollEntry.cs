using System.Runtime.InteropServices;

namespace Hv.Vfio.Kernel;

/// <summary>A descriptor to wait for, and what was there (poll.h, <c>struct pollfd</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct PollEntry
{
    /// <summary>POLLIN: something can be read.</summary>
    public const short Readable = 0x1;

    /// <summary>Makes an entry that waits until something can be read.</summary>
    public PollEntry(int descriptor) => (Descriptor, Wanted) = (descriptor, Readable);

    /// <summary>The descriptor; negative ones are not looked at.</summary>
    public int Descriptor;

    /// <summary>What is waited for.</summary>
    public short Wanted;

    /// <summary>What is there: what was waited for, and errors (POLLERR 8, POLLHUP 16, POLLNVAL 32).</summary>
    public short Returned;
}
