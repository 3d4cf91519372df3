namespace Hv.Runtime.Dma;

/// <summary>Follows which windows there are in a <see cref="DmaAddressSpace"/>: the host's IOMMU needs the same ones.</summary>
/// <remarks>Calls come one at a time. A listener must not map or unmap windows.</remarks>
public interface IDmaWindowListener
{
    /// <summary>What windows the host can have.</summary>
    DmaWindowLimits Limits => DmaWindowLimits.None;

    /// <summary>
    /// A window is about to appear; nothing is mapped in it yet, unless the listener was added when the window was there already.
    /// Its mappings are followed with <see cref="IommuRegion.AddListener"/>.
    /// </summary>
    /// <returns><see langword="false"/> when the host cannot have such a window: it does not appear then.</returns>
    bool WindowAdded(IommuRegion window);

    /// <summary>A window that was told as added has disappeared. Its place and page size can still be read.</summary>
    void WindowRemoved(IommuRegion window);
}
