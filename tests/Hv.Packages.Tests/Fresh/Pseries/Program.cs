using Hv.Devices.Edu;
using Hv.Pseries;
using Hv.Pseries.Versions;
using Hv.Runtime.Machines;
using Hv.Runtime.Pci;
using Hv.Testing;
using Toy;
using Toy.Versions;

foreach (var family in new[] { PseriesMachine.Family, ToyMachine.Family })
    Console.WriteLine($"{family.Name}: {family.Versions.Count} versions, {family.Newest.Name} to {family.Versions[^1].Name}");

using var toy = new TestMachine<Toy_1_0>();
toy.Rtas().ToyReadSensors(toy.Allocate(16), 16, out var sensors);
Console.WriteLine($"{toy.Machine.Version.Name}: {sensors} sensors");

AskForWindows<Pseries_2_4>();
AskForWindows<Pseries_2_3>();
MovePage();

// <snippet ask-for-dma-windows>
static void AskForWindows<TVersion>()
    where TVersion : PseriesMachine, new()
{
    using var machine = new TestMachine<TVersion>();
    var bridge = machine.Machine.HostBridges.Single();
    var status = machine.Rtas().IbmQueryPeDmaWindow(default, bridge.Buid, out var available, out uint largest, out _, out _);
    Console.WriteLine(status >= 0
        ? $"{machine.Machine.Version.Name}: {status}, {available} more windows, {largest} entries at most"
        : $"{machine.Machine.Version.Name}: {status}");
}
// </snippet>

// <snippet move-a-page>
static void MovePage()
{
    var clock = new TestClock(DateTimeOffset.UnixEpoch);
    using var machine = new TestMachine<Pseries_2_4>(
        new MachineOptions { RamSize = 64UL << 20, Clock = clock },
        made => made.CreateDevice<Edu>(properties: ("dma_mask", "0xffffffffffffffff")));
    var edu = machine.Machine.Devices.OfType<Edu>().Single();
    edu.WriteConfiguration(PciRegister.Command, 2, PciRegister.CommandMemory | PciRegister.CommandBusMaster);

    // A window of 64 KiB pages over 2 GiB; its first page leads to 2 MiB, for reads and writes.
    var bridge = machine.Machine.HostBridges.Single();
    machine.Rtas().IbmCreatePeDmaWindow(default, bridge.Buid, pageShift: 16, windowShift: 31, out var liobn, out var window);
    machine.Hypercalls().HPutTce(liobn, window, 0x200003);

    // Source, destination, count, start: from memory into the device.
    foreach (var (register, value) in new[] { (0x80ul, window), (0x88ul, 0x40000ul), (0x90ul, 4096ul), (0x98ul, 1ul) })
        edu.WriteRegister(register, 8, value);

    clock.Advance(TimeSpan.FromMilliseconds(100));
    Console.WriteLine($"4096 bytes from 0x{window:x}: {edu.LastTransfer}");
}
// </snippet>
