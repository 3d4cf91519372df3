namespace Hv.Power.Translation;

/// <summary>What an access does.</summary>
public enum AccessKind : byte
{
    /// <summary>It reads data.</summary>
    Load,

    /// <summary>It writes data.</summary>
    Store,

    /// <summary>It fetches an instruction.</summary>
    Fetch,
}
