using System.Runtime.InteropServices;

namespace Hv.Power.Tlb;

/// <summary>A page of 4 KiB of code that is translated.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CodeTlbEntry
{
    /// <summary>The effective address of the page, or something that no page has.</summary>
    public ulong Tag;

    /// <summary>The real address of the page.</summary>
    public ulong RealPage;

    /// <summary>Where it lies in the host.</summary>
    public byte* Host;

    /// <summary>What is known of the code in it.</summary>
    public CodePage* Page;
}
