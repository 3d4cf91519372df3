using Hv.Cli.Run;
using Hv.Runtime.Machines;
using Hv.Runtime.Monitors;

namespace Hv.Cli.Tests.Run;

/// <summary>The options of <c>hv run</c>.</summary>
public sealed class RunParserTests
{
    [TestCase("-bogus", "-bogus: invalid option.")]
    [TestCase("-machin pseries", "-machin: invalid option. Did you mean 'machine'?")]
    [TestCase("-machine", "-machine: requires an argument")]
    [TestCase("disk.img", "disk.img: every argument is an option; a disk image is given with -drive file=PATH")]
    [TestCase("-kernel", "-kernel: requires an argument")]
    [TestCase("-netdev user,id=n", "-netdev: there are no network back ends yet; '-nic none' is how it is")]
    [TestCase("-display gtk", "-display gtk: there is no display yet")]
    [TestCase("-m 1Q", "-m 1Q: Parameter 'size' expects a non-negative number below 2^64, with K, M, G, T, P or E after it")]
    [TestCase("-m 1G,slots=1", "-m 1G,slots=1: 'slots' and 'maxmem' belong together")]
    [TestCase("-m 1G,solts=1", "-m 1G,solts=1: Invalid parameter 'solts'. Did you mean 'slots'?")]
    [TestCase("-uuid 1", "-uuid 1: failed to parse UUID string: wrong format")]
    [TestCase("-rtc base=yesterday", "-rtc base=yesterday: invalid datetime format; valid formats: '2006-06-17T16:01:21' or '2006-06-17'")]
    [TestCase("-rtc clock=sun", "-rtc clock=sun: invalid option value 'sun'; there are host, rt and vm")]
    [TestCase("-action reboot=maybe", "-action reboot=maybe: Parameter 'reboot' does not accept value 'maybe'")]
    [TestCase("-device id=x", "-device id=x: Parameter 'driver' is missing")]
    [TestCase("-device edu,id=0", "-device edu,id=0: Parameter 'id' expects an identifier")]
    [TestCase("-device {\"driver\":[1]}", "-device {\"driver\":[1]}: Parameter 'driver' expects a text, a number or a boolean")]
    [TestCase("-global edu", "-global edu: expected TYPE.PROPERTY=VALUE")]
    [TestCase("-mon mode=control", "-mon mode=control: Parameter 'chardev' is missing")]
    [TestCase("-mon c,mode=x", "-mon c,mode=x: Parameter 'mode' does not accept value 'x'")]
    [TestCase("-mon c,pretty=on", "-mon c,pretty=on: 'pretty' is not compatible with HMP monitors")]
    [TestCase("-machine pseries,usb=on", "-machine pseries,usb=on: 'usb' is always off")]
    [TestCase("-sandbox on", "-sandbox on: there is no sandbox")]
    public void A_wrong_option_is_named(string commandLine, string message) =>
        Assert.That(() => RunParser.Parse(commandLine.Split(' ')), Throws.TypeOf<RunException>().With.Message.EqualTo(message));

    [Test]
    public void Machine_options_are_read()
    {
        var configuration = Parse("-M type=pseries-2.4,ic-mode=xics,cap-htm=off,accel=kvm:qtest,smp.cpus=8,smp.sockets=8");
        RunMachineOptions.ApplyTopology(configuration);

        Assert.That(configuration.Machine, Is.EqualTo("pseries-2.4"));
        Assert.That(configuration.MachineProperties, Is.EqualTo(new[] { ("ic-mode", "xics"), ("cap-htm", "off") }));
        Assert.That(configuration.Accelerators, Is.EqualTo(new[] { "kvm", "qtest" }));
        Assert.That(configuration.Options.Cpus, Is.EqualTo(8));
    }

    [TestCase("-m 256", 256UL << 20, 0UL)]
    [TestCase("-m 2G,slots=1,maxmem=4G", 2UL << 30, 4UL << 30)]
    [TestCase("-m size=1.5G", 3UL << 29, 0UL)]
    public void Memory_is_read(string commandLine, ulong size, ulong maximum)
    {
        var options = Parse(commandLine).Options;

        Assert.That((options.RamSize, options.MaximumRamSize), Is.EqualTo((size, maximum)));
    }

    [TestCase("-smp 4", 4, 0, 1)]
    [TestCase("-smp 1,maxcpus=8", 1, 8, 1)]
    [TestCase("-smp 1,sockets=2,cores=3,threads=1,maxcpus=6", 1, 6, 1)]
    [TestCase("-smp sockets=2,cores=2,threads=2", 8, 0, 2)]
    [TestCase("-smp 2,threads=2 -smp maxcpus=8", 2, 8, 2)]
    public void Processors_are_read(string commandLine, int cpus, int maximum, int threads)
    {
        var configuration = Parse(commandLine);
        RunMachineOptions.ApplyTopology(configuration);

        Assert.That(
            (configuration.Options.Cpus, configuration.Options.MaximumCpus, configuration.Options.ThreadsPerCore),
            Is.EqualTo((cpus, maximum, threads)));
    }

    [TestCase("-smp 3,sockets=2,cores=2,threads=1,maxcpus=3")]
    [TestCase("-smp 8,maxcpus=4")]
    [TestCase("-smp 0")]
    [TestCase("-smp 3,threads=2")]
    [TestCase("-smp 2,dies=2")]
    public void Processors_that_do_not_add_up_are_refused(string commandLine) =>
        Assert.That(() => RunMachineOptions.ApplyTopology(Parse(commandLine)), Throws.TypeOf<RunException>());

    [Test]
    public void Devices_are_read_in_both_syntaxes()
    {
        var devices = Parse("""-device edu,id=e,dma_mask=0xff,,ff -device {"driver":"edu","id":"f","dma_mask":255,"multifunction":true}""").Devices;

        Assert.That(devices.Select(device => (device.Type, device.Id)), Is.EqualTo(new[] { ("edu", "e"), ("edu", "f") }));
        Assert.That(devices[0].Properties, Is.EqualTo(new[] { ("dma_mask", "0xff,ff") }));
        Assert.That(devices[1].Properties, Is.EqualTo(new[] { ("dma_mask", "255"), ("multifunction", "on") }));
    }

    [TestCase("-global spapr-pci-host-bridge.ddw=off", "spapr-pci-host-bridge", "ddw", "off")]
    [TestCase("-global a.b.c=d=e,f", "a", "b.c", "d=e,f")]
    [TestCase("-global driver=a,property=b,value=c,,d", "a", "b", "c,d")]
    public void Globals_are_read(string commandLine, string type, string property, string value) =>
        Assert.That(Parse(commandLine).Globals, Is.EqualTo(new[] { new GlobalProperty(type, property, value) }));

    [Test]
    public void Libqtests_command_line_is_read()
    {
        var configuration = Parse(
            "-qtest unix:/tmp/s -qtest-log /dev/null -chardev socket,path=/tmp/q,id=char0 -mon chardev=char0,mode=control -display none -M pseries -accel qtest");

        Assert.That(configuration.Qtest, Is.EqualTo("unix:/tmp/s"));
        Assert.That(configuration.CharacterDevices, Is.EqualTo(new[] { "socket,path=/tmp/q,id=char0" }));
        Assert.That(configuration.Monitors, Is.EqualTo(new[] { new RunMonitor("-mon", "char0", IsId: true, IsControl: true, IsPretty: false) }));
        Assert.That(configuration.HasNoDisplay, Is.True);
        Assert.That(configuration.Accelerators, Is.EqualTo(new[] { "qtest" }));
    }

    [Test]
    public void The_rest_is_read()
    {
        var configuration = Parse(
            "-S --nodefaults -name guest=vm -uuid 01234567-89ab-cdef-0123-456789abcdef -rtc base=2006-06-17T16:01:21,clock=vm -no-reboot"
            + " -action shutdown=pause,panic=none -trace spapr_* -D log -serial null -serial none -qmp tcp:localhost:4444,server=on,wait=off -monitor none");

        Assert.That((configuration.StartsPaused, configuration.HasNoDefaults, configuration.Name), Is.EqualTo((true, true, "vm")));
        Assert.That(configuration.Options.Uuid, Is.EqualTo(Guid.Parse("01234567-89ab-cdef-0123-456789abcdef")));
        Assert.That(configuration.Options.RtcBase, Is.EqualTo(new DateTimeOffset(2006, 6, 17, 16, 1, 21, TimeSpan.Zero)));
        Assert.That(configuration.HasVirtualTimeOfDay, Is.True);
        Assert.That((configuration.EndsOnReset, configuration.PausesOnShutdown, configuration.OnPanic), Is.EqualTo((true, true, PanicAction.None)));
        Assert.That(configuration.TracePatterns, Is.EqualTo(new[] { "spapr_*" }));
        Assert.That(configuration.TraceFile, Is.EqualTo("log"));
        Assert.That(configuration.SerialPorts, Is.EqualTo(new[] { "null", "none" }));
        Assert.That(configuration.Monitors, Has.Count.EqualTo(1));
    }

    [Test]
    public void What_is_logged_is_read()
    {
        var configuration = Parse("-d in_asm,trace:spapr_* -d int -D log");

        Assert.That((configuration.LogItems, configuration.TracePatterns, configuration.TraceFile), Is.EqualTo(
            (new List<string> { "in_asm", "int" }, new List<string> { "spapr_*" }, "log")));
    }

    [TestCase("-s", "tcp:127.0.0.1:1234,server=on,wait=off")]
    [TestCase("-gdb tcp::4321", "tcp::4321,server=on,wait=off")]
    [TestCase("-gdb unix:g,server=on", "unix:g,server=on")]
    [TestCase("-gdb stdio", "stdio")]
    [TestCase("-gdb stdio -gdb none", null)]
    public void Where_a_debugger_comes_is_read(string commandLine, string? device) =>
        Assert.That(Parse(commandLine).Gdb, Is.EqualTo(device));

    [Test]
    public void What_boots_is_read()
    {
        var configuration = RunParser.Parse(["--guest", "debian", "-kernel", "k", "--initrd", "i", "-append", "a b=c", "-bios", "f"]);

        Assert.That(
            (configuration.Guest, configuration.Kernel, configuration.Initrd, configuration.Append, configuration.Bios),
            Is.EqualTo(("debian", "k", "i", "a b=c", "f")));
    }

    private static RunConfiguration Parse(string commandLine) => RunParser.Parse(commandLine.Split(' '));
}
