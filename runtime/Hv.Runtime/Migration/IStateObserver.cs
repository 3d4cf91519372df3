namespace Hv.Runtime.Migration;

/// <summary>Watches what a <see cref="StateReader"/> reads: for tools and tests. Without one nothing is spent on it.</summary>
public interface IStateObserver
{
    /// <summary>A field, or an element of an array, was read.</summary>
    /// <param name="field">The field.</param>
    /// <param name="index">The element; -1 for a field that is no array.</param>
    /// <param name="offset">Where in the stream it begins.</param>
    /// <param name="wire">Its bytes, as they are in the stream; valid during the call.</param>
    void OnRead(StateField field, int index, ulong offset, ReadOnlySpan<byte> wire);

    /// <summary>A struct begins.</summary>
    /// <param name="field">The field that it is.</param>
    /// <param name="index">The element; -1 for a field that is no array.</param>
    /// <param name="offset">Where in the stream it begins.</param>
    void OnStructBegin(StateField field, int index, ulong offset);

    /// <summary>The innermost struct ends.</summary>
    void OnStructEnd();

    /// <summary>A subsection begins, its name and version read.</summary>
    void OnSubsectionBegin(StateType subsection, uint version, ulong offset);

    /// <summary>The innermost subsection ends.</summary>
    void OnSubsectionEnd();
}
