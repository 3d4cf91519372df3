using Hv.Runtime.Migration;

namespace Hv.Conformance.Migration;

/// <summary>Keeps what a machine reads of a stream: every value, with its place.</summary>
internal sealed class ValueObserver : IStateObserver
{
    private readonly Stack<string> _path = new();

    /// <summary>The values, by where they begin.</summary>
    public Dictionary<ulong, ReadValue> Values { get; } = [];

    /// <inheritdoc/>
    public void OnRead(StateField field, int index, ulong offset, ReadOnlySpan<byte> wire)
    {
        var name = index < 0 ? field.Name : $"{field.Name}[{index}]";
        Values.Add(offset, new ReadValue(string.Join('.', _path.Reverse().Append(name)), offset, wire.ToArray()));
    }

    /// <inheritdoc/>
    public void OnStructBegin(StateField field, int index, ulong offset) =>
        _path.Push(index < 0 ? field.Name : $"{field.Name}[{index}]");

    /// <inheritdoc/>
    public void OnStructEnd() => _path.Pop();

    /// <inheritdoc/>
    public void OnSubsectionBegin(StateType subsection, uint version, ulong offset) => _path.Push(subsection.Name);

    /// <inheritdoc/>
    public void OnSubsectionEnd() => _path.Pop();
}
