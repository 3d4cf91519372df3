using System.Globalization;
using System.Text;
using Hv.Devices.Bridges;
using Hv.Devices.Edu;
using Hv.Pseries.Pci;
using Hv.Pseries.Tests.Vio;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Migration.Streams;
using Hv.Testing;

namespace Hv.Pseries.Tests.Migration;

/// <summary>
/// A machine of any version and a guest that does whatever changes state: windows and entries, messages, configuration spaces, clocks,
/// NVRAM, terminals, interrupt sources, events, devices and their timers, RAM. What it does follows from a seed alone, and what it
/// gets is told as text, so that two machines in the same state say the same.
/// </summary>
internal sealed class RandomGuest : IDisposable
{
    private const ulong RamSize = 8 << 20;
    private const ulong Frame = RamSize - 4096;
    private const ulong List = RamSize - 8192;
    private const ulong Bus64 = 0x0800_0000_0000_0000;
    private const uint PhbHigh = 0x0800_0000;
    private const uint PhbLow = 0x2000_0000;
    private const uint VioUnit = 0x2000;

    private static readonly DateTimeOffset Start = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private static readonly uint[] Functions = [3 << 11, 4 << 11, (1 << 16) | (2 << 11), 5 << 11];

    private readonly TestClock _clock = new(Start);
    private readonly ulong[] _registers = new ulong[HypercallFrame.SlotCount];

    public RandomGuest(MachineVersion version, bool isEmpty = false)
    {
        Machine = (PseriesMachine)version.Create();
        Machine.Options = new MachineOptions { RamSize = RamSize, Cpus = 2, Clock = _clock };
        Machine.HandlerFailed += exception => throw new InvalidOperationException("A handler failed.", exception);
        if (!isEmpty)
        {
            Machine.CreateDevice<PciToPciBridge>("bridge", ("chassis_nr", "1"), ("addr", "4"), ("msi", "on"));
            Machine.CreateDevice<Edu>("front", ("addr", "3"));
            Machine.CreateDevice<Edu>("behind", ("bus", "bridge"), ("addr", "2"));
            Machine.CreateDevice<MessageDevice>("messages", ("addr", "5"));
            Machine.CreateDevice<MappingDevice>(properties: ("reg", $"{VioUnit}"));
            Machine.CreateDevice<PciHostBridge>(properties: ("index", "1"));
        }

        Machine.Realize();
    }

    public PseriesMachine Machine { get; }

    /// <summary>Compares streams, which are megabytes: at once, and byte by byte only to tell where they differ.</summary>
    public static void AssertSame(byte[] actual, byte[] expected, string what)
    {
        if (!actual.AsSpan().SequenceEqual(expected))
            Assert.That(actual, Is.EqualTo(expected), what);
    }

    /// <summary>The whole machine as a stream.</summary>
    public byte[] Save()
    {
        using var stream = new MemoryStream();
        MigrationStream.Save(Machine, stream);
        return stream.ToArray();
    }

    /// <summary>Takes the machine from a stream.</summary>
    public void Load(ReadOnlyMemory<byte> content)
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        MigrationStream.Load(Machine, stream);
    }

    /// <summary>
    /// Takes the machine over from another host, whose wall clock is right as this one's: while both stand, that which is behind is
    /// set.
    /// </summary>
    /// <returns>The stream.</returns>
    public byte[] MoveFrom(params ReadOnlySpan<RandomGuest> sources)
    {
        var now = _clock.GetUtcNow();
        foreach (var source in sources)
            now = source._clock.GetUtcNow() > now ? source._clock.GetUtcNow() : now;

        foreach (var guest in (RandomGuest[])[this, .. sources])
        {
            guest.Machine.Clock.Stop();
            guest._clock.Advance(now - guest._clock.GetUtcNow());
        }

        var stream = sources[0].Save();
        Load(stream);

        // Each host counts its logs; all else is to be the same.
        Machine.NextLogId = sources[0].Machine.NextLogId;
        foreach (var guest in (RandomGuest[])[this, .. sources])
            guest.Machine.Clock.Start();

        return stream;
    }

    /// <summary>Does so much, and tells what came of it.</summary>
    public string Run(Random random, int steps)
    {
        var text = new StringBuilder();
        for (var step = 0; step < steps; step++)
            text.Append(CultureInfo.InvariantCulture, $"{step}: {Step(random)}\n");

        return text.ToString();
    }

    /// <summary>Makes an RTAS call, which must succeed.</summary>
    public void Call(string name, int returns, params ReadOnlySpan<uint> arguments)
    {
        if (!Machine.Rtas.TryGetToken(name, out var token))
            throw new ArgumentException($"There is no RTAS call '{name}'.", nameof(name));

        Assert.That(Rtas(token, returns, arguments), Does.StartWith($"0x{token:x} Success {Frame:x} 0 0 0 "));
    }

    public void Dispose() => Machine.Dispose();

    private string Step(Random random) => random.Next(24) switch
    {
        0 => Rtas(0x2027, 4, Functions[0], PhbHigh, PhbLow, random.Next(2) == 0 ? 12u : 16u, (uint)random.Next(18, 30)),
        1 => random.Next(3) == 0 ? Rtas(0x2028, 1, Window(random)) : "",
        2 => random.Next(4) == 0 ? Rtas(0x2029, 1, Functions[0], PhbHigh, PhbLow) : "",
        3 or 4 or 5 => Hypercall(0x20, Window(random), Address(random), Tce(random)),
        6 => Hypercall(0x138, Window(random), Address(random), Tce(random), (ulong)random.Next(3000)),
        7 => PutList(random),
        8 => Hypercall(0x1C, Window(random), Address(random)),
        9 => Rtas(0x2019, 4, Function(random), PhbHigh, PhbLow, (uint)random.Next(1, 5), (uint)random.Next(3), 0),
        10 => Rtas(0x2018, 3, Function(random), PhbHigh, PhbLow, 0),
        11 or 12 => Rtas(0x2017, 1, Register(random), PhbHigh, PhbLow, 2, (uint)random.Next(1 << 16)),
        13 => Rtas(0x2016, 2, Register(random), PhbHigh, PhbLow, 2),
        14 => Rtas(0x2002, 1, (uint)random.Next(1971, 2200), (uint)random.Next(1, 13), (uint)random.Next(1, 29), (uint)random.Next(24), 3, 4, 0),
        15 => Rtas(0x2001, 8),
        16 => Rtas(0x2013, 2, (uint)random.Next(0x2000), (uint)random.Next(1 << 20), (uint)random.Next(64)),
        17 => Rtas(0x200A, 1, Source(random), (uint)random.Next(2), (uint)random.Next(256)) + Rtas(0x200B, 3, Source(random)),
        18 => Rtas(0x200C + (uint)random.Next(2), 1, Source(random)) + Rtas(0x200B, 3, Source(random)),
        19 => Terminal(random),
        20 => Event(random),
        21 => Device(random),
        22 => Transfer(random),
        _ => Time(random),
    };

    private string PutList(Random random)
    {
        for (var index = 0u; index < 512; index++)
            Machine.Memory.TryWriteUInt32(new GuestPhysicalAddress(List + (index * 4)), (uint)random.Next() & 0x7FF007);

        return Hypercall(0x13C, Window(random), Address(random), List, (ulong)random.Next(520));
    }

    private string Terminal(Random random)
    {
        Span<byte> characters = stackalloc byte[random.Next(5)];
        random.NextBytes(characters);
        var count = Machine.FirstVty?.Receive(characters);
        return $"vty takes {count}, {(random.Next(2) == 0 ? Hypercall(0x54, 0x7100_0000) : "")}";
    }

    private string Event(Random random) => random.Next(4) switch
    {
        0 => $"{Machine.RequestShutdown()}",
        1 => Register(),
        2 => Rtas(0x202B, 1, (uint)random.Next(1 << 22), (uint)random.Next(1 << 22)),
        _ => Rtas(0x200E, 1, 0, 0, 0xFFFF_FFFF, 0, (uint)random.Next(1 << 20), 200),
    };

    /// <summary>Firmware tells where it has put the RTAS code.</summary>
    private string Register()
    {
        Machine.RtasBase ??= 0x10_0000;
        return $"rtas at 0x{Machine.RtasBase:x}";
    }

    private string Device(Random random)
    {
        var devices = Machine.Devices.OfType<Edu>().ToList();
        if (devices.Count == 0)
            return "";

        var edu = devices[random.Next(devices.Count)];
        var register = random.Next(8) switch { 0 => 0x04u, 1 => 0x08u, 2 => 0x20u, 3 => 0x60u, 4 => 0x64u, 5 => 0x80u, 6 => 0x88u, _ => 0x90u };
        lock (Machine.Lock)
        {
            edu.WriteRegister(register, 4, register switch
            {
                0x80 or 0x88 => random.Next(2) == 0 ? 0x4_0000u + (uint)random.Next(2048) : (uint)Address(random),
                0x90 => (uint)random.Next(2048),
                0x20 => (uint)random.Next(256),
                _ => (uint)random.Next(8),
            });
            if (random.Next(3) == 0)
                edu.WriteRegister(0x98, 4, (uint)random.Next(8));

            return string.Join(' ', new ulong[] { 0x04, 0x08, 0x20, 0x24, 0x80, 0x88, 0x90, 0x98 }.Select(offset => edu.ReadRegister(offset, 4)));
        }
    }

    private string Transfer(Random random)
    {
        var bridge = Machine.HostBridges.First();
        var buffer = new byte[random.Next(64)];
        random.NextBytes(buffer);
        var address = Address(random);
        return random.Next(2) == 0
            ? $"{bridge.Dma.Write(address, buffer)}"
            : $"{bridge.Dma.Read(address, buffer)} {Convert.ToHexString(buffer)}";
    }

    private string Time(Random random)
    {
        _clock.Advance(TimeSpan.FromMilliseconds(random.Next(60)));
        return $"tb {Machine.Timebase.Ticks} lines {string.Join(' ', Machine.Interrupts.All.Where(source => source.Line.IsAsserted))}";
    }

    private static uint Window(Random random) => random.Next(8) switch
    {
        < 3 => 0x8000_0000,
        < 6 => 0x8000_0001,
        6 => VioUnit,
        _ => 0x8000_0100,
    };

    private static ulong Address(Random random) => (random.Next(2) == 0 ? 0 : Bus64) + ((ulong)random.Next(1 << 12) << 12);

    private static ulong Tce(Random random) => ((ulong)random.Next((int)(RamSize >> 12)) << 12) | (uint)random.Next(4);

    private static uint Function(Random random) => Functions[random.Next(Functions.Length)];

    private static uint Register(Random random) => Function(random) | (uint)(random.Next(0x50) << 1);

    private static uint Source(Random random) => 0x1000 + (uint)random.Next(0x410);

    private string Rtas(uint token, int returns, params ReadOnlySpan<uint> arguments)
    {
        var place = Frame;
        foreach (var word in (ReadOnlySpan<uint>)[token, (uint)arguments.Length, (uint)returns, .. arguments, .. new uint[returns]])
        {
            Machine.Memory.TryWriteUInt32(new GuestPhysicalAddress(place), word);
            place += sizeof(uint);
        }

        var status = Hypercall(0xF000, Frame);
        var words = Enumerable.Range(0, returns).Select(index =>
            Machine.Memory.TryReadUInt32(new GuestPhysicalAddress(place - (ulong)((returns - index) * sizeof(uint))), out var word) ? word : 0);
        return $"0x{token:x} {status} {string.Join(' ', words)} ";
    }

    private string Hypercall(ulong number, params ReadOnlySpan<ulong> arguments)
    {
        _registers.AsSpan().Clear();
        arguments.CopyTo(_registers);
        var status = Machine.Hypercall(number, _registers, Machine.Cpus[0]);
        return $"{status} {_registers[0]:x} {_registers[1]:x} {_registers[2]:x}";
    }
}
