namespace Hv.Runtime.Migration.Ram;

/// <summary>How far the RAM of a machine that is sent has come.</summary>
public readonly record struct RamProgress
{
    /// <summary>Bytes of RAM.</summary>
    public ulong Total { get; init; }

    /// <summary>Bytes of RAM that are still to be sent, as far as is known.</summary>
    public ulong Remaining { get; init; }

    /// <summary>Pages sent that are nothing but zeros.</summary>
    public ulong ZeroPages { get; init; }

    /// <summary>Pages sent whole.</summary>
    public ulong NormalPages { get; init; }

    /// <summary>How often it was looked for pages that were written.</summary>
    public ulong Passes { get; init; }

    /// <summary>Pages that were found written so far, those of the first pass included.</summary>
    public ulong DirtyPages { get; init; }
}
