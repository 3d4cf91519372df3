using System.Runtime.ExceptionServices;
using Hv.Runtime.Calls;
using Hv.Runtime.Declarations;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;
using Hv.Runtime.Text;
using Hv.Runtime.Tracing;

namespace Hv.Testing;

/// <summary>
/// A realized machine without a guest: the test makes the guest's calls, through guest memory and registers as a guest would.
/// </summary>
/// <remarks>
/// <para>
/// Calls are made by typed methods that the generator writes (<c>machine.Rtas().IbmQueryPeDmaWindow(…)</c>,
/// <c>machine.Hypercalls().HPutTce(…)</c>) or by name and words (<see cref="Call(string, ReadOnlySpan{uint}, int)"/>).
/// An exception that escapes from a handler is thrown out of the call that caused it.
/// </para>
/// <para>RTAS frames are written to the topmost page of RAM; <see cref="Allocate"/> hands out buffers from 1 MiB up.</para>
/// </remarks>
/// <typeparam name="TMachine">The machine version.</typeparam>
public sealed class TestMachine<TMachine> : IGuestCaller<TMachine>, IDisposable
    where TMachine : Machine, new()
{
    /// <summary>What return words hold before a call: a word that still holds it has not been stored.</summary>
    public const uint Untouched = 0xA5A5A5A5;

    private const ulong FirstBuffer = 1UL << 20;
    private const ulong FrameArea = 4096;

    private readonly List<TraceRecord> _trace = [];
    private readonly List<MachineEvent> _events = [];
    private ulong _nextBuffer = FirstBuffer;
    private ExceptionDispatchInfo? _handlerFailure;

    /// <summary>Makes a machine and realizes it.</summary>
    /// <param name="options">Memory, processors, clock; 64 MiB and one processor when not given.</param>
    /// <param name="configure">Sets properties and adds devices before the machine is realized.</param>
    /// <exception cref="Runtime.Objects.PropertyException">The configuration does not fit.</exception>
    public TestMachine(MachineOptions? options = null, Action<TMachine>? configure = null)
    {
        Machine = new TMachine { Options = (options ?? new MachineOptions { RamSize = 64UL << 20 }) with { MemoryFaults = Faults } };
        Machine.Trace.Recorded += Record;
        Machine.EventRaised += _events.Add;
        Machine.HandlerFailed += exception => _handlerFailure = ExceptionDispatchInfo.Capture(exception);
        configure?.Invoke(Machine);
        Machine.Realize();
        Cpu = Machine.Cpus[0];
    }

    /// <summary>The machine.</summary>
    public TMachine Machine { get; }

    /// <summary>The processor that makes the calls; the first one unless set.</summary>
    public VirtualCpu Cpu { get; set; }

    /// <summary>Makes accesses to guest memory fail.</summary>
    public MemoryFaults Faults { get; } = new();

    /// <summary>The guest's RAM.</summary>
    public GuestMemory Memory => Machine.Memory;

    /// <summary>What has been traced so far; see <see cref="Trace(string)"/>.</summary>
    public IReadOnlyList<TraceRecord> TraceRecords
    {
        get
        {
            lock (_trace)
                return [.. _trace];
        }
    }

    /// <summary>What the machine has told whoever runs it.</summary>
    public IReadOnlyList<MachineEvent> Events => _events;

    /// <summary>Starts to record the trace events whose names match <paramref name="pattern"/> (<c>spapr_rtas_*</c>).</summary>
    /// <exception cref="ArgumentException">No event of the machine matches.</exception>
    public void Trace(string pattern)
    {
        if (Machine.Trace.Enable(pattern) == 0)
        {
            var names = Machine.Trace.Events.Select(traceEvent => traceEvent.Name);
            throw new ArgumentException($"No trace event matches '{pattern}'.{NearestName.Suggest(pattern, names)}", nameof(pattern));
        }
    }

    /// <summary>Makes an RTAS call by its name.</summary>
    /// <param name="name">The call's name; a constant that no declaration has does not compile (HV1018).</param>
    /// <param name="arguments">The argument words.</param>
    /// <param name="returns">nret: how many return words the guest leaves room for, the status included.</param>
    /// <exception cref="ArgumentException">This machine has no such call.</exception>
    public RtasReply Call([RtasCallName] string name, ReadOnlySpan<uint> arguments, int returns)
    {
        if (!Machine.Rtas.TryGetToken(name, out var token))
        {
            var names = Machine.Rtas.Probes.Select(probe => probe.Call.Name);
            throw new ArgumentException($"{Machine.Version.Name} has no RTAS call '{name}'.{NearestName.Suggest(name, names)}", nameof(name));
        }

        return CallToken(token, arguments, returns);
    }

    /// <summary>Makes an RTAS call by its token, which need not exist.</summary>
    public RtasReply CallToken(uint token, ReadOnlySpan<uint> arguments, int returns)
    {
        var words = new uint[returns];
        var status = CallRtas(token, arguments, words);
        return new RtasReply(status, words);
    }

    /// <summary>Makes a hypercall by its name.</summary>
    /// <param name="name">The call's name; a constant that no declaration has does not compile (HV1018).</param>
    /// <param name="arguments">r4 and up, at most nine.</param>
    /// <exception cref="ArgumentException">This machine has no such hypercall.</exception>
    public HypercallReply Hypercall([HypercallName] string name, params ReadOnlySpan<ulong> arguments)
    {
        if (!Machine.Hypercalls.TryGetNumber(name, out var number))
        {
            var names = Machine.Hypercalls.Probes.Select(probe => probe.Call.Name);
            throw new ArgumentException($"{Machine.Version.Name} has no hypercall '{name}'.{NearestName.Suggest(name, names)}", nameof(name));
        }

        return HypercallNumber(number, arguments);
    }

    /// <summary>Makes a hypercall by its number, which need not exist.</summary>
    public HypercallReply HypercallNumber(ulong number, params ReadOnlySpan<ulong> arguments)
    {
        var registers = new ulong[HypercallFrame.SlotCount];
        arguments.CopyTo(registers);
        var status = CallHypercall(number, registers);
        return new HypercallReply(status, registers);
    }

    /// <inheritdoc/>
    /// <remarks>Return words that the call does not store come back as <see cref="Untouched"/>.</remarks>
    public HypercallStatus CallRtas(uint token, ReadOnlySpan<uint> arguments, Span<uint> returns)
    {
        var frame = new GuestPhysicalAddress(Memory.Size - FrameArea);
        var address = frame;
        WriteWord(ref address, token);
        WriteWord(ref address, (uint)arguments.Length);
        WriteWord(ref address, (uint)returns.Length);
        foreach (var argument in arguments)
            WriteWord(ref address, argument);

        var returnArea = address;
        foreach (var _ in returns)
            WriteWord(ref address, Untouched);

        var status = CallFrame(frame);
        for (var index = 0; index < returns.Length; index++)
            returns[index] = Memory.TryReadUInt32(returnArea + (ulong)index * sizeof(uint), out var word) ? word : Untouched;

        return status;
    }

    /// <inheritdoc/>
    public HypercallStatus CallHypercall(ulong number, Span<ulong> registers)
    {
        var status = Machine.Hypercall(number, registers, Cpu);
        ThrowHandlerFailure();
        return status;
    }

    /// <summary>
    /// Makes the RTAS call whose frame the test has written to guest memory itself: through the machine's H_RTAS when it has one.
    /// </summary>
    public HypercallStatus CallFrame(GuestPhysicalAddress frame)
    {
        if (Machine.Hypercalls.TryGetNumber("H_RTAS", out var number))
        {
            Span<ulong> registers = stackalloc ulong[HypercallFrame.SlotCount];
            registers[0] = frame.Value;
            return CallHypercall(number, registers);
        }

        if (!RtasFrame.TryOpen(Memory, frame, out var opened))
            return HypercallStatus.Parameter;

        HypercallStatus status;
        lock (Machine.Lock)
            status = Machine.CallRtas(opened, Cpu);

        ThrowHandlerFailure();
        return status;
    }

    /// <summary>Reserves <paramref name="size"/> bytes of RAM for a buffer, 16-byte aligned and zero.</summary>
    /// <exception cref="InvalidOperationException">RAM is used up.</exception>
    public GuestPhysicalAddress Allocate(ulong size)
    {
        var address = new GuestPhysicalAddress(_nextBuffer);
        if (!Memory.Contains(address, size + FrameArea))
            throw new InvalidOperationException($"{size} bytes do not fit: RAM has 0x{Memory.Size:x}, buffers reach to 0x{_nextBuffer:x}.");

        _nextBuffer += (size + 15) & ~15UL;
        return address;
    }

    /// <summary>Writes <paramref name="content"/> to guest memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not all of it lies in RAM.</exception>
    public void Write(GuestPhysicalAddress address, ReadOnlySpan<byte> content)
    {
        using (Faults.Suspend())
        {
            if (!Memory.TryWrite(address, content))
                throw OutsideRam(address, content.Length);
        }
    }

    /// <summary>Reads <paramref name="length"/> bytes of guest memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not all of it lies in RAM.</exception>
    public byte[] Read(GuestPhysicalAddress address, int length)
    {
        var content = new byte[length];
        using (Faults.Suspend())
        {
            if (!Memory.TryRead(address, content))
                throw OutsideRam(address, length);
        }

        return content;
    }

    /// <inheritdoc/>
    public void Dispose() => Machine.Dispose();

    // Threads of devices trace too.
    private void Record(TraceEvent traceEvent, string message)
    {
        lock (_trace)
            _trace.Add(new TraceRecord(traceEvent.Name, message));
    }

    private void WriteWord(ref GuestPhysicalAddress address, uint word)
    {
        using (Faults.Suspend())
        {
            if (!Memory.TryWriteUInt32(address, word))
                throw OutsideRam(address, sizeof(uint));
        }

        address += sizeof(uint);
    }

    private void ThrowHandlerFailure()
    {
        var failure = _handlerFailure;
        _handlerFailure = null;
        failure?.Throw();
    }

    private ArgumentOutOfRangeException OutsideRam(GuestPhysicalAddress address, int length) =>
        new(nameof(address), $"{length} bytes at {address} do not lie in RAM, which ends at 0x{Memory.Size:x}.");
}
