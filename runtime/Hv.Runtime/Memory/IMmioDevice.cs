namespace Hv.Runtime.Memory;

/// <summary>A device's registers behind an <see cref="MmioRegion"/>.</summary>
public interface IMmioDevice
{
    /// <summary>Reads <paramref name="width"/> bytes (1, 2, 4 or 8) at <paramref name="offset"/>, as a number.</summary>
    ulong ReadRegister(ulong offset, int width);

    /// <summary>Writes a number of <paramref name="width"/> bytes (1, 2, 4 or 8); its upper bits are zero.</summary>
    void WriteRegister(ulong offset, int width, ulong value);
}
