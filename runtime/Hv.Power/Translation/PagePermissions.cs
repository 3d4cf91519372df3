namespace Hv.Power.Translation;

/// <summary>What may be done with a page in the state that it was translated for.</summary>
[Flags]
public enum PagePermissions : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Loads.</summary>
    Read = 1,

    /// <summary>Stores.</summary>
    Write = 2,

    /// <summary>Fetches.</summary>
    Execute = 4,

    /// <summary>Everything.</summary>
    All = Read | Write | Execute,
}
