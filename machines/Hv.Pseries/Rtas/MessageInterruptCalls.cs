using Hv.Pseries.Pci;
using Hv.Runtime.Calls;
using Hv.Runtime.Declarations;
using Hv.Runtime.Pci;
using Hv.Runtime.Rtas;

namespace Hv.Pseries.Rtas;

/// <summary>Message-signalled interrupts of PCI functions (LoPAR 7.3.10.5): the platform chooses their numbers.</summary>
[RtasCalls]
internal sealed partial class MessageInterruptCalls(PseriesMachine machine)
{
    private const uint EdgeTriggered = 1;

    /// <summary>What ibm,change-msi is asked to change (LoPAR table "ibm,change-msi Argument Call Buffer").</summary>
    private enum Function : uint
    {
        Any = 1,
        Msi = 3,
        Msix = 4,
    }

    /// <summary>Tells the interrupt number of a function's message.</summary>
    [RtasCall(0x2018, "ibm,query-interrupt-source-number", Counts = RtasCounts.Any)]
    private RtasStatus Query(PciConfigAddress address, Buid phb, uint index, out uint number, out uint trigger)
    {
        number = 0;
        trigger = EdgeTriggered;
        if (!TryFind(address, phb, out var bridge, out _))
            return RtasStatus.ParameterError;

        if (!bridge.Messages.TryGetValue(address, out var messages) || index >= messages.Count)
            return RtasStatus.HardwareError;

        number = messages.First + index;
        return RtasStatus.Success;
    }

    /// <summary>Gives a function messages, other ones, or none.</summary>
    [RtasCall(0x2019, "ibm,change-msi", Counts = RtasCounts.Any)]
    private RtasStatus Change(
        PciConfigAddress address, Buid phb, uint function, uint count, uint sequence,
        out uint given, out uint? nextSequence, out MessageKind? type)
    {
        (given, nextSequence, type) = (0, null, null);
        if (!TryFind(address, phb, out var bridge, out var pci) || !TryChoose(pci, (Function)function, out var kind))
            return RtasStatus.ParameterError;

        if (count == 0)
            return bridge.FreeMessages(address, pci) ? RtasStatus.Success : RtasStatus.HardwareError;

        var most = kind == MessageKind.Msi ? pci.Msi?.AllocatedVectors ?? 0 : pci.Msix?.Vectors ?? 0;
        if (most == 0)
            return RtasStatus.HardwareError;

        // A guest that asks for too many is told how many there are, and asks again.
        given = (uint)most;
        nextSequence = unchecked(sequence + 1);
        type = kind;
        if (count > (uint)most)
            return RtasStatus.Success;

        given = count;
        return bridge.TryChangeMessages(address, pci, kind, count) ? RtasStatus.Success : RtasStatus.HardwareError;
    }

    private static bool TryChoose(PciFunction pci, Function function, out MessageKind kind)
    {
        kind = function == Function.Msi || (function == Function.Any && pci.Msi is not null) ? MessageKind.Msi : MessageKind.Msix;
        return function is Function.Any or Function.Msi or Function.Msix && (kind == MessageKind.Msi ? pci.Msi is not null : pci.Msix is not null);
    }

    private bool TryFind(
        PciConfigAddress address, Buid phb, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PciHostBridge? bridge,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PciFunction? pci)
    {
        bridge = machine.FindHostBridge(phb);
        pci = bridge?.Bus.Find(address.Bus, address.DeviceFunction);
        return bridge is not null && pci is not null;
    }
}
