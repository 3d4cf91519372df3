using System.Collections.Frozen;
using Hv.Power.Cpu;
using Hv.Power.Translation;
using Hv.Runtime.Memory;
using Hv.Runtime.Monitors.Gdb;

namespace Hv.Power.Debugging;

/// <summary>The processors of a guest as a debugger sees them.</summary>
public sealed class PowerDebugTarget : IDebugTarget
{
    private const ulong PageSize = 4096;

    private readonly PowerCpuGroup _group;
    private readonly PowerPartition _partition;
    private IReadOnlyCollection<DebugPoint> _points = [];
    private int _toldLast = -1;

    /// <summary>Makes the target; processors are debugged once it is used.</summary>
    public PowerDebugTarget(PowerCpuGroup group, PowerPartition partition)
    {
        _group = group;
        _partition = partition;
        _group.Halted += _ => Halted?.Invoke();
    }

    /// <inheritdoc/>
    public event Action? Halted;

    /// <inheritdoc/>
    public string Architecture => "powerpc:common64";

    /// <inheritdoc/>
    public IReadOnlyList<DebugFeature> Features => PowerDebugRegisters.Features;

    /// <inheritdoc/>
    public int ThreadCount => _group.Cpus.Count;

    /// <inheritdoc/>
    public string Describe(int thread)
    {
        var cpu = _group.Cpus[thread];
        return $"CPU#{cpu.Id} [{(cpu.IsStopped ? "stopped" : cpu.IsWaiting ? "waiting" : "running")}]";
    }

    /// <inheritdoc/>
    public void ReadRegister(int thread, int number, Span<byte> value) =>
        PowerDebugRegisters.Read(ref _group.Cpus[thread].State, number, value);

    /// <inheritdoc/>
    public void WriteRegister(int thread, int number, ReadOnlySpan<byte> value) =>
        PowerDebugRegisters.Write(ref _group.Cpus[thread].State, number, value);

    /// <inheritdoc/>
    public int ReadMemory(int thread, ulong address, Span<byte> data)
    {
        var done = 0;
        while (done < data.Length)
        {
            var part = data[done..PartEnd(address, done, data.Length)];
            if (!TryFind(thread, address + (ulong)done, out var real) || !_partition.Memory.TryRead(real, part))
                break;

            done += part.Length;
        }

        return done;
    }

    /// <inheritdoc/>
    public bool WriteMemory(int thread, ulong address, ReadOnlySpan<byte> data)
    {
        var done = 0;
        while (done < data.Length)
        {
            var part = data[done..PartEnd(address, done, data.Length)];
            if (!TryFind(thread, address + (ulong)done, out var real) || !_partition.Memory.TryWrite(real, part))
                return false;

            done += part.Length;
        }

        return true;
    }

    /// <inheritdoc/>
    public void SetPoints(IReadOnlyCollection<DebugPoint> points)
    {
        _points = [.. points];
        var instructions = points.Where(IsBreakpoint).Select(point => point.Address & ~3UL).ToFrozenSet();
        var data = points.Where(point => !IsBreakpoint(point)).Select(point => new WatchedRange(
            point.Address,
            point.Length,
            Loads: point.Kind is DebugPointKind.ReadWatchpoint or DebugPointKind.AccessWatchpoint,
            Stores: point.Kind is DebugPointKind.WriteWatchpoint or DebugPointKind.AccessWatchpoint));
        _group.DebugPoints = points.Count == 0 ? DebugPoints.None : new DebugPoints(instructions, [.. data]);
    }

    /// <inheritdoc/>
    public void Prepare(ReadOnlySpan<DebugAction> actions)
    {
        for (var thread = 0; thread < actions.Length; thread++)
        {
            var cpu = _group.Cpus[thread];
            cpu.StepsForDebugger = actions[thread] == DebugAction.Step;
            cpu.Halt = actions[thread] == DebugAction.Hold ? HaltReason.Held : HaltReason.None;
        }
    }

    /// <inheritdoc/>
    public DebugHalt? TakeHalt()
    {
        // Several may have halted, of which one is told: each in its turn, else a debugger that waits for one of them would wait long.
        DebugHalt? found = null;
        var first = _toldLast + 1;
        for (var index = 0; index < ThreadCount; index++)
        {
            // One that came to a point tells more than one that was stepped.
            var thread = (first + index) % ThreadCount;
            var cpu = _group.Cpus[thread];
            if (cpu.Halt is not (HaltReason.None or HaltReason.Held) && found?.Point is null)
                found = new DebugHalt(thread, KindOf(cpu), cpu.WatchedAddress);

            cpu.Halt = HaltReason.None;
            cpu.StepsForDebugger = false;
        }

        _toldLast = found?.Thread ?? _toldLast;
        return found;
    }

    private static bool IsBreakpoint(DebugPoint point) => point.Kind is DebugPointKind.SoftwareBreakpoint or DebugPointKind.HardwareBreakpoint;

    private static int PartEnd(ulong address, int done, int length) =>
        done + (int)Math.Min((ulong)(length - done), PageSize - ((address + (ulong)done) % PageSize));

    private DebugPointKind? KindOf(PowerCpu cpu) => cpu.Halt switch
    {
        HaltReason.Breakpoint => _points.Where(point => IsBreakpoint(point) && (point.Address & ~3UL) == (cpu.State.Nia & ~3UL))
            .Select(point => (DebugPointKind?)point.Kind)
            .FirstOrDefault() ?? DebugPointKind.SoftwareBreakpoint,
        HaltReason.Watchpoint => cpu.Watched switch
        {
            { Loads: true, Stores: true } => DebugPointKind.AccessWatchpoint,
            { Loads: true } => DebugPointKind.ReadWatchpoint,
            _ => DebugPointKind.WriteWatchpoint,
        },
        _ => null,
    };

    private bool TryFind(int thread, ulong address, out GuestPhysicalAddress real)
    {
        var isFound = _group.Cpus[thread].TryTranslate(address, out var translated);
        real = new GuestPhysicalAddress(translated);
        return isFound;
    }
}
