using System.Globalization;
using System.Text;
using Hv.Runtime.Dma;

namespace Hv.Runtime.Monitors.Human.Commands;

/// <summary>Subcommands of info about processors, interrupts, and what devices reach.</summary>
internal sealed class ProcessorCommands(MachineSession session)
{
    private const int PartsOfWindow = 1;

    /// <summary>The commands.</summary>
    public IEnumerable<HumanCommand> Info =>
    [
        new("registers", "[-a|vcpu]", "show the cpu registers", arguments => OfProcessors(arguments, inspector => inspector.Registers)),
        new("tlb", "[-a|vcpu]", "show virtual to physical memory mappings", arguments => OfProcessors(arguments, inspector => inspector.Translations)),
        new("mem", "[-a|vcpu]", "show the active virtual memory mappings", arguments => OfProcessors(arguments, inspector => inspector.Mappings)),
        new("irq", "show the interrupts statistics (if available)", () => Of(inspector => inspector.Interrupts())),
        new("pic", "show PIC state", () => Of(inspector => inspector.InterruptControllers())),
        new("windows", "show the DMA windows of devices", Windows),
    ];

    private string Of(Func<IMachineInspector, string> show)
    {
        var inspector = session.Machine.Inspector ?? throw new MonitorException("the machine has no processors that execute");
        return session.WhileStill(() => show(inspector));
    }

    private string OfProcessors(HumanArguments arguments, Func<IMachineInspector, Func<int, string>> show)
    {
        var count = session.Machine.Cpus.Count;
        if (arguments.Optional(0) == "-a")
        {
            return Of(inspector => string.Concat(Enumerable.Range(0, count).Select(cpu =>
                string.Create(CultureInfo.InvariantCulture, $"\nCPU#{cpu}\n{show(inspector)(cpu)}"))));
        }

        var number = arguments.Count == 0 ? 0 : arguments.Number(0, "vcpu");
        return number < (ulong)count
            ? Of(inspector => show(inspector)((int)number))
            : throw new MonitorException($"CPU#{number} is not there; the last one is CPU#{count - 1}");
    }

    private string Windows()
    {
        var text = new StringBuilder();
        foreach (var owner in session.Machine.Devices.Where(device => device.IsRealized).OfType<IDmaWindowOwner>())
        {
            text.Append(CultureInfo.InvariantCulture, $"{owner.Dma.Name}:\n");
            foreach (var window in owner.WindowRegions.Select(region => DmaWindowState.Of(region, PartsOfWindow)))
            {
                text.Append(CultureInfo.InvariantCulture, $"  {window.Name}: ");
                text.Append(window.IsEnabled
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"{window.BusAddress:x16}-{window.BusAddress + (window.Size - 1):x16} {(window.IsDefault ? "default" : "created")}, "
                        + $"pages of 0x{1UL << window.PageShift:x}, {window.MappedPages} of {window.Pages} mapped\n")
                    : "none\n");
            }
        }

        return text.ToString();
    }
}
