namespace Hv.Runtime.Migration;

/// <summary>What a piece of an <see cref="IIterativeState"/> in a stream is.</summary>
public enum IterativePhase
{
    /// <summary>What <see cref="IIterativeState.BeginSave"/> writes.</summary>
    Start,

    /// <summary>What <see cref="IIterativeState.SavePart"/> writes.</summary>
    Part,

    /// <summary>What <see cref="IIterativeState.SaveLast"/> writes.</summary>
    Last,
}
