namespace Hv.Runtime.Dma;

/// <summary>
/// Follows the mappings of an <see cref="IommuRegion"/>, to keep a copy of them elsewhere: in the host's IOMMU, for a device that
/// is passed through. What changes in one call of the guest is told in ranges as long as possible.
/// </summary>
/// <remarks>
/// Calls come one at a time, in the order of the changes, after the region has changed; all that a change replaces is told as
/// unmapped before what it maps is told. They run while the region is locked against other changes: a listener must not change
/// it.
/// <para>
/// A listener that cannot follow refuses. The region then takes the change back, or unmaps what it covers, and tells so: a listener
/// ignores that a range is unmapped that it does not have, and that one is mapped that it has so already.
/// </para>
/// </remarks>
public interface IIommuListener
{
    /// <summary>A range is mapped now; none of it was before.</summary>
    /// <returns><see langword="false"/> when the listener cannot have it.</returns>
    bool Mapped(in IommuMapping mapping);

    /// <summary>
    /// Pages that follow each other on the bus are mapped now, every one to the same memory; none of them was before. A guest
    /// makes 2^31 of them in one call: a listener that needs time or memory for each must have its own limit.
    /// </summary>
    /// <param name="page">The first page; its length is the page size.</param>
    /// <param name="count">How many pages, at least 2.</param>
    /// <returns><see langword="false"/> when the listener cannot have all of them.</returns>
    bool MappedRepeatedly(in IommuMapping page, ulong count);

    /// <summary>A range that was told as mapped, in whatever pieces, is not any more.</summary>
    /// <param name="address">The first bus address.</param>
    /// <param name="length">Bytes.</param>
    /// <returns><see langword="false"/> when it must stay mapped; a range that is all there is, is never refused.</returns>
    bool Unmapped(ulong address, ulong length);
}
