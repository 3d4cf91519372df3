using System.Buffers;
using Hv.Pseries.Dma.Entries;
using Hv.Runtime.Migration;

namespace Hv.Pseries.Dma;

/// <summary>Streams the entries of a table: all of them, in order, 64 bits each.</summary>
internal sealed class TceEntriesCodec : IStateCodec<EntryMap?>
{
    private const int EntriesAtOnce = 8192;

    /// <inheritdoc/>
    public static void Save(StateWriter writer, StateField field, EntryMap? value)
    {
        if (value is null)
            return;

        var writing = new Writing(writer);
        value.Visit(0, value.Entries, ref writing);
        writer.WriteZeros((value.Entries - writing.Next) * sizeof(ulong));
        writer.DescribeArray(field, (long)value.Entries, sizeof(ulong));
    }

    /// <inheritdoc/>
    public static EntryMap? Load(StateReader reader, StateField field, EntryMap? current)
    {
        if (current is null)
            return null;

        var buffer = ArrayPool<ulong>.Shared.Rent(EntriesAtOnce);
        try
        {
            for (var first = 0ul; first < current.Entries;)
            {
                // Who watches sees every entry.
                if (reader.Observer is null && reader.SkipZeros((current.Entries - first) * sizeof(ulong)) is > 0 and var zeros)
                {
                    first += zeros / sizeof(ulong);
                    continue;
                }

                var part = buffer.AsSpan(0, (int)Math.Min(EntriesAtOnce, current.Entries - first));
                reader.Read(field, part, (int)first);
                if (!TryStore(current, first, part))
                    throw reader.Fail($"the entries take more than the {current.HostBytesLimit} bytes of memory that a table may");

                first += (ulong)part.Length;
            }
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(buffer);
        }

        return current;
    }

    /// <summary>Stores the entries that are not 0; all others are 0 already.</summary>
    private static bool TryStore(EntryMap map, ulong first, ReadOnlySpan<ulong> entries)
    {
        while (entries.IndexOfAnyExcept(0ul) is >= 0 and var start)
        {
            entries = entries[start..];
            var end = entries.IndexOf(0ul);
            var run = end < 0 ? entries : entries[..end];
            first += (ulong)start;
            if (map.Store(first, run) < run.Length)
                return false;

            first += (ulong)run.Length;
            entries = entries[run.Length..];
        }

        return true;
    }

    /// <summary>Writes what it is shown, and zeros for what lies between.</summary>
    private struct Writing(StateWriter writer) : IEntryVisitor
    {
        /// <summary>The entry that comes next in the stream.</summary>
        public ulong Next { get; private set; }

        public void Visit(ulong first, ulong count, ulong value)
        {
            if (first != Next)
                writer.WriteZeros((first - Next) * sizeof(ulong));

            for (var index = 0ul; index < count; index++)
                writer.WriteRaw(value);

            Next = first + count;
        }
    }
}
