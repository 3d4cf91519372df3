namespace Hv.Runtime.Migration;

/// <summary>
/// State that is large and changes while it is sent: it goes in rounds while the machine runs, and what has changed since goes at the
/// end, with the machine stopped. RAM is one; the hash page table is another.
/// </summary>
/// <remarks>
/// The order of calls on the source: <see cref="BeginSave"/>, <see cref="SavePart"/> any number of times, <see cref="SaveLast"/>;
/// <see cref="EndSave"/> whatever came before, also alone. On the destination: <see cref="BeginLoad"/>, <see cref="Load"/> any number
/// of times, <see cref="EndLoad"/> when all has been loaded. After a failure the machine is reset, and nothing else is called.
/// </remarks>
public interface IIterativeState
{
    /// <summary>The section's name: <c>ram</c>.</summary>
    string Name { get; }

    /// <summary>Tells sections of one name apart.</summary>
    uint Instance => 0;

    /// <summary>The version that is saved, the newest that can be loaded.</summary>
    uint Version { get; }

    /// <summary>The oldest version that can be loaded.</summary>
    uint MinimumVersion => Version;

    /// <summary>
    /// About how many bytes are left to send; 0: nothing is. Called between parts, under the machine's lock when
    /// <paramref name="isExact"/>.
    /// </summary>
    /// <param name="isExact">Whether to look for what has changed meanwhile, which may take some time.</param>
    ulong GetPendingBytes(bool isExact);

    /// <summary>Writes what comes first, and takes note of changes from now on. Called under the machine's lock.</summary>
    /// <exception cref="StateException">Something cannot be said in the stream.</exception>
    /// <exception cref="IOException">The stream does not take it.</exception>
    void BeginSave(StateWriter writer);

    /// <summary>
    /// Writes some of what is left. The machine may run, and its lock is not held: take it for a moment where it is needed, never while
    /// writing.
    /// </summary>
    /// <param name="writer">Where to.</param>
    /// <param name="budget">After about so many bytes it is to return.</param>
    /// <returns>Whether all is written that was known to be left.</returns>
    bool SavePart(StateWriter writer, ulong budget);

    /// <summary>Writes all that is left. The machine does not run; called under its lock.</summary>
    void SaveLast(StateWriter writer);

    /// <summary>Ends what <see cref="BeginSave"/> began, whether all was saved or not. Does nothing when nothing was begun.</summary>
    void EndSave();

    /// <summary>Prepares for loading. The machine has been reset. Called under its lock.</summary>
    void BeginLoad()
    {
    }

    /// <summary>Reads what one of the calls that save has written. Called without the machine's lock; the machine does not run.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="phase">Which call it was.</param>
    /// <param name="version">The version in the stream, one that can be loaded.</param>
    /// <exception cref="StateException">The stream ends, or holds what cannot be.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    void Load(StateReader reader, IterativePhase phase, uint version);

    /// <summary>All sections have been loaded. Called under the machine's lock.</summary>
    /// <exception cref="StateException">Something is missing.</exception>
    void EndLoad()
    {
    }
}
