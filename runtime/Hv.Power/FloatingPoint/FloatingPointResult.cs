namespace Hv.Power.FloatingPoint;

/// <summary>A result and what it does to the FPSCR.</summary>
/// <param name="Value">The bits of the result. Not to be stored when <see cref="FpscrEffects.SuppressesResult"/>.</param>
/// <param name="Effects">What happens to the FPSCR.</param>
/// <typeparam name="T">The bit pattern of the format: 32, 64 or 128 bits wide.</typeparam>
public readonly record struct FloatingPointResult<T>(T Value, FpscrEffects Effects)
    where T : unmanaged;
