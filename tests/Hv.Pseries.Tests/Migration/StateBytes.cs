using Hv.Runtime.Migration;

namespace Hv.Pseries.Tests.Migration;

/// <summary>The state of one object as bytes of a stream.</summary>
internal static class StateBytes
{
    /// <summary>Saves an object's state.</summary>
    public static byte[] Save(IVmState state)
    {
        using var stream = new MemoryStream();
        var writer = new StateWriter(stream);
        state.SaveState(writer);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Loads it, all of it; in the newest version unless given.</summary>
    public static void Load(IVmState state, ReadOnlySpan<byte> content, uint? version = null)
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        var reader = new StateReader(stream);
        reader.BeginSection(state.StateType.Name);
        state.LoadState(reader, version ?? state.StateType.Version);
        Assert.That(reader.Position, Is.EqualTo(content.Length), "all of it is read");
    }

    /// <summary>Why it cannot be loaded.</summary>
    public static string Problem(IVmState state, ReadOnlySpan<byte> content, uint? version = null)
    {
        var copy = content.ToArray();
        return Assert.Throws<StateException>(() => Load(state, copy, version))!.Message;
    }
}
