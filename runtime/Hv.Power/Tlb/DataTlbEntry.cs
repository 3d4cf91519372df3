using System.Runtime.InteropServices;

namespace Hv.Power.Tlb;

/// <summary>
/// A page of 4 KiB of data that is translated. Each tag is the effective address of the page, or something that no page has: then
/// an access takes the long way. 32 bytes, so that an index is a shift.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = Size)]
internal struct DataTlbEntry
{
    /// <summary>The size in bytes.</summary>
    public const int Size = 32;

    /// <summary>The tag of loads.</summary>
    public ulong ReadTag;

    /// <summary>The tag of stores: none where stores are to be seen, since there is code or since they are logged.</summary>
    public ulong WriteTag;

    /// <summary>The address in the host, less the effective address.</summary>
    public nint Addend;

    /// <summary>The real address of the page.</summary>
    public ulong RealPage;
}
