namespace Hv.Power.Memory;

/// <summary>Little-endian, 32-bit mode.</summary>
public readonly struct LittleEndian32 : IProcessorMode
{
    /// <inheritdoc/>
    public static bool IsBigEndian => false;

    /// <inheritdoc/>
    public static bool Is32Bit => true;
}
