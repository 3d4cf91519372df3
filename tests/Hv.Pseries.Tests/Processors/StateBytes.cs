using Hv.Runtime.Migration;

namespace Hv.Pseries.Tests.Processors;

/// <summary>State as bytes of a stream.</summary>
internal static class StateBytes
{
    /// <summary>Saves a state.</summary>
    public static byte[] Save(IVmState state) => Write(state.SaveState);

    /// <summary>Loads a state; nothing of the bytes may be left.</summary>
    public static void Load(IVmState state, byte[] bytes) => Read(bytes, reader => state.LoadState(reader, state.StateType.Version));

    /// <summary>What is written.</summary>
    public static byte[] Write(Action<StateWriter> write)
    {
        using var stream = new MemoryStream();
        var writer = new StateWriter(stream);
        write(writer);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads bytes; nothing of them may be left.</summary>
    public static void Read(byte[] bytes, Action<StateReader> read)
    {
        using var stream = new MemoryStream(bytes);
        var reader = new StateReader(stream);
        read(reader);
        Assert.That(reader.Peek(), Is.Null, "bytes are left");
    }
}
