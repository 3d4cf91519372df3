using Hv.Pseries.Versions;
using Hv.Runtime.Hypercalls;
using Hv.Testing;

namespace Hv.Pseries.Tests.Hypercalls;

/// <summary>Calls for devices that no machine has: each answers as for one that is not there.</summary>
public sealed class AbsentDeviceHypercallTests
{
    private const ulong Terminal = 0x7100_0000;
    private const ulong Unknown = 0x1234;

    private TestMachine<Pseries_7_2> _machine = null!;

    [OneTimeSetUp]
    public void MakeMachine() => _machine = new TestMachine<Pseries_7_2>();

    [OneTimeTearDown]
    public void DisposeMachine() => _machine.Dispose();

    [TestCase("H_REG_CRQ", Terminal, 0ul, 0x1000ul, HypercallStatus.NotFound)]
    [TestCase("H_REG_CRQ", Terminal, 0x1000ul, 0x1000_0000ul, HypercallStatus.NotFound)]
    [TestCase("H_REG_CRQ", Unknown, 0ul, 0x1000ul, HypercallStatus.Parameter)]
    [TestCase("H_REG_CRQ", Terminal | (1ul << 32), 0ul, 0x1000ul, HypercallStatus.Parameter)]
    [TestCase("H_REG_CRQ", Terminal, 0ul, 0xFFFul, HypercallStatus.Parameter)]
    [TestCase("H_REG_CRQ", Terminal, 0ul, 0x1000_0001ul, HypercallStatus.Parameter)]
    [TestCase("H_REG_CRQ", Terminal, 0x800ul, 0x1000ul, HypercallStatus.Parameter)]
    [TestCase("H_FREE_CRQ", Terminal, 0ul, 0ul, HypercallStatus.Success)]
    [TestCase("H_FREE_CRQ", Unknown, 0ul, 0ul, HypercallStatus.Parameter)]
    [TestCase("H_SEND_CRQ", Terminal, 0ul, 0ul, HypercallStatus.Hardware)]
    [TestCase("H_SEND_CRQ", Unknown, 0ul, 0ul, HypercallStatus.Parameter)]
    [TestCase("H_ENABLE_CRQ", Terminal, 0ul, 0ul, HypercallStatus.Success)]
    [TestCase("H_ENABLE_CRQ", Unknown, 0ul, 0ul, HypercallStatus.Parameter)]
    [TestCase("H_VIO_SIGNAL", Terminal, 0ul, 0ul, HypercallStatus.Success)]
    [TestCase("H_VIO_SIGNAL", Terminal, 1ul, 0ul, HypercallStatus.Parameter)]
    [TestCase("H_VIO_SIGNAL", Unknown, 0ul, 0ul, HypercallStatus.Parameter)]
    [TestCase("H_REGISTER_LOGICAL_LAN", Terminal, 0ul, 0ul, HypercallStatus.Parameter)]
    [TestCase("H_FREE_LOGICAL_LAN", Terminal, 0ul, 0ul, HypercallStatus.Parameter)]
    [TestCase("H_ADD_LOGICAL_LAN_BUFFER", Terminal, 0ul, 0ul, HypercallStatus.Parameter)]
    [TestCase("H_SEND_LOGICAL_LAN", Terminal, 0ul, 0ul, HypercallStatus.Parameter)]
    [TestCase("H_MULTICAST_CTRL", Terminal, 0ul, 0ul, HypercallStatus.Success)]
    [TestCase("H_MULTICAST_CTRL", Unknown, 0ul, 0ul, HypercallStatus.Parameter)]
    [TestCase("H_CHANGE_LOGICAL_LAN_MAC", Unknown, 0ul, 0ul, HypercallStatus.Parameter)]
    [TestCase("H_SCM_READ_METADATA", 0x9000_0000ul, 0ul, 8ul, HypercallStatus.Parameter)]
    [TestCase("H_SCM_WRITE_METADATA", 0x9000_0000ul, 0ul, 8ul, HypercallStatus.Parameter)]
    [TestCase("H_SCM_BIND_MEM", 0x9000_0000ul, 0ul, 1ul, HypercallStatus.Parameter)]
    [TestCase("H_SCM_UNBIND_MEM", 0x9000_0000ul, 0ul, 1ul, HypercallStatus.Parameter)]
    [TestCase("H_SCM_UNBIND_ALL", 1ul, 5ul, 0ul, HypercallStatus.Success)]
    [TestCase("H_SCM_UNBIND_ALL", 2ul, 5ul, 0ul, HypercallStatus.Parameter2)]
    [TestCase("H_SCM_UNBIND_ALL", 3ul, 5ul, 0ul, HypercallStatus.Parameter)]
    [TestCase("H_SCM_UNBIND_ALL", 1ul, 5ul, 1ul, HypercallStatus.Parameter4)]
    [TestCase("H_SCM_HEALTH", 0x9000_0000ul, 0ul, 0ul, HypercallStatus.Parameter)]
    [TestCase("H_SCM_FLUSH", 0x9000_0000ul, 0ul, 0ul, HypercallStatus.Parameter)]
    public void Each_answers_as_for_a_device_that_is_not_there(string name, ulong first, ulong second, ulong third, HypercallStatus status)
    {
        var reply = _machine.Hypercall(name, first, second, third);
        Assert.That(reply.Status, Is.EqualTo(status));
        Assert.That(reply.Registers.Take(3), Is.EqualTo(new ulong[] { first, name == "H_SCM_UNBIND_ALL" && status == 0 ? 0 : second, third }));
    }

    [TestCase(0x10ul)]
    [TestCase(0x300ul)]
    [TestCase(0x374ul)]
    [TestCase(0x378ul)]
    [TestCase(0x3A8ul)]
    [TestCase(0x448ul)]
    [TestCase(0xEF10ul)]
    [TestCase(0xF800ul)]
    [TestCase(0xF804ul)]
    [TestCase(0xF808ul)]
    [TestCase(0xF80Cul)]
    public void What_the_platform_lacks_is_no_function(ulong number) =>
        Assert.That(_machine.HypercallNumber(number).Status, Is.EqualTo(HypercallStatus.Function));
}
