namespace Hv.Power.Translation;

/// <summary>The state of a processor that an access is translated with.</summary>
/// <param name="IsProblemState">MSR PR.</param>
/// <param name="AuthorityMask">The AMR: for each of 32 keys two bits; the first forbids stores, the second loads.</param>
/// <param name="InstructionAuthorityMask">
/// The IAMR: the second bit of a key forbids fetches. 0 on a processor without it (before ISA 2.07).
/// </param>
/// <param name="ProcessId">The PID register, for radix trees.</param>
/// <param name="IsProbe">
/// Whether only to look: reference and change bits stay as they are. For debuggers and the like, never for an access.
/// </param>
public readonly record struct AccessContext(
    bool IsProblemState,
    ulong AuthorityMask = 0,
    ulong InstructionAuthorityMask = 0,
    uint ProcessId = 0,
    bool IsProbe = false)
{
    /// <summary>What the key of a page leaves (book III, 5.7.13.1).</summary>
    /// <param name="key">0 to 31.</param>
    internal PagePermissions KeyPermissions(int key)
    {
        const ulong ForbidsStores = 2;
        const ulong ForbidsOther = 1;
        var shift = 2 * (31 - key);
        var data = AuthorityMask >> shift;
        var fetches = InstructionAuthorityMask >> shift;
        return ((data & ForbidsOther) == 0 ? PagePermissions.Read : PagePermissions.None)
            | ((data & ForbidsStores) == 0 ? PagePermissions.Write : PagePermissions.None)
            | ((fetches & ForbidsOther) == 0 ? PagePermissions.Execute : PagePermissions.None);
    }

    /// <summary>What an access needs.</summary>
    internal static PagePermissions NeededFor(AccessKind kind) => kind switch
    {
        AccessKind.Load => PagePermissions.Read,
        AccessKind.Store => PagePermissions.Write,
        _ => PagePermissions.Execute,
    };
}
