using FsCheck;
using FsCheck.Fluent;
using Hv.Runtime.Machines;
using Hv.Runtime.Migration;

namespace Hv.Pseries.Tests.Migration;

/// <summary>A machine that was saved and loaded goes on as the one that was not: on every version, over several hops.</summary>
public sealed class ContinuationTests
{
    private const int Steps = 120;

    private static IReadOnlyList<MachineVersion> Versions => PseriesMachine.Family.Versions;

    [TestCaseSource(nameof(Versions))]
    public void A_machine_saved_and_loaded_continues_identically(MachineVersion version)
    {
        for (var seed = 0; seed < 4; seed++)
        {
            using var source = new RandomGuest(version);
            using var target = new RandomGuest(version);
            source.Run(new Random(seed), Steps);
            target.Run(new Random(~seed), Steps);

            var stream = target.MoveFrom(source);
            RandomGuest.AssertSame(target.Save(), stream, "what was loaded is saved as it was");
            Assert.That(target.Run(new Random(1000 + seed), Steps), Is.EqualTo(source.Run(new Random(1000 + seed), Steps)));
            RandomGuest.AssertSame(target.Save(), source.Save(), "and is the same after both went on");
        }
    }

    [TestCaseSource(nameof(Versions))]
    public void A_machine_goes_over_three_hosts(MachineVersion version)
    {
        using var stays = new RandomGuest(version);
        using var a = new RandomGuest(version);
        using var b = new RandomGuest(version);
        using var c = new RandomGuest(version);
        Assert.That(a.Run(new Random(1), Steps), Is.EqualTo(stays.Run(new Random(1), Steps)));
        var (from, hop) = (a, 2);
        foreach (var to in new[] { b, c, a })
        {
            to.MoveFrom(from, stays);
            Assert.That(to.Run(new Random(hop), Steps), Is.EqualTo(stays.Run(new Random(hop), Steps)), $"hop {hop}");
            (from, hop) = (to, hop + 1);
        }

        RandomGuest.AssertSame(from.Save(), stays.Save(), "over three hosts and back");
    }

    [TestCaseSource(nameof(Versions))]
    public void A_machine_reset_after_a_load_is_as_after_power_on(MachineVersion version)
    {
        using var fresh = new RandomGuest(version);
        using var loaded = new RandomGuest(version);
        var first = fresh.Save();
        using (var source = new RandomGuest(version))
        {
            source.Run(new Random(9), Steps);
            loaded.Load(source.Save());
        }

        // RAM, NVRAM and clocks outlive a reset: what is the same is all that a guest does from then on, those left out.
        loaded.Machine.Reset();
        fresh.Machine.Reset();
        Assert.That(loaded.Machine.HostBridges.Select(Windows), Is.EqualTo(fresh.Machine.HostBridges.Select(Windows)));
        Assert.That(loaded.Machine.HostBridges.SelectMany(bridge => bridge.Messages), Is.Empty);
        Assert.That(loaded.Machine.Interrupts.All.Count(source => source.IsClaimed), Is.EqualTo(fresh.Machine.Interrupts.All.Count(source => source.IsClaimed)));
        Assert.That(loaded.Machine.Events.Count, Is.Zero);
        loaded.Load(first);
        RandomGuest.AssertSame(loaded.Save(), first, "after a reset another stream can be loaded");
    }

    [Test]
    public void Random_operations_save_load_compare() => Compare(Config.QuickThrowOnFailure.WithMaxTest(60));

    [TestCase(6290399208829244735UL, 12922888033011210961UL, 64)]
    public void Operations_after_which_a_function_had_another_address_than_its_messages(ulong seed, ulong gamma, int size) =>
        Compare(Config.QuickThrowOnFailure.WithReplay(seed, gamma, size).WithMaxTest(1));

    [Test]
    public void Messages_of_a_function_whose_bus_has_another_number_are_loaded_and_go_with_it()
    {
        var version = PseriesMachine.Family.Newest;
        using var source = new RandomGuest(version);
        using var target = new RandomGuest(version);
        var behind = (1u << 16) | (2 << 11);
        source.Call("ibm,change-msi", 4, behind, 0x0800_0000, 0x2000_0000, 1, 1, 0);
        var count = source.Machine.Interrupts.All.Count(interrupt => interrupt.IsClaimed);
        source.Call("ibm,write-pci-config", 1, (4 << 11) | 0x19, 0x0800_0000, 0x2000_0000, 1, 7);
        source.Call("ibm,write-pci-config", 1, (4 << 11) | 0x1A, 0x0800_0000, 0x2000_0000, 1, 7);
        var stream = source.Save();
        target.Load(stream);
        RandomGuest.AssertSame(target.Save(), stream, "what was loaded is saved as it was");
        Assert.That(target.Machine.Interrupts.All.Count(interrupt => interrupt.IsClaimed), Is.EqualTo(count));
        Assert.That(target.Machine.HostBridges.First().Messages, Has.Count.EqualTo(1));
    }

    private static void Compare(Config config) =>
        Check.One(
            config,
            Prop.ForAll(
                Gen.Choose(0, Versions.Count - 1).SelectMany(_ => Gen.Choose(0, int.MaxValue), (version, seed) => (version, seed)).ToArbitrary(),
                choice =>
                {
                    using var source = new RandomGuest(Versions[choice.version]);
                    using var target = new RandomGuest(Versions[choice.version]);
                    source.Run(new Random(choice.seed), 40);
                    var stream = source.Save();
                    target.Load(stream);
                    return target.Save().AsSpan().SequenceEqual(stream);
                }));

    private static string Windows(Pseries.Pci.PciHostBridge bridge) =>
        string.Join(' ', bridge.DmaWindows.Select(window => $"{window.Liobn}:{window.BusAddress:x}:{window.PageShift}:{window.Entries}:{window.IsDefault}"));
}
