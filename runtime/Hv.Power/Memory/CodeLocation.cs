using Hv.Power.Tlb;

namespace Hv.Power.Memory;

/// <summary>Where a page of code lies.</summary>
/// <param name="Real">Its real address: what was decoded for it holds wherever it is mapped at the same effective address.</param>
/// <param name="Page">What is known of it.</param>
public readonly unsafe record struct CodeLocation(ulong Real, nint Page)
{
    internal CodePage* Code => (CodePage*)Page;
}
