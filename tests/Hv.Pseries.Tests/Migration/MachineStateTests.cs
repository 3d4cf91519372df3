using Hv.Devices.Edu;
using Hv.Pseries.Pci;
using Hv.Pseries.Versions;
using Hv.Runtime.Calls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Migration;
using Hv.Runtime.Migration.Streams;
using Hv.Runtime.Rtas;
using Hv.Testing;

namespace Hv.Pseries.Tests.Migration;

/// <summary>What migrates of the machine itself, of bridges and of devices, and what of a stream they refuse.</summary>
public sealed class MachineStateTests
{
    private const uint Edu = 3 << 11;

    private static readonly Buid Phb = new(0x0800_0000_2000_0000);

    [TestCase("cap-htm", "on", "off", "cap-htm is at level 1 there, and at 0 here (off)")]
    [TestCase("cap-cfpc", "fixed", "workaround", "cap-cfpc is at level 2 there, and at 1 here (workaround)")]
    [TestCase("cap-ibs", "fixed-na", "fixed-ccd", "cap-ibs is at level 16 there, and at 3 here (fixed-ccd)")]
    [TestCase("cap-hpt-max-page-size", "16M", "64K", "cap-hpt-max-page-size is at level 24 there, and at 16 here (64K)")]
    [TestCase("cap-large-decr", "on", "off", "cap-large-decr is at level 1 there, and at 0 here (off)")]
    [TestCase("cap-nested-hv", "on", "off", "cap-nested-hv is at level 1")]
    public void A_guest_that_was_promised_more_is_refused_and_one_promised_less_is_not(string name, string more, string less, string problem)
    {
        using var strong = Create((name, more));
        using var weak = Create((name, less));
        Assert.That(Problem(strong, weak), Does.Contain(problem).And.Contain("section 'spapr'"));
        weak.Machine.Trace.Enable("spapr_cap_lower");
        Assert.That(() => Load(Save(weak), strong), Throws.Nothing);
    }

    [Test]
    public void A_capability_that_the_version_has_by_itself_needs_no_bytes()
    {
        using var plain = Create();
        using var chosen = Create(("cap-sbbc", "fixed"));
        Assert.That(Contains(Save(plain), "spapr/cap/sbbc"), Is.False);
        Assert.That(Contains(Save(chosen), "spapr/cap/sbbc"), Is.True);
        Assert.That(Contains(Save(plain), "spapr/cap/hpt_maxpagesize"), Is.True);
    }

    [Test]
    public void Events_wait_on_the_target_as_they_did_at_the_source()
    {
        using var source = Create();
        using var target = Create();
        source.Machine.RequestShutdown();
        source.Machine.RequestShutdown();
        target.Machine.RequestShutdown();
        Load(Save(source), target);
        var (here, there) = (Fetch(target), Fetch(source));
        Assert.That(here, Is.EqualTo(there).And.Not.Empty);
        Assert.That(target.Machine.Events.Count, Is.EqualTo(1));
    }

    [Test]
    public void Handlers_of_machine_checks_and_who_runs_one_migrate_with_the_place_of_rtas()
    {
        using var source = Create();
        using var target = Create();
        source.Machine.RtasBase = 0x1E0_0000;
        Assert.That(source.Rtas().IbmNmiRegister(0x1000, 0x2000), Is.EqualTo(RtasStatus.Success));
        source.Machine.Nmi.TryAcquire(source.Machine.Cpus[0]);
        Load(Save(source), target);
        Assert.Multiple(() =>
        {
            Assert.That(target.Machine.RtasBase, Is.EqualTo(0x1E0_0000));
            Assert.That((target.Machine.Nmi.SystemReset, target.Machine.Nmi.MachineCheck), Is.EqualTo((0x1000u, 0x2000u)));
            Assert.That(target.Machine.Nmi.Owner, Is.SameAs(target.Machine.Cpus[0]));
            Assert.That(target.Rtas().IbmNmiInterlock(), Is.EqualTo(RtasStatus.Success));
        });
    }

    [Test]
    public void Messages_keep_their_numbers_and_nobody_else_gets_them()
    {
        using var source = Create();
        using var target = Create();
        Change(source, 1);
        Load(Save(source), target);
        Assert.That(target.Rtas().IbmQueryInterruptSourceNumber(new PciConfigAddress(Edu), Phb, 0, out var number, out _), Is.EqualTo(RtasStatus.Success));
        Assert.That(number, Is.EqualTo(0x1300));
        Assert.That(target.Machine.Interrupts.TryClaimMessages(1, isMsix: true, 1, out var next), Is.True);
        Assert.That(next, Is.Not.EqualTo(0x1300));
        Change(target, 0);
        Assert.That(target.Machine.Interrupts.Find(0x1300)!.IsClaimed, Is.False);
    }

    [Test]
    public void A_function_that_is_missing_or_another_one_is_named()
    {
        using var source = Create();
        using var without = new TestMachine<Pseries_7_2>();
        using var other = new TestMachine<Pseries_7_2>(configure: made => made.CreateDevice<MessageDevice>(properties: ("addr", "3")));
        Change(source, 1);
        Assert.That(Problem(source, without), Does.Contain("pci@800000020000000:03.0/edu"), "its messages alone are no reason");
        Change(source, 0);
        Assert.That(Problem(source, without), Does.Contain("pci@800000020000000:03.0/edu"));
        Assert.That(Problem(source, other), Does.Contain("pci@800000020000000:03.0/edu"));
    }

    [Test]
    public void A_transfer_goes_on_where_it_was()
    {
        var clock = new TestClock(DateTimeOffset.UnixEpoch);
        using var source = new TestMachine<Pseries_7_2>(new MachineOptions { Clock = clock, RamSize = 64 << 20 }, Configure);
        using var target = new TestMachine<Pseries_7_2>(new MachineOptions { Clock = clock, RamSize = 64 << 20 }, Configure);
        var edu = source.Machine.Devices.OfType<Edu>().Single();
        edu.WriteRegister(0x98, 4, 1);
        clock.Advance(TimeSpan.FromMilliseconds(60));
        var stream = Save(source);
        source.Machine.Clock.Stop();

        // It is on its way for a second, in which the guest's time stands.
        target.Machine.Clock.Stop();
        clock.Advance(TimeSpan.FromSeconds(1));
        Load(stream, target);
        target.Machine.Clock.Start();
        var moved = target.Machine.Devices.OfType<Edu>().Single();
        clock.Advance(TimeSpan.FromMilliseconds(39));
        Assert.That(moved.ReadRegister(0x98, 4), Is.EqualTo(1), "not yet");
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(moved.ReadRegister(0x98, 4), Is.Zero);
        Assert.That(edu.ReadRegister(0x98, 4), Is.EqualTo(1), "the source stands");
    }

    [Test]
    public void A_device_that_cannot_migrate_keeps_the_machine_from_it_and_says_why()
    {
        using var machine = new TestMachine<Pseries_7_2>(configure: made => made.CreateDevice<Hv.Devices.Recorded.RecordedFunction>());
        Assert.That(() => Save(machine), Throws.InstanceOf<StateException>().With.Message.Contains("recorded-function"));
    }

    [Test]
    public void The_clock_of_the_oldest_streams_is_in_seconds()
    {
        using var target = Create();
        byte[] state = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x0E, 0x10];
        StateBytes.Load(target.Machine, state, version: 1);
        Assert.That(target.Machine.RealTimeClock.Offset, Is.EqualTo(TimeSpan.FromHours(1)));
    }

    private static TestMachine<Pseries_7_2> Create(params (string Name, string Value)[] properties) => new(configure: made =>
    {
        foreach (var (name, value) in properties)
            made.Type.GetProperty(name).SetText(made, value);

        Configure(made);
    });

    private static void Configure(Pseries_7_2 made) => made.CreateDevice<Edu>(properties: ("addr", "3"));

    private static void Change(TestMachine<Pseries_7_2> machine, uint count) =>
        Assert.That((int)machine.Call("ibm,change-msi", [Edu, 0x0800_0000, 0x2000_0000, 1, count, 0], 4).Words[0], Is.Zero);

    private static byte[] Fetch(TestMachine<Pseries_7_2> machine)
    {
        var buffer = machine.Allocate(512);
        machine.Call("check-exception", [0, 0, uint.MaxValue, 0, (uint)buffer.Value, 512], 1);
        return machine.Read(buffer, 512);
    }

    private static byte[] Save(TestMachine<Pseries_7_2> machine)
    {
        using var stream = new MemoryStream();
        MigrationStream.Save(machine.Machine, stream);
        return stream.ToArray();
    }

    private static void Load(byte[] content, TestMachine<Pseries_7_2> machine)
    {
        using var stream = new MemoryStream(content, writable: false);
        MigrationStream.Load(machine.Machine, stream);
    }

    private static string Problem(TestMachine<Pseries_7_2> source, TestMachine<Pseries_7_2> target)
    {
        var stream = Save(source);
        return Assert.Throws<StateException>(() => Load(stream, target))!.Message;
    }

    private static bool Contains(byte[] stream, string name) => stream.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(name)) >= 0;
}
