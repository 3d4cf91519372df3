namespace Hv.Power.Memory;

/// <summary>Little-endian, 64-bit mode.</summary>
public readonly struct LittleEndian64 : IProcessorMode
{
    /// <inheritdoc/>
    public static bool IsBigEndian => false;

    /// <inheritdoc/>
    public static bool Is32Bit => false;
}
