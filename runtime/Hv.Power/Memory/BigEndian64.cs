namespace Hv.Power.Memory;

/// <summary>Big-endian, 64-bit mode.</summary>
public readonly struct BigEndian64 : IProcessorMode
{
    /// <inheritdoc/>
    public static bool IsBigEndian => true;

    /// <inheritdoc/>
    public static bool Is32Bit => false;
}
