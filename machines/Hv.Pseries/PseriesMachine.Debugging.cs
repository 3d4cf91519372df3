using Hv.Power.Debugging;
using Hv.Power.Observation;
using Hv.Pseries.Debugging;
using Hv.Runtime.Declarations;
using Hv.Runtime.Machines;
using Hv.Runtime.Monitors;
using Hv.Runtime.Monitors.Gdb;

namespace Hv.Pseries;

/// <content>What debuggers and people see of it.</content>
public abstract partial class PseriesMachine
{
    [HostOnly("a debugger is the host's")]
    private PowerDebugTarget? _debugTarget;

    /// <inheritdoc/>
    public override IDebugTarget DebugTarget => _debugTarget ??= new PowerDebugTarget(Execution.Group, Execution.Partition);

    /// <inheritdoc/>
    public override IMachineInspector Inspector => new PseriesInspector(this);

    /// <inheritdoc/>
    public override IReadOnlyList<LogItem> LogItems { get; } =
    [
        new("in_asm", "show the guest's instructions as they are decoded"),
        new("exec", "show each block of them before it is executed (lots of logs)"),
        new("cpu", "show the registers before each block (lots of logs)"),
        new("int", "show interrupts as they are taken"),
    ];

    /// <inheritdoc/>
    public override void StartLog(TextWriter writer, IReadOnlyCollection<string> items)
    {
        var traced = TraceItems.None;
        foreach (var item in items)
        {
            traced |= item switch
            {
                "in_asm" => TraceItems.Assembly,
                "exec" => TraceItems.Execution,
                "cpu" => TraceItems.Registers,
                "int" => TraceItems.Interrupts,
                _ => TraceItems.None,
            };
        }

        if (traced == TraceItems.None)
            return;

        var shared = TextWriter.Synchronized(writer);
        foreach (var cpu in Processors)
            cpu.Core.Observer = new ExecutionTrace(shared, traced, cpu.Index);
    }
}
