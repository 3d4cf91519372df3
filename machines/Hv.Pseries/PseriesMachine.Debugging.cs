using Hv.Power.Debugging;
using Hv.Runtime.Declarations;
using Hv.Runtime.Monitors.Gdb;

namespace Hv.Pseries;

/// <content>What a debugger sees of it.</content>
public abstract partial class PseriesMachine
{
    [HostOnly("a debugger is the host's")]
    private PowerDebugTarget? _debugTarget;

    /// <inheritdoc/>
    public override IDebugTarget DebugTarget => _debugTarget ??= new PowerDebugTarget(Execution.Group, Execution.Partition);
}
