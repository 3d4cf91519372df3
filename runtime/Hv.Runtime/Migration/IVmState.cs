namespace Hv.Runtime.Migration;

/// <summary>Something with state that migrates. Generated for types with <see cref="Declarations.VmStateAttribute"/>.</summary>
public interface IVmState
{
    /// <summary>What the state consists of.</summary>
    StateType StateType { get; }

    /// <summary>Writes the state, in its newest version. The machine does not run.</summary>
    /// <exception cref="StateException">Something cannot be said in the stream.</exception>
    /// <exception cref="IOException">The stream does not take it.</exception>
    void SaveState(StateWriter writer);

    /// <summary>
    /// Reads the state. What it was before does not matter but for what the stream leaves out. When it fails the object may be half
    /// loaded: reset it.
    /// </summary>
    /// <param name="reader">Where from.</param>
    /// <param name="version">The version in the stream, one that <see cref="StateType"/> can load.</param>
    /// <exception cref="StateException">The stream ends, or holds what the object cannot be.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    void LoadState(StateReader reader, uint version);
}
