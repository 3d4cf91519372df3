using Hv.Runtime.Migration.Description;

namespace Hv.Cli.Output;

/// <summary>Elements of an array in a stream, one after another, that are all equal.</summary>
/// <param name="First">The first.</param>
/// <param name="Count">How many.</param>
/// <param name="Content">Their bytes.</param>
internal sealed record ElementRun(ulong First, ulong Count, byte[] Content)
{
    private const int ChunkSize = 1 << 16;

    /// <summary>The last.</summary>
    public ulong Last => First + Count - 1;

    /// <summary>Reads an array, run by run. Nothing is held of it but a run, however long it is.</summary>
    /// <param name="bytes">The stream.</param>
    /// <param name="field">The array.</param>
    public static IEnumerable<ElementRun> Of(StreamBytes bytes, DecodedField field)
    {
        if (field.Size == 0 || field.Count == 0)
            yield break;

        var size = (int)field.Size;
        var chunk = new byte[Math.Max(1, ChunkSize / size) * size];
        var run = new ElementRun(0, 0, new byte[size]);
        for (var index = 0UL; index < field.Count;)
        {
            var wanted = (int)Math.Min((ulong)(chunk.Length / size), field.Count - index);
            bytes.Read(field.Offset + index * field.Size, chunk.AsSpan(0, wanted * size));
            for (var at = 0; at < wanted; at++, index++)
            {
                var content = chunk.AsMemory(at * size, size);
                if (run.Count > 0 && content.Span.SequenceEqual(run.Content))
                {
                    run = run with { Count = run.Count + 1 };
                    continue;
                }

                if (run.Count > 0)
                    yield return run;

                run = new ElementRun(index, 1, content.ToArray());
            }
        }

        yield return run;
    }
}
