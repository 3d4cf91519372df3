namespace Hv.Power.Observation;

/// <summary>There is an observer.</summary>
internal readonly struct Observed : IObservation
{
    /// <inheritdoc/>
    public static bool IsObserved => true;
}
