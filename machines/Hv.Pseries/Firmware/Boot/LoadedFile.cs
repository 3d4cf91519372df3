namespace Hv.Pseries.Firmware.Boot;

/// <summary>A file that was loaded into RAM.</summary>
/// <param name="Address">Where its first byte is.</param>
/// <param name="Length">Its bytes, those that are zero and in no file included.</param>
internal sealed record LoadedFile(ulong Address, ulong Length)
{
    /// <summary>The address of the first instruction.</summary>
    public ulong Entry { get; init; } = Address;

    /// <summary>Whether it is a program for a little-endian processor.</summary>
    public bool IsLittleEndian { get; init; }

    /// <summary>The first address behind it.</summary>
    public ulong End => Address + Length;
}
