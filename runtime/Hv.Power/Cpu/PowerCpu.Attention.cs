using Hv.Power.Instructions;
using Hv.Power.State;

namespace Hv.Power.Cpu;

/// <summary>What a processor does between blocks: what instructions asked for, and what other threads want.</summary>
public sealed unsafe partial class PowerCpu
{
    private int _posted;
    private long _requested;
    private long _done;
    private bool _isRunning;
    private bool _isKicked;

    /// <summary>Raises an interrupt.</summary>
    public void Raise(PendingInterrupts interrupts)
    {
        PendingBits.Set(ref _state->Pending, interrupts);
        Volatile.Write(ref _state->Attention, 1);
        _group.Wake(this);
    }

    /// <summary>Takes it back.</summary>
    public void Lower(PendingInterrupts interrupts) => PendingBits.Clear(ref _state->Pending, interrupts);

    /// <summary>Has it look whether it can run, after it was stopped or waited: it is not or does not any more.</summary>
    public void Wake() => _group.Wake(this);

    /// <summary>Has it stop as soon as it can.</summary>
    public void Kick()
    {
        Volatile.Write(ref _isKicked, true);
        Volatile.Write(ref _state->Attention, 1);
        _group.Wake(this);
    }

    /// <inheritdoc/>
    void Tlb.IStoreWatch.StopUnseenStores(ulong realPage)
    {
        _unit.Tlb.FlushStores(realPage);
        _group.Post(this, PostedWork.FlushStores);
    }

    /// <inheritdoc/>
    void Tlb.IStoreWatch.EnterDevice() => Leave();

    /// <inheritdoc/>
    void Tlb.IStoreWatch.LeaveDevice() => Enter();

    /// <summary>Leaves work for it, from any thread.</summary>
    /// <returns>What <see cref="HasDone"/> is asked with.</returns>
    internal long Post(PostedWork work)
    {
        Interlocked.Or(ref _posted, (int)work);
        var request = Interlocked.Increment(ref _requested);
        Volatile.Write(ref _state->Attention, 1);
        Interlocked.MemoryBarrier();
        return request;
    }

    /// <summary>Whether it has done what was left for it, or will before it executes anything.</summary>
    internal bool HasDone(long request) => Volatile.Read(ref _done) >= request || !Volatile.Read(ref _isRunning);

    /// <summary>Does what others have left for it.</summary>
    internal void DoPosted()
    {
        var request = Volatile.Read(ref _requested);
        if (request == Volatile.Read(ref _done))
            return;

        var work = (PostedWork)Interlocked.Exchange(ref _posted, 0);
        if ((work & PostedWork.FlushAll) != 0)
            _unit.Tlb.FlushAll();
        else if ((work & PostedWork.Flush) != 0)
            _unit.Tlb.Flush();
        else if ((work & PostedWork.FlushStores) != 0)
            _unit.Tlb.FlushStores();

        // It may be in the middle of a block that is decoded: what it fetches next is translated anew.
        _state->Ask(ProcessorRequests.Context);
        Volatile.Write(ref _done, request);
    }

    private void Enter()
    {
        Volatile.Write(ref _isRunning, true);
        Interlocked.MemoryBarrier();
        DoPosted();
    }

    private void Leave() => Volatile.Write(ref _isRunning, false);

    private void Attend()
    {
        _state->Attention = 0;
        Interlocked.MemoryBarrier();
        DoPosted();
        var requests = _state->Requests;
        _state->Requests = ProcessorRequests.None;
        _state->Attention = 0;
        if ((requests & (ProcessorRequests.Flush | ProcessorRequests.FlushAll)) != 0)
            _unit.Tlb.Flush();

        if ((requests & ProcessorRequests.FlushAll) != 0)
            _group.Post(this, PostedWork.Flush);

        if ((requests & ProcessorRequests.Doorbell) != 0)
            _group.Ring(this, (int)_state->RequestOperand);

        if ((requests & ProcessorRequests.Decrementer) != 0)
            LookAtClock();

        if (requests != ProcessorRequests.None && (_state->Msr & ModeBits) == _engineMode)
            _engine.Use(_unit.ChooseContext());

        // What others asked for while this was done is done before the next block.
        if (Volatile.Read(ref _requested) != Volatile.Read(ref _done) || Volatile.Read(ref _isKicked))
            _state->Attention = 1;
    }

    private void LookAtClock()
    {
        _sinceClock = 0;
        if (SpecialRegisters.Decrementer(in *_state, TimeBase) < 0)
            PendingBits.Set(ref _state->Pending, PendingInterrupts.Decrementer);
        else
            PendingBits.Clear(ref _state->Pending, PendingInterrupts.Decrementer);
    }
}
