using System.Globalization;
using System.Text;
using Hv.Power.Debugging;
using Hv.Pseries.Interrupts;
using Hv.Runtime.Monitors;

namespace Hv.Pseries.Debugging;

/// <summary>What people are shown of a pseries machine's processors and interrupts.</summary>
internal sealed class PseriesInspector(PseriesMachine machine) : IMachineInspector
{
    /// <inheritdoc/>
    public string Registers(int cpu)
    {
        var processor = machine.Execution.Group.Cpus[cpu];
        return RegisterText.Of(in processor.State, cpu) + string.Create(
            CultureInfo.InvariantCulture,
            $"TB {processor.TimeBase:x16}  DECR {(ulong)processor.TicksToDecrementer:x16}  {(processor.IsStopped ? "stopped" : processor.IsWaiting ? "waiting" : "running")}\n");
    }

    /// <inheritdoc/>
    public string Translations(int cpu) => TranslationText.Describe(machine.Execution.Group.Cpus[cpu], machine.Execution.Partition);

    /// <inheritdoc/>
    public string Mappings(int cpu) => TranslationText.Mappings(machine.Execution.Group.Cpus[cpu], machine.Execution.Partition);

    /// <inheritdoc/>
    public string Interrupts()
    {
        var text = new StringBuilder("IRQ statistics for spapr-ics:\n");
        foreach (var source in machine.Interrupts.All.Where(source => source is { IsClaimed: true, IsLevel: false }))
            text.Append(CultureInfo.InvariantCulture, $"{source.Number:x}: {source.Messages}\n");

        return text.ToString();
    }

    /// <inheritdoc/>
    public string InterruptControllers()
    {
        var text = new StringBuilder();
        foreach (var cpu in machine.Processors)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"CPU {cpu.Index} XIRR={cpu.Presenter.Xirr:x8} PP={cpu.Presenter.PendingPriority:x2} MFRR={cpu.Presenter.Mfrr:x2}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"ICS {InterruptSources.First:x4}..{InterruptSources.First + (uint)machine.Interrupts.All.Count - 1:x4}\n");
        foreach (var source in machine.Interrupts.All.Where(source => source.IsClaimed))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"  {source.Number:x} {(source.IsLevel ? "LSI" : "MSI")} server={source.Server} prio={source.Priority:x2} saved={source.SavedPriority:x2}"
                + $"{(source.Line.IsAsserted ? " asserted" : "")}\n");
        }

        return text.ToString();
    }
}
