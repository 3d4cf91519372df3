using System.Globalization;
using System.Text.RegularExpressions;
using Hv.Conformance.Infrastructure;
using Hv.Runtime.Memory;

namespace Hv.Conformance.Pci;

/// <summary>Where the windows of host bridges lie.</summary>
public sealed partial class WindowTests : ConformanceTest
{
    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.All))]
    public void Windows_lie_at_the_same_addresses(string version) => CompareWindows(new MachineSetup(version) { SecondBridge = 3 });

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    public void Windows_lie_at_the_same_addresses_with_memory_that_can_be_added(string version) =>
        CompareWindows(new MachineSetup(version) { SecondBridge = 30, MaximumRamSize = 4 * MachineSetup.RamSize });

    [TestCase("pseries-7.2", "mem_win_size=0x40000000,mem64_win_size=0")]
    [TestCase("pseries-7.2", "mem_win_size=0xf80000000,mem64_win_size=0")]
    [TestCase("pseries-7.2", "mem_win_size=0x1000000,mem64_win_size=0x200000000")]
    // An own 64-bit window up to 2.7 is left out: QEMU puts it at 0, over RAM.
    [TestCase("pseries-2.3", "mem_win_size=0xf80000000")]
    [TestCase("pseries-2.2", "io_win_size=0x1000")]
    public void Windows_have_the_sizes_that_the_user_gives(string version, string properties) =>
        CompareWindows(new MachineSetup(version) { Devices = [new DeviceSetup("spapr-pci-host-bridge", $"index=2,{properties}")] });

    private void CompareWindows(MachineSetup setup)
    {
        var pair = Start(setup);
        var tree = pair.Qemu.Qmp.Execute("human-monitor-command", ("command-line", "info mtree")).GetValue<string>();
        var qemu = QemuWindow().Matches(tree)
            .Select(match => Format(Number(match, "first"), Number(match, "last"), Number(match, "start"), match.Groups["name"].Value))
            .Distinct().Order(StringComparer.Ordinal).ToList();
        var hv = pair.Hv.Machine.AddressSpace.Mappings.Where(mapping => mapping.Region is WindowRegion)
            .Select(mapping => Format(mapping.Address, mapping.Last, ((WindowRegion)mapping.Region).TargetAddress, mapping.Region.Name))
            .Order(StringComparer.Ordinal).ToList();
        Assert.That(qemu, Has.Count.AtLeast(4));
        Assert.That(hv, Is.EqualTo(qemu));
    }

    private static string Format(ulong first, ulong last, ulong start, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}: {first:x} to {last:x}, on the bus from {start:x}");

    private static ulong Number(Match match, string group) => ulong.Parse(match.Groups[group].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<first>[0-9a-f]{16})-(?<last>[0-9a-f]{16}) \(prio 0, i/o\): alias (?<name>pci@\w+\.\w+-alias) @pci@\S+ (?<start>[0-9a-f]{16})-")]
    private static partial Regex QemuWindow();
}
