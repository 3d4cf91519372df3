using Hv.Power.Declarations;
using Hv.Pseries.Configuration;

namespace Hv.Pseries.Firmware.Negotiation;

/// <summary>What the platform offers in architecture option vector 5, and how it is told what was agreed upon.</summary>
internal static class ArchitectureOptions
{
    /// <summary>What the machine offers.</summary>
    public static IEnumerable<OptionVector5> Offered(PseriesMachine machine)
    {
        if (machine.MemoryHotplug)
            yield return OptionVector5.DynamicMemory;

        yield return OptionVector5.Form1Affinity;
        if (machine.Form2Affinity)
            yield return OptionVector5.Form2Affinity;

        if (machine.ModernHotplugEvents)
            yield return OptionVector5.HotPlugEvents;

        if (machine.EffectiveHptResizing != HptResizing.Disabled)
            yield return OptionVector5.HashTableResize;

        yield return OptionVector5.DynamicMemoryV2;
        if (machine.HasRadix && machine.CompatibilityLevel >= Isa.V3_0)
        {
            yield return OptionVector5.Radix;
            yield return OptionVector5.GuestShootdown;
        }
    }

    /// <summary>The value of <c>ibm,architecture-vec-5</c>: the number of the last byte less one, then the bytes from the second one on.</summary>
    public static byte[] Encode(OptionVector options)
    {
        var last = Math.Max(options.LastByte, 1);
        var value = new byte[last + 1];
        value[0] = (byte)(last - 1);
        for (var number = 1; number <= last; number++)
            value[number] = options.ByteAt(number);

        return value;
    }
}
