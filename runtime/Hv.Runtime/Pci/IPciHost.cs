using Hv.Runtime.Dma;
using Hv.Runtime.Objects;

namespace Hv.Runtime.Pci;

/// <summary>What a PCI host bridge does for the functions below it.</summary>
public interface IPciHost
{
    /// <summary>The host bridge itself.</summary>
    Device Device { get; }

    /// <summary>The path of the root bus, as migration streams name it: <c>pci@800000020000000</c>.</summary>
    string RootPath { get; }

    /// <summary>Whether functions of the root bus have 4 KiB of configuration space; else 256 bytes.</summary>
    bool HasExtendedConfigurationSpace { get; }

    /// <summary>Whether a base address register of 0 is an address like any other.</summary>
    bool AllowsAddressZero { get; }

    /// <summary>Whether functions can be added and removed while the machine runs.</summary>
    bool AllowsHotPlug { get; }

    /// <summary>What functions reach by DMA.</summary>
    DmaAddressSpace Dma { get; }

    /// <summary>A function below the host bridge is no more: what it had of the platform is free.</summary>
    void OnRemoved(PciFunction function);

    /// <summary>
    /// Software has dealt with an interrupt of one of the pins (end of interrupt). A function that holds its own back until then looks
    /// whether it is that one.
    /// </summary>
    event Action? InterruptEnded;

    /// <summary>Sets the level of one of the root bus's four interrupt pins, 0 to 3.</summary>
    void SetInterrupt(int pin, bool isAsserted);
}
