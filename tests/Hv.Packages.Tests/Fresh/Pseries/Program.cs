using Hv.Pseries;
using Hv.Pseries.Versions;
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
