namespace Hv.Runtime.Dma;

/// <summary>What a device may do with a page of its bus.</summary>
[Flags]
public enum IommuPermission : byte
{
    /// <summary>Nothing: the page is not mapped.</summary>
    None = 0,

    /// <summary>Read from it.</summary>
    Read = 1,

    /// <summary>Write to it.</summary>
    Write = 2,

    /// <summary>Both.</summary>
    ReadWrite = Read | Write,
}
