namespace Hv.Power.Observation;

/// <summary>Whether a processor is observed: a constant of the loop that runs it, which costs nothing when it is not.</summary>
internal interface IObservation
{
    /// <summary>Whether there is an observer.</summary>
    static abstract bool IsObserved { get; }
}
