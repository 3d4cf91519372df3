namespace Hv.Pseries.Dma.Entries;

/// <summary>Is shown the entries of an <see cref="EntryMap"/> that are not 0, in order.</summary>
internal interface IEntryVisitor
{
    /// <summary>
    /// Entries that follow each other, all of one value; those that a guest set together are not always shown together.
    /// </summary>
    /// <param name="first">The first entry.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="value">Their value.</param>
    void Visit(ulong first, ulong count, ulong value);
}
