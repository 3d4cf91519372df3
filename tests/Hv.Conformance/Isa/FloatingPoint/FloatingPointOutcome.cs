using Hv.Power.FloatingPoint;

namespace Hv.Conformance.Isa.FloatingPoint;

/// <summary>What an instruction did.</summary>
/// <param name="Target">The target register afterwards.</param>
/// <param name="Fpscr">The low word of the FPSCR afterwards.</param>
/// <param name="Field">CR field 0 afterwards.</param>
internal sealed record FloatingPointOutcome(UInt128 Target, uint Fpscr, uint Field)
{
    /// <summary>The outcome of a result.</summary>
    public static FloatingPointOutcome Of(FloatingPointState state, UInt128 result, FpscrEffects effects) => new(
        effects.SuppressesResult ? state.Target : result, (uint)new Fpscr(state.Fpscr).With(effects).Value, 0);

    /// <summary>The outcome of a comparison or test.</summary>
    public static FloatingPointOutcome OfField(FloatingPointState state, uint field, FpscrEffects effects) =>
        new(state.Target, (uint)new Fpscr(state.Fpscr).With(effects).Value, field);
}
