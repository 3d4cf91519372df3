using Hv.Conformance.Guests;
using Hv.Conformance.Infrastructure;

namespace Hv.Conformance;

/// <summary>What the built-in guest finds to be different.</summary>
internal static partial class Differences
{
    public static readonly Difference<GuestLineObservation> FirmwareGivesMemoryFromBelow = new(
        "A program that claims memory anywhere gets the lowest that is free; SLOF gives the highest.",
        seen => seen.Hv.StartsWith("map ", StringComparison.Ordinal) && seen.Differing is [("0x10000", _)]);

    public static readonly Difference<GuestLineObservation> ControllersNameTheirMaker = new(
        "The model number of an NVMe controller names who made it.",
        seen => seen.Differing is [("Hv", "QEMU")] && seen.Hv.Contains("NVMe Ctrl", StringComparison.Ordinal));

    public static readonly Difference<GuestLineObservation> RegistersArePlacedFromBelow = new(
        "Base address registers are given addresses from the bottom of the bridge's window on; SLOF splits the only window of old machines "
        + "between memory that can be prefetched and memory that cannot.",
        seen => seen.Hv.Contains(" registers at ", StringComparison.Ordinal) && seen.Differing.Count == 1);
}
