using Hv.Runtime.Migration;

namespace Hv.Pseries.Tests.Processors;

/// <summary>What is written to a stream, and read of one.</summary>
internal static class StreamBytes
{
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
