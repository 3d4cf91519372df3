using System.Numerics;
using Hv.Runtime.Declarations;
using Hv.Runtime.Objects;

namespace Hv.Pseries.Interrupts;

/// <summary>
/// The external interrupt sources of the platform and who has them. From 3.1 on each kind of device has a range of numbers; older
/// machines hand numbers out as they are asked for.
/// </summary>
[VmState("ics")]
public sealed partial class InterruptSources
{
    /// <summary>The number of the first source.</summary>
    [GuestIdentity("interrupt numbers: first")]
    public const uint First = 0x1000;

    /// <summary>The environmental and power warning event, where numbers are fixed.</summary>
    [GuestIdentity("interrupt numbers: EPOW")]
    public const uint EnvironmentalAndPower = 0x1000;

    /// <summary>The hot-plug event, where numbers are fixed.</summary>
    [GuestIdentity("interrupt numbers: hot-plug")]
    public const uint HotPlug = 0x1001;

    [GuestIdentity("interrupt numbers: first of VIO")]
    private const uint FirstVio = 0x1100;

    [GuestIdentity("interrupt numbers: first PCI pin")]
    private const uint FirstPciPin = 0x1200;

    [GuestIdentity("interrupt numbers: first message")]
    private const uint FirstMessage = 0x1300;

    [GuestIdentity("interrupt numbers: pins of a host bridge")]
    private const int PinsPerHostBridge = 4;

    [Migrated(Name = "nr_irqs", MustMatch = true)]
    [GuestVisible("ibm,interrupt-server-ranges, and what ibm,set-xive accepts")]
    private uint Count => (uint)_sources.Length;

    [Migrated(Name = "irqs")]
    private readonly InterruptSource[] _sources;

    private readonly bool _isLegacy;

    // A bit for each source that waits for its processor: there are few, and it is asked for them at each end of an interrupt.
    [Derived(nameof(_sources))]
    private readonly ulong[] _waiting;

    /// <summary>Makes the sources, all free.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="isLegacy">Whether numbers are handed out as they are asked for.</param>
    /// <param name="machineLock">The machine's lock; one of its own when not given.</param>
    public InterruptSources(uint count, bool isLegacy, Lock? machineLock = null)
    {
        Lock = machineLock ?? new Lock();
        _waiting = new ulong[(count + 63) / 64];
        _sources = [.. Enumerable.Range((int)First, (int)count).Select(number => new InterruptSource(this, (uint)number))];
        _isLegacy = isLegacy;
    }

    /// <summary>The presenter of a processor, by the processor's number; <see langword="null"/>: there is none.</summary>
    [HostOnly("part of the machine")]
    internal Func<uint, InterruptPresenter?> FindPresenter { get; init; } = _ => null;

    /// <summary>Held while interrupts are on their way.</summary>
    internal Lock Lock { get; }

    /// <summary>All sources, by number.</summary>
    public IReadOnlyList<InterruptSource> All => _sources;

    /// <summary>How many messages there can be, as <c>ibm,pe-total-#msi</c> tells the guest.</summary>
    public uint MessageCount => _isLegacy ? (uint)_sources.Length : First + (uint)_sources.Length - FirstMessage;

    /// <summary>The source of a number, or <see langword="null"/>.</summary>
    public InterruptSource? Find(ulong number) => number >= First && number - First < (ulong)_sources.Length ? _sources[number - First] : null;

    /// <summary>Claims the source of an event.</summary>
    /// <param name="number">Its number where numbers are fixed.</param>
    public InterruptSource ClaimEvent(uint number) => Claim(number, isLevel: false, "an event");

    /// <summary>Claims the source of a VIO device.</summary>
    /// <exception cref="PropertyException">Another device has it: their unit addresses lead to the same one.</exception>
    public InterruptSource ClaimVio(uint unitAddress)
    {
        // Unit addresses as firmware has handed them out over time: from 0x71000000 in steps of 1, from 0x30000000 and from 0x1000
        // in steps of 0x1000.
        var number = unitAddress switch
        {
            >= 0x7100_0000 => unitAddress & 0xFF,
            >= 0x3000_0000 => 0xF0 | ((unitAddress >> 12) & 0xF),
            _ => (unitAddress >> 12) & 0xFF,
        };
        return Claim(FirstVio | number, isLevel: false, $"the VIO device at unit address 0x{unitAddress:x}");
    }

    /// <summary>Claims the source of an interrupt pin of a host bridge.</summary>
    /// <param name="hostBridge">The index of the host bridge.</param>
    /// <param name="pin">0 to 3.</param>
    public InterruptSource ClaimPciPin(uint hostBridge, int pin) =>
        Claim(FirstPciPin + (hostBridge * PinsPerHostBridge) + (uint)pin, isLevel: true, $"pin {pin} of host bridge {hostBridge}");

    /// <summary>Claims sources that follow each other, for messages.</summary>
    /// <param name="count">How many.</param>
    /// <param name="isMsix">Whether each has a message of its own; else a function tells them apart by the low bits of one.</param>
    /// <param name="vectors">
    /// Of how many vectors, a power of two, a function counts in the low bits of its message: these bits of the first number are zero.
    /// </param>
    /// <param name="first">The number of the first one.</param>
    /// <returns><see langword="false"/> when no run is free.</returns>
    public bool TryClaimMessages(uint count, bool isMsix, uint vectors, out uint first)
    {
        first = 0;
        if (count == 0 || count > _sources.Length)
            return false;

        // Where the first number may lie, as guests of each version have always seen it.
        var start = _isLegacy ? 0 : FirstMessage - First;
        var step = !isMsix ? vectors : _isLegacy ? 1u : 2u;
        for (var index = start; index <= (uint)_sources.Length - count;)
        {
            var run = _sources.AsSpan((int)index, (int)count);
            var taken = run.Length - 1;
            while (taken >= 0 && !run[taken].IsClaimed)
                taken--;

            if (taken < 0)
            {
                foreach (var source in run)
                    source.Claim(isLevel: false);

                first = First + index;
                return true;
            }

            // Behind the last one that is taken, at the next number where a run may begin.
            index += (((uint)taken / step) + 1) * step;
        }

        return false;
    }

    /// <summary>Claims the sources that a stream says a function has, for messages.</summary>
    /// <returns><see langword="false"/>, and nothing changed, when not all of them are free or for messages.</returns>
    public bool TryTakeMessages(uint first, uint count)
    {
        var index = (ulong)first - First;
        if (first < First || count == 0 || index + count > (ulong)_sources.Length)
            return false;

        var run = _sources.AsSpan((int)index, (int)count);
        foreach (var source in run)
        {
            if (source is { IsClaimed: true, IsLevel: true } || (!_isLegacy && source.Number < FirstMessage))
                return false;
        }

        foreach (var source in run)
            source.Claim(isLevel: false);

        return true;
    }

    /// <summary>Frees sources that were claimed for messages.</summary>
    public void Free(uint first, uint count)
    {
        for (var number = first; number < first + count; number++)
            Find(number)?.Free();
    }

    /// <summary>A message arrived: one interrupt of the source that it names, when that is one for messages.</summary>
    /// <returns><see langword="false"/> when there is none.</returns>
    public bool TakeMessage(uint number)
    {
        if (Find(number) is not { IsClaimed: true, IsLevel: false } source)
            return false;

        source.TakeMessage();
        return true;
    }

    /// <summary>Puts routing into the state after power-on; sources stay claimed.</summary>
    public void Reset()
    {
        foreach (var source in _sources)
            source.Reset();
    }

    /// <summary>Takes note of whether a source waits.</summary>
    internal void Note(InterruptSource source)
    {
        var index = source.Number - First;
        var bit = 1UL << (int)(index % 64);
        if (source.Waits)
            _waiting[index / 64] |= bit;
        else
            _waiting[index / 64] &= ~bit;
    }

    /// <summary>Sends an interrupt to its processor, which presents it or rejects it.</summary>
    internal void Present(InterruptSource source)
    {
        if (FindPresenter(source.Server) is { } presenter)
            presenter.Present(source.Number, source.Priority);
        else
            source.Reject();
    }

    /// <summary>Sends each interrupt that waits once more, by number.</summary>
    internal void Resend()
    {
        for (var word = 0; word < _waiting.Length; word++)
        {
            for (var bits = _waiting[word]; bits != 0; bits &= bits - 1)
                _sources[(word * 64) + BitOperations.TrailingZeroCount(bits)].Resend();
        }
    }

    [AfterLoad]
    private void NoteAll()
    {
        foreach (var source in _sources)
            Note(source);
    }

    private InterruptSource Claim(uint number, bool isLevel, string purpose)
    {
        var source = _isLegacy ? Array.Find(_sources, source => !source.IsClaimed) : Find(number);
        if (source is null)
            throw new PropertyException($"No interrupt source is left for {purpose}; the platform has {_sources.Length}.");

        if (source.IsClaimed)
            throw new PropertyException($"Interrupt source 0x{source.Number:x} for {purpose} is taken by another device; move one of them.");

        source.Claim(isLevel);
        return source;
    }
}
