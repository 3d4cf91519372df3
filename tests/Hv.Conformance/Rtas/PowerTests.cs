using Hv.Conformance.Infrastructure;
using Hv.Runtime.Machines;

namespace Hv.Conformance.Rtas;

/// <summary>Power of the machine, of its domains and of its processors.</summary>
public sealed class PowerTests : ConformanceTest
{
    private const uint Buffer = 0x30_0000;

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    public void Power_levels_are_the_same(string version)
    {
        var pair = Start(new MachineSetup(version));
        foreach (var domain in new uint[] { 0, 1, 100, 0x7FFF_FFFF, 0x8000_0000, uint.MaxValue - 1, uint.MaxValue })
        {
            pair.Call("get-power-level", [domain], 2);
            foreach (var level in new uint[] { 0, 1, 50, 100, 101, uint.MaxValue })
                pair.Call("set-power-level", [domain, level], 2);
        }
    }

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    public void The_second_processor_waits_to_be_started(string version)
    {
        var pair = Start(new MachineSetup(version) { Cpus = 2 });
        foreach (var cpu in new uint[] { 0, 1, 2, 3, 8, 16, 0x7FFF_FFFF, 0x8000_0000, uint.MaxValue })
            pair.Call("query-cpu-stopped-state", [cpu], 2);
    }

    [TestCase("pseries-7.2")]
    [TestCase("pseries-2.3")]
    public void Whoever_runs_the_machine_is_told_that_the_guest_wants_it_off(string version)
    {
        var pair = Start(new MachineSetup(version));
        pair.Call("power-off", [0, 0], 1);
        Assert.That(pair.Qemu.Qmp.WaitFor("SHUTDOWN")["reason"]!.GetValue<string>(), Is.EqualTo("guest-shutdown"));
        Assert.That(pair.Hv.Events, Is.EqualTo(new MachineEvent[] { new MachineEvent.PowerOffRequested() }));
    }

    [TestCase("pseries-7.2")]
    [TestCase("pseries-2.3")]
    public void Whoever_runs_the_machine_is_told_that_the_guest_wants_it_reset(string version)
    {
        var pair = Start(new MachineSetup(version));
        pair.Call("system-reboot", [], 1);
        Assert.That(pair.Qemu.Qmp.WaitFor("SHUTDOWN")["reason"]!.GetValue<string>(), Is.EqualTo("guest-reset"));
        Assert.That(pair.Hv.Events, Is.EqualTo(new MachineEvent[] { new MachineEvent.ResetRequested() }));
    }

    [TestCase("pseries-7.2")]
    [TestCase("pseries-2.3")]
    public void Whoever_runs_the_machine_is_told_that_the_guest_has_given_up(string version)
    {
        var pair = Start(new MachineSetup(version));
        pair.Write(Buffer, "OS panic\0"u8);
        pair.Call("ibm,os-term", [Buffer], 1);
        Assert.That(pair.Qemu.Qmp.WaitFor("GUEST_PANICKED")["action"]!.GetValue<string>(), Is.EqualTo("pause"));
        Assert.That(pair.Hv.Events, Is.EqualTo(new MachineEvent[] { new MachineEvent.Panicked("OS panic") }));
    }
}
