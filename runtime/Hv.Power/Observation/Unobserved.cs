namespace Hv.Power.Observation;

/// <summary>There is no observer.</summary>
internal readonly struct Unobserved : IObservation
{
    /// <inheritdoc/>
    public static bool IsObserved => false;
}
