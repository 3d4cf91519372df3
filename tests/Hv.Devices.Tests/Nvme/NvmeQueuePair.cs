using System.Buffers.Binary;
using System.Diagnostics;
using Hv.Runtime.Memory;

namespace Hv.Devices.Tests.Nvme;

/// <summary>A submission queue and its completion queue, as a driver uses them.</summary>
internal sealed class NvmeQueuePair
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly NvmeGuest _guest;
    private readonly GuestPhysicalAddress _submissions;
    private readonly GuestPhysicalAddress _completions;
    private int _tail;
    private int _head;
    private bool _phase = true;
    private ushort _nextId = 1;

    public NvmeQueuePair(NvmeGuest guest, int id, int size)
    {
        _guest = guest;
        Id = id;
        Size = size;
        _submissions = guest.AllocatePages(((size * 64) + 4095) / 4096);
        _completions = guest.AllocatePages(((size * 16) + 4095) / 4096);
    }

    public int Id { get; }

    public int Size { get; }

    public ulong Submissions => _guest.Bus(_submissions);

    public ulong Completions => _guest.Bus(_completions);

    /// <summary>Fills in an entry; the controller is not told.</summary>
    /// <returns>The command's number.</returns>
    public ushort Add(NvmeEntry entry)
    {
        var id = _nextId++;
        _guest.Test.Write(_submissions + ((ulong)_tail * 64), entry.ToBytes(id));
        _tail = (_tail + 1) % Size;
        return id;
    }

    /// <summary>Tells the controller of the entries.</summary>
    public void Ring() => _guest.WriteRegister(0x1000 + ((uint)Id * 8), (uint)_tail);

    /// <summary>Looks for a completion, without waiting.</summary>
    public NvmeAnswer? Poll(bool rings = true)
    {
        var entry = _guest.Test.Read(_completions + ((ulong)_head * 16), 16);
        var status = BinaryPrimitives.ReadUInt16LittleEndian(entry.AsSpan(14));
        if ((status & 1) != 0 != _phase)
            return null;

        _head = (_head + 1) % Size;
        if (_head == 0)
            _phase = !_phase;

        if (rings)
            Acknowledge();

        return new NvmeAnswer(
            BinaryPrimitives.ReadUInt16LittleEndian(entry.AsSpan(12)), (ushort)(status >> 1), BinaryPrimitives.ReadUInt32LittleEndian(entry),
            BinaryPrimitives.ReadUInt16LittleEndian(entry.AsSpan(8)), BinaryPrimitives.ReadUInt16LittleEndian(entry.AsSpan(10)));
    }

    /// <summary>Tells the controller which completions were taken.</summary>
    public void Acknowledge() => _guest.WriteRegister(0x1004 + ((uint)Id * 8), (uint)_head);

    /// <summary>Waits for a completion.</summary>
    public NvmeAnswer Wait(bool rings = true)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (Poll(rings) is { } answer)
                return answer;

            Assert.That(waited.Elapsed, Is.LessThan(Patience), $"Queue {Id} has no completion; CSTS 0x{_guest.Status:x}.");
            Thread.Sleep(0);
        }
    }

    /// <summary>Runs a command.</summary>
    public NvmeAnswer Run(NvmeEntry entry)
    {
        var id = Add(entry);
        Ring();
        var answer = Wait();
        Assert.That((answer.Id, answer.Queue), Is.EqualTo((id, (ushort)Id)));
        return answer;
    }
}
