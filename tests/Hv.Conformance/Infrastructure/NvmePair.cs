using System.Buffers.Binary;
using Hv.Devices.Tests.Nvme;
using Hv.Pseries.Pci;
using Hv.Runtime.Hypercalls;

namespace Hv.Conformance.Infrastructure;

/// <summary>The NVMe controllers of both sides, in slot 3, and a driver that gives both the same commands.</summary>
internal sealed class NvmePair
{
    /// <summary>Where data go, on the bus and in memory.</summary>
    public const ulong Page = Base + 0x8000;

    /// <summary>Pages for lists and for more data.</summary>
    public const ulong Lists = Base + 0xA000;

    private const ulong Base = 0x20_0000;
    private const ulong Submissions = Base;
    private const ulong Completions = Base + 0x2000;
    private const ulong IoSubmissions = Base + 0x4000;
    private const ulong IoCompletions = Base + 0x6000;
    private const int MappedPages = 32;
    private const uint DefaultWindow = 0x8000_0000;
    private const uint PutTce = 0x20;
    private const uint Bar = 0x9000_0000;
    private const int QueueSize = 32;
    private const int Patience = 4000;

    private readonly PeerPair _pair;
    private readonly ulong _registers;
    private readonly Action<NvmeObservation> _note;
    private readonly int[] _places = new int[2];
    private ushort _nextId = 1;

    /// <summary>Gives both functions their addresses, and maps memory for them.</summary>
    /// <param name="pair">Both sides.</param>
    /// <param name="note">Takes note of what differs.</param>
    public NvmePair(PeerPair pair, Action<NvmeObservation> note)
    {
        _pair = pair;
        _note = note;
        var program = new GuestProgram();
        for (var page = 0u; page < MappedPages; page++)
        {
            var address = Base + (page * 0x1000);
            program.Call(PutTce, DefaultWindow, address, address | 3);
            Span<ulong> registers = [DefaultWindow, address, address | 3, 0, 0, 0, 0, 0, 0];
            Assert.That(pair.Hv.Machine.Hypercall(PutTce, registers, pair.Hv.Machine.Cpus[0]), Is.EqualTo(HypercallStatus.Success));
        }

        program.Run(pair.Qemu);

        // Time stands in QEMU, which is paused again.
        pair.Hv.Machine.Clock.Stop();
        Target.Write(pair, 0x10, sizeof(uint), Bar);
        Target.Write(pair, 0x14, sizeof(uint), 0);
        Target.Write(pair, 0x04, sizeof(ushort), 6);
        var window = pair.Hv.Machine.HostBridges.First().Windows.Memory32;
        _registers = window.Address + (Bar - window.BusAddress);
    }

    /// <summary>The function.</summary>
    public static PciTarget Target { get; } = new(0, 0, 3);

    /// <summary>The setup for a machine version.</summary>
    /// <param name="version">The version.</param>
    /// <param name="image">The image of QEMU's drive.</param>
    public static MachineSetup Setup(string version, string image) => new(version)
    {
        Resets = true,
        DriveImage = image,
        Devices = [new DeviceSetup("nvme", $"serial=hv-1,drive={MachineSetup.DriveId},bus=pci.0,addr=3")],
    };

    /// <summary>Writes a register on both sides.</summary>
    public void WriteRegister(uint offset, uint value)
    {
        Span<byte> content = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(content, value);
        _pair.Write(_registers + offset, content);
    }

    /// <summary>Compares registers.</summary>
    public void CompareRegisters(uint offset, int length, string when) =>
        _pair.Read(_registers + offset, length, $"nvme register 0x{offset:x} {when}");

    /// <summary>Enables both controllers and makes a pair of I/O queues.</summary>
    public void Start()
    {
        Enable(0x0046_0001);
        Assert.That(Status(0, new NvmeEntry(0x05, 0) { Prp1 = IoCompletions, Word10 = 1 | ((QueueSize - 1) << 16), Word11 = 1 }), Is.EqualTo((0, 0)));
        Assert.That(
            Status(0, new NvmeEntry(0x01, 0) { Prp1 = IoSubmissions, Word10 = 1 | ((QueueSize - 1) << 16), Word11 = 1 | (1 << 16) }),
            Is.EqualTo((0, 0)));
    }

    /// <summary>Sets the admin queues up and writes the configuration register.</summary>
    public void Enable(uint configuration)
    {
        _pair.Write(Completions, new byte[0x1000]);
        _pair.Write(IoCompletions, new byte[0x1000]);
        Array.Clear(_places);
        WriteRegister(0x24, (QueueSize - 1) | ((QueueSize - 1) << 16));
        WriteRegister(0x28, (uint)Submissions);
        WriteRegister(0x2C, 0);
        WriteRegister(0x30, (uint)Completions);
        WriteRegister(0x34, 0);
        WriteRegister(0x14, configuration);
    }

    /// <summary>Runs a command on both sides and compares completions and the page.</summary>
    /// <param name="queue">0 for admin commands, 1 for the others.</param>
    /// <param name="entry">The command.</param>
    /// <param name="content">What the page has before.</param>
    public NvmeObservation Compare(int queue, NvmeEntry entry, byte[]? content = null)
    {
        var page = new byte[0x1000];
        content?.CopyTo(page, 0);
        _pair.Write(Page, page);
        var (qemu, hv) = Run(queue, entry);
        var observation = new NvmeObservation(
            _pair.Version, queue, entry, [.. qemu, .. _pair.Qemu.Read(Page, 0x1000)], [.. hv, .. _pair.Hv.Read(Page, 0x1000)]);
        if (!observation.Qemu.AsSpan().SequenceEqual(observation.Hv))
            _note(observation);

        return observation;
    }

    /// <summary>Writes the same to both memories.</summary>
    public void Write(ulong address, ReadOnlySpan<byte> content) => _pair.Write(address, content);

    private (int Qemu, int Hv) Status(int queue, NvmeEntry entry)
    {
        var observation = Compare(queue, entry);
        return (observation.QemuStatus, observation.HvStatus);
    }

    private (byte[] Qemu, byte[] Hv) Run(int queue, NvmeEntry entry)
    {
        var place = _places[queue]++;
        var (submissions, completions) = queue == 0 ? (Submissions, Completions) : (IoSubmissions, IoCompletions);
        _pair.Write(submissions + ((ulong)(place % QueueSize) * 64), entry.ToBytes(_nextId++, Page));
        WriteRegister(0x1000 + ((uint)queue * 8), (uint)(_places[queue] % QueueSize));
        var phase = place / QueueSize % 2 == 0 ? 1 : 0;
        var address = completions + ((ulong)(place % QueueSize) * 16);
        var answers = (Wait(() => _pair.Qemu.Read(address, 16), phase, entry), Wait(() => _pair.Hv.Read(address, 16), phase, entry));
        WriteRegister(0x1004 + ((uint)queue * 8), (uint)(_places[queue] % QueueSize));
        return answers;
    }

    private static byte[] Wait(Func<byte[]> read, int phase, NvmeEntry entry)
    {
        for (var attempt = 0; attempt < Patience; attempt++)
        {
            var completion = read();
            if ((completion[14] & 1) == phase)
                return completion;

            Thread.Sleep(attempt < 100 ? 0 : 5);
        }

        throw new TimeoutException($"{entry} does not complete.");
    }
}
