using Hv.Runtime.Declarations;
using Hv.Runtime.Memory;
using Hv.Runtime.Pci;

namespace Hv.Pseries.Tests.Migration;

/// <summary>A function with MSI-X: five vectors, table and pending bits behind register 0.</summary>
[Device("test-messages", Summary = "Function with MSI-X")]
[VmState("test-messages")]
internal sealed partial class MessageDevice : PciFunction
{
    private const int Vectors = 5;
    private const uint PendingOffset = 0x800;

    /// <summary>The state of its vectors.</summary>
    [Migrated(Name = "msix")]
    private MsixCapability Messages => MsixState;

    protected override void OnRealizeFunction()
    {
        Configuration.SetIdentity(0x1234, 0x4321, classCode: 0x00FF, revision: 1);
        Configuration.SetByte(PciRegister.InterruptPin, 2);
        AddMsix(Vectors, offset: 0, tableBar: 0, tableOffset: 0, pendingBar: 0, PendingOffset);
        AddBar(0, PciBarKind.Memory32, new MmioRegion("test-messages", 0x1000, new Registers(), Machine.Lock));
    }

    private sealed class Registers : IMmioDevice
    {
        public ulong ReadRegister(ulong offset, int width) => 0;

        public void WriteRegister(ulong offset, int width, ulong value)
        {
        }
    }
}
