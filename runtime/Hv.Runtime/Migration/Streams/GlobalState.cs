using System.Text;

namespace Hv.Runtime.Migration.Streams;

/// <summary>The section <c>globalstate</c>: the state the source was in before it stopped for the migration.</summary>
internal sealed class GlobalState : IVmState
{
    private const int NameBytes = 100;

    private static readonly StateField SizeField = new("size", "uint32");
    private static readonly StateField NameField = new("runstate", "buffer");

    /// <summary>The state <c>globalstate</c>.</summary>
    public static StateType VmState { get; } = new("globalstate", version: 1, minimumVersion: 1, [SizeField, NameField]);

    /// <inheritdoc/>
    public StateType StateType => VmState;

    /// <summary>The state's name: <c>running</c>, <c>paused</c>; <see langword="null"/> when no stream has said it.</summary>
    public string? RunState { get; set; }

    /// <inheritdoc/>
    public void SaveState(StateWriter writer)
    {
        Span<byte> name = stackalloc byte[NameBytes];
        name.Clear();
        var length = Encoding.ASCII.GetBytes(RunState ?? "", name[..(NameBytes - 1)]);
        writer.Write(SizeField, (uint)length + 1);
        writer.WriteBuffer(NameField, name);
    }

    /// <inheritdoc/>
    public void LoadState(StateReader reader, uint version)
    {
        var size = reader.Read<uint>(SizeField);
        if (size is 0 or > NameBytes)
            throw reader.Fail(SizeField, size, $"allowed: 1 to {NameBytes}");

        Span<byte> name = stackalloc byte[NameBytes];
        reader.ReadBuffer(NameField, name);
        var length = name.IndexOf((byte)0);
        if (length < 0)
            throw reader.Fail("the name has no end");

        var text = Encoding.ASCII.GetString(name[..length]);
        if (length > 0 && !RunStateNames.All.Contains(text))
            throw reader.Fail($"'{StateText.Printable(text)}' is no state of a machine");

        RunState = length > 0 ? text : null;
    }
}
