using Hv.Pseries.Configuration;
using Hv.Runtime.Declarations;
using Hv.Runtime.Hypercalls;

namespace Hv.Pseries.Hypercalls;

/// <summary>What the platform is: how safe its processors are from side channels, and where they lie (LoPAR 14.11.5, 14.11.6).</summary>
[Hypercalls]
internal sealed partial class PlatformHypercalls(PseriesMachine machine)
{
    private const ulong ByProcessor = 1;
    private const uint Node = 0;

    /// <summary>Bits are numbered from the most significant one on.</summary>
    private static ulong Bit(int number) => 1UL << (63 - number);

    /// <summary>Tells what processors do about side channels, and what the guest is to do.</summary>
    [Hypercall(0x1C8, "H_GET_CPU_CHARACTERISTICS")]
    private HypercallStatus GetCharacteristics(out ulong characteristics, out ulong behavior)
    {
        (characteristics, behavior) = (Bit(5), Bit(0));
        switch (machine.CapCfpc)
        {
            case Mitigation.Broken:
                behavior |= Bit(1);
                break;
            case Mitigation.Workaround:
                characteristics |= Bit(2) | Bit(3) | Bit(4);
                behavior |= Bit(1);
                break;
            case Mitigation.Fixed:
                behavior |= Bit(7) | Bit(8);
                break;
        }

        if (machine.CapSbbc != Mitigation.Fixed)
            behavior |= Bit(2);

        if (machine.CapSbbc == Mitigation.Workaround)
            characteristics |= Bit(0);

        switch (machine.CapIbs)
        {
            case IndirectBranchMitigation.Workaround:
                behavior |= Bit(5);
                if (machine.CapCcfAssist)
                    characteristics |= Bit(9);

                break;
            case IndirectBranchMitigation.FixedIbs:
                characteristics |= Bit(1);
                break;
            case IndirectBranchMitigation.FixedCcd:
                characteristics |= Bit(7);
                break;
        }

        return HypercallStatus.Success;
    }

    /// <summary>Tells where a processor lies: its associativity list, two domains in each register, and all ones behind its end.</summary>
    [Hypercall(0x2EC, "H_HOME_NODE_ASSOCIATIVITY")]
    private HypercallStatus GetHomeNode(ulong flags, ulong processor, HypercallFrame frame)
    {
        if (flags != ByProcessor)
            return HypercallStatus.Function;

        if (machine.FindProcessor(processor) is not { } cpu)
            return HypercallStatus.Parameter2;

        // All of the machine is one node; the last domain is the processor itself.
        ReadOnlySpan<uint> domains = machine.HasForm2Affinity ? [Node, (uint)cpu.Id] : [0, 0, 0, Node, (uint)cpu.Id];
        for (var register = 0; register < 6; register++)
            frame.Registers[register] = ((ulong)Domain(domains, 2 * register) << 32) | Domain(domains, (2 * register) + 1);

        return HypercallStatus.Success;
    }

    private static uint Domain(ReadOnlySpan<uint> domains, int index) => index < domains.Length ? domains[index] : uint.MaxValue;
}
