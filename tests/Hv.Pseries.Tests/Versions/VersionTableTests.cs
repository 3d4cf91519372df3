using Hv.Pseries.Pci;
using Hv.Runtime.Machines;
using Hv.Runtime.Objects;

namespace Hv.Pseries.Tests.Versions;

/// <summary>
/// What every machine version shows, value by value, written down from the facts and not from the declarations: a row that is
/// lost, doubled, misplaced or aimed at the wrong version fails here by name.
/// </summary>
public sealed class VersionTableTests
{
    private const string Capabilities = """
                  | cap-htm | cap-cfpc   | cap-sbbc   | cap-ibs    | cap-hpt-max-page-size | cap-large-decr | cap-ccf-assist | cap-fwnmi
        7.2       | off     | workaround | workaround | workaround | 64K                   | on             | on             | on
        7.1       | off     | workaround | workaround | workaround | 64K                   | on             | on             | on
        7.0       | off     | workaround | workaround | workaround | 64K                   | on             | on             | on
        6.2       | off     | workaround | workaround | workaround | 64K                   | on             | on             | on
        6.1       | off     | workaround | workaround | workaround | 64K                   | on             | on             | on
        6.0       | off     | workaround | workaround | workaround | 64K                   | on             | on             | on
        5.2       | off     | workaround | workaround | workaround | 64K                   | on             | on             | on
        5.1       | off     | workaround | workaround | workaround | 64K                   | on             | on             | on
        5.0       | off     | workaround | workaround | workaround | 64K                   | on             | on             | on
        4.2       | off     | workaround | workaround | workaround | 64K                   | on             | off            | off
        4.1       | off     | workaround | workaround | workaround | 64K                   | on             | off            | off
        4.0       | off     | workaround | workaround | workaround | 64K                   | on             | off            | off
        3.1       | off     | broken     | broken     | broken     | 64K                   | off            | off            | off
        3.0       | off     | broken     | broken     | broken     | 64K                   | off            | off            | off
        2.12      | off     | broken     | broken     | broken     | 16G                   | off            | off            | off
        2.12-sxxm | off     | workaround | workaround | fixed-ccd  | 16G                   | off            | off            | off
        2.11      | on      | broken     | broken     | broken     | 16G                   | off            | off            | off
        2.10      | on      | broken     | broken     | broken     | 16G                   | off            | off            | off
        2.9       | on      | broken     | broken     | broken     | 16G                   | off            | off            | off
        2.8       | on      | broken     | broken     | broken     | 16G                   | off            | off            | off
        2.7       | on      | broken     | broken     | broken     | 16G                   | off            | off            | off
        2.6       | on      | broken     | broken     | broken     | 16G                   | off            | off            | off
        2.5       | on      | broken     | broken     | broken     | 16G                   | off            | off            | off
        2.4       | on      | broken     | broken     | broken     | 16G                   | off            | off            | off
        2.3       | on      | broken     | broken     | broken     | 16G                   | off            | off            | off
        2.2       | on      | broken     | broken     | broken     | 16G                   | off            | off            | off
        2.1       | on      | broken     | broken     | broken     | 16G                   | off            | off            | off
        """;

    private const string Platform = """
                  | default-cpu | ic-mode | nr-xirqs | legacy-irq-allocation | dummy-icp | rma-limit | resize-hpt-default | migrate-hpt-max-page-size
        7.2       | power9_v2.0 | dual    | 0x1000   | off                   | off       | 0         | enabled            | on
        7.1       | power9_v2.0 | dual    | 0x1000   | off                   | off       | 0         | enabled            | on
        7.0       | power9_v2.0 | dual    | 0x1000   | off                   | off       | 0         | enabled            | on
        6.2       | power9_v2.0 | dual    | 0x1000   | off                   | off       | 0         | enabled            | on
        6.1       | power9_v2.0 | dual    | 0x1000   | off                   | off       | 0         | enabled            | on
        6.0       | power9_v2.0 | dual    | 0x1000   | off                   | off       | 0         | enabled            | on
        5.2       | power9_v2.0 | dual    | 0x1000   | off                   | off       | 0         | enabled            | on
        5.1       | power9_v2.0 | dual    | 0x1000   | off                   | off       | 0         | enabled            | on
        5.0       | power9_v2.0 | dual    | 0x1000   | off                   | off       | 0         | enabled            | on
        4.2       | power9_v2.0 | dual    | 0x1000   | off                   | off       | 16G       | enabled            | on
        4.1       | power9_v2.0 | dual    | 0x1000   | off                   | off       | 16G       | enabled            | on
        4.0       | power9_v2.0 | xics    | 0x1000   | off                   | off       | 16G       | enabled            | off
        3.1       | power8_v2.0 | xics    | 0x1000   | off                   | off       | 16G       | enabled            | off
        3.0       | power8_v2.0 | legacy  | 0x400    | on                    | off       | 16G       | enabled            | off
        2.12      | power8_v2.0 | legacy  | 0x400    | on                    | off       | 16G       | enabled            | off
        2.12-sxxm | power8_v2.0 | legacy  | 0x400    | on                    | off       | 16G       | enabled            | off
        2.11      | power8_v2.0 | legacy  | 0x400    | on                    | off       | 16G       | enabled            | off
        2.10      | power8_v2.0 | legacy  | 0x400    | on                    | off       | 16G       | enabled            | off
        2.9       | power8_v2.0 | legacy  | 0x400    | on                    | on        | 16G       | disabled           | off
        2.8       | power8_v2.0 | legacy  | 0x400    | on                    | on        | 16G       | disabled           | off
        2.7       | power7_v2.3 | legacy  | 0x400    | on                    | on        | 16G       | disabled           | off
        2.6       | power7_v2.3 | legacy  | 0x400    | on                    | on        | 16G       | disabled           | off
        2.5       | power7_v2.3 | legacy  | 0x400    | on                    | on        | 16G       | disabled           | off
        2.4       | power7_v2.3 | legacy  | 0x400    | on                    | on        | 16G       | disabled           | off
        2.3       | power7_v2.3 | legacy  | 0x400    | on                    | on        | 16G       | disabled           | off
        2.2       | power7_v2.3 | legacy  | 0x400    | on                    | on        | 16G       | disabled           | off
        2.1       | power7_v2.3 | legacy  | 0x400    | on                    | on        | 16G       | disabled           | off
        """;

    private const string HotPlugAndIdentity = """
                  | cpu-hotplug | dr-lmb | dr-phb | nvdimm-supported | nvdimm | modern-hotplug-events | update-dt | linux-pci-probe | host-model-leak | suppress-vmdesc
        7.2       | on          | on     | on     | on               | on     | on                    | on        | on              | off             | off
        7.1       | on          | on     | on     | on               | on     | on                    | on        | on              | off             | off
        7.0       | on          | on     | on     | on               | on     | on                    | on        | on              | off             | off
        6.2       | on          | on     | on     | on               | on     | on                    | on        | on              | off             | off
        6.1       | on          | on     | on     | on               | on     | on                    | on        | on              | off             | off
        6.0       | on          | on     | on     | on               | on     | on                    | on        | on              | off             | off
        5.2       | on          | on     | on     | on               | on     | on                    | on        | on              | off             | off
        5.1       | on          | on     | on     | on               | on     | on                    | on        | on              | off             | off
        5.0       | on          | on     | on     | on               | on     | on                    | on        | on              | off             | off
        4.2       | on          | on     | on     | off              | off    | on                    | on        | on              | off             | off
        4.1       | on          | on     | on     | off              | off    | on                    | on        | off             | off             | off
        4.0       | on          | on     | on     | off              | off    | on                    | on        | off             | off             | off
        3.1       | on          | on     | off    | off              | off    | on                    | off       | off             | on              | off
        3.0       | on          | on     | off    | off              | off    | on                    | off       | off             | on              | off
        2.12      | on          | on     | off    | off              | off    | on                    | off       | off             | on              | off
        2.12-sxxm | on          | on     | off    | off              | off    | on                    | off       | off             | on              | off
        2.11      | on          | on     | off    | off              | off    | on                    | off       | off             | on              | off
        2.10      | on          | on     | off    | off              | off    | on                    | off       | off             | on              | off
        2.9       | on          | on     | off    | off              | off    | on                    | off       | off             | on              | off
        2.8       | on          | on     | off    | off              | off    | on                    | off       | off             | on              | off
        2.7       | on          | on     | off    | off              | off    | off                   | off       | off             | on              | off
        2.6       | off         | on     | off    | off              | off    | off                   | off       | off             | on              | off
        2.5       | off         | on     | off    | off              | off    | off                   | off       | off             | on              | off
        2.4       | off         | off    | off    | off              | off    | off                   | off       | off             | on              | off
        2.3       | off         | off    | off    | off              | off    | off                   | off       | off             | on              | off
        2.2       | off         | off    | off    | off              | off    | off                   | off       | off             | on              | on
        2.1       | off         | off    | off    | off              | off    | off                   | off       | off             | on              | on
        """;

    private const string Numa = """
                  | form2-affinity | form1-domains | associativity-reference-points | numa-node-mem | numa-mem-align-shift | smp-prefers-sockets | smp-threads-vsmt
        7.2       | on             | on            | four-levels                    | off           | 28                   | off                 | on
        7.1       | on             | on            | four-levels                    | off           | 28                   | off                 | on
        7.0       | on             | on            | four-levels                    | off           | 28                   | off                 | on
        6.2       | on             | on            | four-levels                    | off           | 28                   | off                 | on
        6.1       | off            | on            | four-levels                    | off           | 28                   | on                  | on
        6.0       | off            | on            | four-levels                    | off           | 28                   | on                  | on
        5.2       | off            | on            | four-levels                    | off           | 28                   | on                  | on
        5.1       | off            | off           | three-levels                   | off           | 28                   | on                  | on
        5.0       | off            | off           | two-levels                     | on            | 28                   | on                  | on
        4.2       | off            | off           | two-levels                     | on            | 28                   | on                  | on
        4.1       | off            | off           | two-levels                     | on            | 28                   | on                  | off
        4.0       | off            | off           | two-levels                     | on            | 28                   | on                  | off
        3.1       | off            | off           | two-levels                     | on            | 28                   | on                  | off
        3.0       | off            | off           | two-levels                     | on            | 28                   | on                  | off
        2.12      | off            | off           | two-levels                     | on            | 28                   | on                  | off
        2.12-sxxm | off            | off           | two-levels                     | on            | 28                   | on                  | off
        2.11      | off            | off           | two-levels                     | on            | 28                   | on                  | off
        2.10      | off            | off           | two-levels                     | on            | 28                   | on                  | off
        2.9       | off            | off           | two-levels                     | on            | 28                   | on                  | off
        2.8       | off            | off           | two-levels                     | on            | 23                   | on                  | off
        2.7       | off            | off           | two-levels                     | on            | 23                   | on                  | off
        2.6       | off            | off           | two-levels                     | on            | 23                   | on                  | off
        2.5       | off            | off           | two-levels                     | on            | 23                   | on                  | off
        2.4       | off            | off           | two-levels                     | on            | 23                   | on                  | off
        2.3       | off            | off           | two-levels                     | on            | 23                   | on                  | off
        2.2       | off            | off           | two-levels                     | on            | 23                   | on                  | off
        2.1       | off            | off           | two-levels                     | on            | 23                   | on                  | off
        """;

    private const string PciOfTheMachine = """
                  | phb-placement        | default-usb-controller
        7.2       | fixed                | nec-usb-xhci
        7.1       | fixed                | nec-usb-xhci
        7.0       | fixed                | nec-usb-xhci
        6.2       | fixed                | nec-usb-xhci
        6.1       | fixed                | nec-usb-xhci
        6.0       | fixed                | nec-usb-xhci
        5.2       | fixed                | nec-usb-xhci
        5.1       | fixed                | nec-usb-xhci
        5.0       | fixed                | nec-usb-xhci
        4.2       | fixed                | nec-usb-xhci
        4.1       | fixed                | nec-usb-xhci
        4.0       | fixed-without-nvlink | nec-usb-xhci
        3.1       | fixed-without-nvlink | nec-usb-xhci
        3.0       | fixed-without-nvlink | nec-usb-xhci
        2.12      | fixed-without-nvlink | nec-usb-xhci
        2.12-sxxm | fixed-without-nvlink | nec-usb-xhci
        2.11      | fixed-without-nvlink | nec-usb-xhci
        2.10      | fixed-without-nvlink | nec-usb-xhci
        2.9       | fixed-without-nvlink | nec-usb-xhci
        2.8       | fixed-without-nvlink | nec-usb-xhci
        2.7       | above-memory         | nec-usb-xhci
        2.6       | above-memory         | nec-usb-xhci
        2.5       | above-memory         | pci-ohci
        2.4       | above-memory         | pci-ohci
        2.3       | above-memory         | pci-ohci
        2.2       | above-memory         | pci-ohci
        2.1       | above-memory         | pci-ohci
        """;

    private const string HostBridgeWindows = """
                  | ddw | pgsz      | mem_win_size | mem64_win_size | dynamic-reconfiguration
        7.2       | on  | 0x1211000 | 0x80000000   | 0x10000000000  | on
        7.1       | on  | 0x1211000 | 0x80000000   | 0x10000000000  | on
        7.0       | on  | 0x1211000 | 0x80000000   | 0x10000000000  | on
        6.2       | on  | 0x1211000 | 0x80000000   | 0x10000000000  | on
        6.1       | on  | 0x1211000 | 0x80000000   | 0x10000000000  | on
        6.0       | on  | 0x1211000 | 0x80000000   | 0x10000000000  | on
        5.2       | on  | 0x1211000 | 0x80000000   | 0x10000000000  | on
        5.1       | on  | 0x1211000 | 0x80000000   | 0x10000000000  | on
        5.0       | on  | 0x1211000 | 0x80000000   | 0x10000000000  | on
        4.2       | on  | 0x1211000 | 0x80000000   | 0x10000000000  | on
        4.1       | on  | 0x11000   | 0x80000000   | 0x10000000000  | on
        4.0       | on  | 0x11000   | 0x80000000   | 0x10000000000  | on
        3.1       | on  | 0x11000   | 0x80000000   | 0x10000000000  | on
        3.0       | on  | 0x11000   | 0x80000000   | 0x10000000000  | on
        2.12      | on  | 0x11000   | 0x80000000   | 0x10000000000  | on
        2.12-sxxm | on  | 0x11000   | 0x80000000   | 0x10000000000  | on
        2.11      | on  | 0x11000   | 0x80000000   | 0x10000000000  | on
        2.10      | on  | 0x11000   | 0x80000000   | 0x10000000000  | on
        2.9       | on  | 0x11000   | 0x80000000   | 0x10000000000  | on
        2.8       | on  | 0x11000   | 0x80000000   | 0x10000000000  | on
        2.7       | on  | 0x11000   | 0xf80000000  | 0x0            | on
        2.6       | on  | 0x11000   | 0xf80000000  | 0x0            | on
        2.5       | on  | 0x11000   | 0xf80000000  | 0x0            | on
        2.4       | on  | 0x11000   | 0xf80000000  | 0x0            | on
        2.3       | off | 0x11000   | 0xf80000000  | 0x0            | off
        2.2       | off | 0x11000   | 0x20000000   | 0x0            | off
        2.1       | off | 0x11000   | 0x20000000   | 0x0            | off
        """;

    private const string HostBridgeState = """
                  | pcie-extended-configuration-space | pre-2.8-migration | pre-5.1-associativity | x-config-reg-migration-enabled
        7.2       | on                                | off               | off                   | on
        7.1       | on                                | off               | off                   | on
        7.0       | on                                | off               | off                   | on
        6.2       | on                                | off               | off                   | on
        6.1       | on                                | off               | off                   | on
        6.0       | on                                | off               | off                   | on
        5.2       | on                                | off               | off                   | on
        5.1       | on                                | off               | off                   | on
        5.0       | on                                | off               | on                    | off
        4.2       | on                                | off               | on                    | off
        4.1       | on                                | off               | on                    | off
        4.0       | on                                | off               | on                    | off
        3.1       | on                                | off               | on                    | off
        3.0       | on                                | off               | on                    | off
        2.12      | on                                | off               | on                    | off
        2.12-sxxm | on                                | off               | on                    | off
        2.11      | on                                | off               | on                    | off
        2.10      | on                                | off               | on                    | off
        2.9       | on                                | off               | on                    | off
        2.8       | off                               | off               | on                    | off
        2.7       | off                               | on                | on                    | off
        2.6       | off                               | on                | on                    | off
        2.5       | off                               | on                | on                    | off
        2.4       | off                               | on                | on                    | off
        2.3       | off                               | on                | on                    | off
        2.2       | off                               | on                | on                    | off
        2.1       | off                               | on                | on                    | off
        """;

    private const string ProcessorState = """
                  | migrate-cpu-features | migrate-cpu-compat | migrate-cpu-slb-size | migrate-cpu-shared-areas
        7.2       | off                  | on                 | off                  | on
        7.1       | off                  | on                 | off                  | on
        7.0       | off                  | on                 | off                  | on
        6.2       | off                  | on                 | off                  | on
        6.1       | off                  | on                 | off                  | on
        6.0       | off                  | on                 | off                  | on
        5.2       | off                  | on                 | off                  | on
        5.1       | off                  | on                 | off                  | on
        5.0       | off                  | on                 | off                  | on
        4.2       | off                  | on                 | off                  | on
        4.1       | off                  | on                 | off                  | on
        4.0       | off                  | on                 | off                  | on
        3.1       | off                  | on                 | off                  | on
        3.0       | off                  | on                 | off                  | on
        2.12      | off                  | on                 | on                   | off
        2.12-sxxm | off                  | on                 | on                   | off
        2.11      | off                  | on                 | on                   | off
        2.10      | off                  | on                 | on                   | off
        2.9       | off                  | off                | on                   | off
        2.8       | off                  | off                | on                   | off
        2.7       | on                   | off                | on                   | off
        2.6       | on                   | off                | on                   | off
        2.5       | on                   | off                | on                   | off
        2.4       | on                   | off                | on                   | off
        2.3       | on                   | off                | on                   | off
        2.2       | on                   | off                | on                   | off
        2.1       | on                   | off                | on                   | off
        """;

    private const string MigrationStreams = """
                  | send-configuration | send-section-footer | store-global-state
        7.2       | on                 | on                  | on
        7.1       | on                 | on                  | on
        7.0       | on                 | on                  | on
        6.2       | on                 | on                  | on
        6.1       | on                 | on                  | on
        6.0       | on                 | on                  | on
        5.2       | on                 | on                  | on
        5.1       | on                 | on                  | on
        5.0       | on                 | on                  | on
        4.2       | on                 | on                  | on
        4.1       | on                 | on                  | on
        4.0       | on                 | on                  | on
        3.1       | on                 | on                  | on
        3.0       | on                 | on                  | on
        2.12      | on                 | on                  | on
        2.12-sxxm | on                 | on                  | on
        2.11      | on                 | on                  | on
        2.10      | on                 | on                  | on
        2.9       | on                 | on                  | on
        2.8       | on                 | on                  | on
        2.7       | on                 | on                  | on
        2.6       | on                 | on                  | on
        2.5       | on                 | on                  | on
        2.4       | on                 | on                  | on
        2.3       | off                | off                 | off
        2.2       | off                | off                 | off
        2.1       | off                | off                 | off
        """;

    private static readonly string[] MachineTables = [Capabilities, Platform, HotPlugAndIdentity, Numa, PciOfTheMachine, ProcessorState, MigrationStreams];

    private static readonly string[] HostBridgeTables = [HostBridgeWindows, HostBridgeState];

    [TestCaseSource(nameof(MachineCells))]
    public void Machine_value(string version, string property, string expected)
    {
        using var machine = PseriesMachine.Family.GetVersion(version).Create();

        Assert.That(machine.Type.GetProperty(property).GetText(machine), Is.EqualTo(expected));
    }

    [TestCaseSource(nameof(HostBridgeCells))]
    public void Host_bridge_value(string version, string property, string expected)
    {
        using var machine = PseriesMachine.Family.GetVersion(version).Create();
        var bridge = machine.CreateDevice<PciHostBridge>();

        Assert.That(bridge.Type.GetProperty(property).GetText(bridge), Is.EqualTo(expected));
    }

    [Test]
    public void The_tables_hold_every_version_and_every_property_that_any_version_changes()
    {
        foreach (var table in MachineTables.Concat(HostBridgeTables))
        {
            Assert.That(
                Cells(table).Select(cell => cell.Version).Distinct(),
                Is.EqualTo(PseriesMachine.Family.Versions.Select(version => version.Name)));
        }

        var changed = PseriesMachine.Family.Versions.SelectMany(version => version.Compat.Own).ToLookup(row => row.Target, row => row.Property.Name);
        Assert.That(changed[PseriesMachine.ObjectType].Distinct(), Is.EquivalentTo(Properties(MachineTables)));
        Assert.That(changed[PciHostBridge.ObjectType].Distinct(), Is.EquivalentTo(Properties(HostBridgeTables)));
    }

    [Test]
    public void No_value_is_the_same_in_all_versions_of_a_table()
    {
        // A column that never changes would prove nothing about versions.
        foreach (var column in MachineTables.Concat(HostBridgeTables).SelectMany(Cells).GroupBy(cell => cell.Property))
            Assert.That(column.Select(cell => cell.Value).Distinct().Count(), Is.GreaterThan(1), column.Key);
    }

    private static IEnumerable<TestCaseData> MachineCells() => TestCases(MachineTables);

    private static IEnumerable<TestCaseData> HostBridgeCells() => TestCases(HostBridgeTables);

    private static IEnumerable<TestCaseData> TestCases(IEnumerable<string> tables) =>
        tables.SelectMany(Cells).Select(cell => new TestCaseData(cell.Version, cell.Property, cell.Value));

    private static IEnumerable<string> Properties(IEnumerable<string> tables) => tables.SelectMany(Cells).Select(cell => cell.Property).Distinct();

    private static IEnumerable<(string Version, string Property, string Value)> Cells(string table)
    {
        var rows = table.Split('\n').Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToList();
        return rows.Skip(1).SelectMany(row => row.Skip(1).Select((value, column) => ("pseries-" + row[0], rows[0][column + 1], value)));
    }
}
