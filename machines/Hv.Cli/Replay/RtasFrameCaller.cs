using System.Buffers.Binary;
using Hv.Runtime.Calls;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;

namespace Hv.Cli.Replay;

/// <summary>
/// Makes RTAS calls as a guest does: writes the frame to guest memory, makes the hypercall H_RTAS, reads the return words back.
/// </summary>
/// <param name="machine">A realized machine.</param>
internal sealed class RtasFrameCaller(Machine machine) : IGuestCaller<Machine>
{
    /// <summary>The number of H_RTAS, the platform's own hypercall that its RTAS stub makes: r4 is the frame's address.</summary>
    public const uint HypercallNumber = 0xF000;

    /// <summary>The least RAM that holds a frame apart from the buffers that its arguments name.</summary>
    public const ulong MinimumRamSize = FrameSpacing * (RtasFrame.MaximumWords + 2);

    private const ulong FourGiB = 1UL << 32;
    private const int HeaderWords = 3;
    private const int MaximumFrameSize = (HeaderWords + 2 * RtasFrame.MaximumWords) * sizeof(uint);

    /// <summary>The largest buffer that a call fills: the NVRAM, 64 KiB.</summary>
    private const ulong BufferSize = 64 << 10;

    private const ulong FrameSpacing = 2 * BufferSize;

    private readonly ulong _top = Math.Min(machine.Memory.Size, FourGiB) & ~(FrameSpacing - 1);

    /// <summary>Where the frame of a call with these arguments lies: as high in RAM below 4 GiB as no argument points to.</summary>
    /// <remarks>
    /// Which arguments are addresses only the call knows, so that each is taken for one. An argument can be in the way of one
    /// place at most, as places are twice a buffer's size apart; with one place more than there can be arguments one is free.
    /// </remarks>
    public GuestPhysicalAddress PlaceFrame(ReadOnlySpan<uint> arguments)
    {
        var frame = _top - FrameSpacing;
        while (IsInTheWay(frame, arguments))
            frame -= FrameSpacing;

        return new GuestPhysicalAddress(frame);
    }

    /// <inheritdoc/>
    public HypercallStatus CallRtas(uint token, ReadOnlySpan<uint> arguments, Span<uint> returns)
    {
        Span<byte> buffer = stackalloc byte[MaximumFrameSize];
        var frame = buffer[..((HeaderWords + arguments.Length + returns.Length) * sizeof(uint))];

        // Linux clears its return words before a call, so that those a call does not store read 0.
        frame.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(frame, token);
        BinaryPrimitives.WriteUInt32BigEndian(frame[4..], (uint)arguments.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame[8..], (uint)returns.Length);
        for (var index = 0; index < arguments.Length; index++)
            BinaryPrimitives.WriteUInt32BigEndian(frame[((HeaderWords + index) * sizeof(uint))..], arguments[index]);

        var address = PlaceFrame(arguments);
        machine.Memory.TryWrite(address, frame);
        Span<ulong> registers = stackalloc ulong[HypercallFrame.SlotCount];
        registers.Clear();
        registers[0] = address.Value;
        var status = CallHypercall(HypercallNumber, registers);
        machine.Memory.TryRead(address, frame);
        for (var index = 0; index < returns.Length; index++)
            returns[index] = BinaryPrimitives.ReadUInt32BigEndian(frame[((HeaderWords + arguments.Length + index) * sizeof(uint))..]);

        return status;
    }

    /// <inheritdoc/>
    public HypercallStatus CallHypercall(ulong number, Span<ulong> registers) => machine.Hypercall(number, registers, machine.Cpus[0]);

    private static bool IsInTheWay(ulong frame, ReadOnlySpan<uint> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument < frame + MaximumFrameSize && argument + BufferSize > frame)
                return true;
        }

        return false;
    }
}
