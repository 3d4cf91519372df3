namespace Hv.Power.Translation;

/// <summary>Writes to AMR, IAMR and UAMOR: who may change the bits of which key (Power ISA, book III, 5.7.13.1).</summary>
public static class AuthorityMasks
{
    /// <summary>The AMR after a program in problem state wrote to it: the UAMOR has the bits that it may change.</summary>
    public static ulong WriteByProblemState(ulong current, ulong value, ulong userMask) =>
        (current & ~userMask) | (value & userMask);

    /// <summary>The AMR, the IAMR or the UAMOR after a kernel wrote to it: the AMOR has the bits that it may change.</summary>
    public static ulong WriteBySupervisor(ulong current, ulong value, ulong hypervisorMask) =>
        (current & ~hypervisorMask) | (value & hypervisorMask);
}
