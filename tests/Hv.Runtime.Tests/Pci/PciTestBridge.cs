using Hv.Runtime.Declarations;
using Hv.Runtime.Pci;

namespace Hv.Runtime.Tests.Pci;

/// <summary>A bridge and nothing else.</summary>
[Device("pci-test-bridge")]
internal sealed partial class PciTestBridge : PciBridge;
