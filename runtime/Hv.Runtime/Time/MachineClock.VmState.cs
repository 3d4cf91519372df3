using Hv.Runtime.Migration;

namespace Hv.Runtime.Time;

// Written by hand until the generator writes it: this is what it is to look like.
public sealed partial class MachineClock : IVmState
{
    /// <summary>The state <c>timer</c>.</summary>
    public static StateType VmState { get; } = new(
        "timer",
        version: 2,
        minimumVersion: 2,
        [
            StateFields.TicksOffset,
            StateFields.UnusedBeforeOffset,
            StateFields.Offset,
        ]);

    /// <inheritdoc/>
    public StateType StateType => VmState;

    /// <inheritdoc/>
    public void SaveState(StateWriter writer)
    {
        writer.Write(StateFields.TicksOffset, _ticksOffset);
        writer.WriteUnused(StateFields.UnusedBeforeOffset);
        writer.Write(StateFields.Offset, _offset);
    }

    /// <inheritdoc/>
    public void LoadState(StateReader reader, uint version)
    {
        _ticksOffset = reader.Read<long>(StateFields.TicksOffset);
        reader.SkipUnused(StateFields.UnusedBeforeOffset);
        _offset = reader.Read<long>(StateFields.Offset);
    }

    private static class StateFields
    {
        public static readonly StateField TicksOffset = new("cpu_ticks_offset", "int64");
        public static readonly StateField UnusedBeforeOffset = new("unused", "unused_buffer") { UnusedBytes = 8 };
        public static readonly StateField Offset = new("cpu_clock_offset", "int64");
    }
}
