namespace Hv.Pseries.Configuration;

/// <summary>Which failures the contents of NVDIMMs survive.</summary>
public enum NvdimmPersistence
{
    /// <summary>Not told to the guest.</summary>
    None,

    /// <summary>Loss of power, flushed from the memory controllers.</summary>
    MemCtrl,

    /// <summary>Loss of power, flushed from the processors' caches.</summary>
    Cpu,
}
