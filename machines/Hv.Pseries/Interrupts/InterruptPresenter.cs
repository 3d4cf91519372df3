using Hv.Power.Cpu;
using Hv.Power.State;
using Hv.Runtime.Declarations;

namespace Hv.Pseries.Interrupts;

/// <summary>The interrupts of a processor, where the guest has XICS (LoPAR 14.11.1): its interrupt server.</summary>
/// <remarks>
/// It presents one interrupt at a time, the most favored that it was sent; the processor's external interrupt is raised while it does. What
/// is not favored enough is rejected: its source sends it again. Used under the machine's lock.
/// </remarks>
[VmState("icp/server")]
public sealed partial class InterruptPresenter
{
    /// <summary>The number of the interrupt that processors send each other, which has no source.</summary>
    public const uint BetweenProcessors = 2;

    private const byte LeastFavored = 0xFF;
    private const uint SourceField = 0x00FF_FFFF;
    private const int PriorityShift = 24;

    [HostOnly("part of the machine; a section of its own")]
    private readonly InterruptSources? _sources;
    private readonly PowerCpu? _core;

    /// <summary>Makes a presenter.</summary>
    /// <param name="sources">The sources of what it presents; <see langword="null"/> where it only stands for one of a stream.</param>
    /// <param name="core">The processor.</param>
    internal InterruptPresenter(InterruptSources? sources = null, PowerCpu? core = null) => (_sources, _core) = (sources, core);

    /// <summary>The current priority, in the top byte, and the source of the interrupt that is presented; 0: none is.</summary>
    [Migrated]
    public uint Xirr { get; set; }

    /// <summary>The priority of the interrupt that is presented; 0xFF: none is.</summary>
    [Migrated]
    public byte PendingPriority { get; set; } = LeastFavored;

    /// <summary>The most favored request of other processors; 0xFF: none.</summary>
    [Migrated]
    public byte Mfrr { get; set; } = LeastFavored;

    private byte CurrentPriority => (byte)(Xirr >> PriorityShift);

    private uint Presented => Xirr & SourceField;

    /// <summary>Puts it into the state after power-on: no interrupt is favored enough.</summary>
    internal void Reset()
    {
        (Xirr, PendingPriority, Mfrr) = (0, LeastFavored, LeastFavored);
        _core?.Lower(PendingInterrupts.External);
    }

    /// <summary>An interrupt is sent to the processor: presents it or rejects it.</summary>
    internal void Present(uint number, byte priority)
    {
        if (priority >= CurrentPriority || (Presented != 0 && PendingPriority <= priority))
        {
            Reject(number);
            return;
        }

        var before = Presented;
        Set(number, priority);
        Reject(before);
    }

    /// <summary>The processor takes the interrupt that is presented: its priority is the current one from then on.</summary>
    /// <returns>What was presented, and the current priority before.</returns>
    internal uint Accept()
    {
        var accepted = Xirr;
        Xirr = (uint)PendingPriority << PriorityShift;
        PendingPriority = LeastFavored;
        _core?.Lower(PendingInterrupts.External);
        return accepted;
    }

    /// <summary>Sets the current priority: only interrupts that are more favored are presented.</summary>
    internal void SetPriority(byte priority)
    {
        var before = CurrentPriority;
        Xirr = ((uint)priority << PriorityShift) | Presented;
        if (priority >= before)
        {
            ResendIfIdle();
        }
        else if (Presented is not 0 and var presented && priority <= PendingPriority)
        {
            Xirr &= ~SourceField;
            PendingPriority = LeastFavored;
            _core?.Lower(PendingInterrupts.External);
            Reject(presented);
        }
    }

    /// <summary>The processor has dealt with an interrupt.</summary>
    /// <param name="xirr">Its source, and the current priority from then on.</param>
    internal void End(uint xirr)
    {
        Xirr = (xirr & ~SourceField) | Presented;
        _sources?.Find(xirr & SourceField)?.End();
        ResendIfIdle();
    }

    /// <summary>Another processor, or the processor itself, asks for its attention; 0xFF: no longer.</summary>
    internal void Request(byte priority)
    {
        Mfrr = priority;
        PresentRequest();
    }

    /// <summary>Sends everything once more that waits, the processor's own request first.</summary>
    internal void ResendIfIdle()
    {
        if (Presented != 0)
            return;

        PresentRequest();
        _sources?.Resend();
    }

    private void PresentRequest()
    {
        if (Mfrr >= CurrentPriority || (Presented != 0 && PendingPriority <= Mfrr))
            return;

        var before = Presented;
        Set(BetweenProcessors, Mfrr);
        Reject(before);
    }

    private void Set(uint number, byte priority)
    {
        Xirr = (Xirr & ~SourceField) | number;
        PendingPriority = priority;
        _core?.Raise(PendingInterrupts.External);
    }

    /// <summary>Gives an interrupt back to its source. A request of a processor has none: it stays until it is withdrawn.</summary>
    private void Reject(uint number) => _sources?.Find(number)?.Reject();

    [AfterLoad]
    private void ShowLine()
    {
        if (Presented != 0)
            _core?.Raise(PendingInterrupts.External);
        else
            _core?.Lower(PendingInterrupts.External);
    }
}
