namespace Hv.Power.Memory;

/// <summary>Big-endian, 32-bit mode.</summary>
public readonly struct BigEndian32 : IProcessorMode
{
    /// <inheritdoc/>
    public static bool IsBigEndian => true;

    /// <inheritdoc/>
    public static bool Is32Bit => true;
}
