using Hv.Runtime.Machines;

namespace Hv.Runtime.Monitors;

/// <summary>Writes guest memory to files of the host.</summary>
internal static class MemoryFile
{
    private const int Chunk = 64 << 10;

    /// <summary>Saves a piece of guest memory.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="address">The first byte.</param>
    /// <param name="size">How many bytes.</param>
    /// <param name="path">The file; what it holds is replaced.</param>
    /// <exception cref="MonitorException">Not all of it is there, or the file cannot be written.</exception>
    public static void Save(Machine machine, ulong address, ulong size, string path)
    {
        try
        {
            using var file = File.Create(path);
            var buffer = new byte[Chunk];
            for (var left = size; left > 0;)
            {
                var part = buffer.AsSpan(0, (int)Math.Min(left, Chunk));
                bool isAnswered;
                lock (machine.Lock)
                    isAnswered = machine.AddressSpace.Read(unchecked(address + (size - left)), part);

                // What is not there is not saved as zeros: a size without end would fill the host's disk.
                if (!isAnswered)
                    throw new MonitorException($"Invalid addr 0x{address:x16}/size {size} specified");

                file.Write(part);
                left -= (ulong)part.Length;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new MonitorException($"Could not open '{path}': {exception.Message}", exception);
        }
    }
}
