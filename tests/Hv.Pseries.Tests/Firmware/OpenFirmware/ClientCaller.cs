using System.Buffers.Binary;
using System.Text;
using Hv.Pseries.Firmware.OpenFirmware;
using Hv.Pseries.Versions;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Testing;

namespace Hv.Pseries.Tests.Firmware.OpenFirmware;

/// <summary>A machine whose kernel, four bytes that nobody executes, calls its firmware as the test says.</summary>
internal sealed class ClientCaller : IDisposable
{
    public const uint Failed = uint.MaxValue;
    public const ulong RamSize = 64 << 20;
    public const uint Buffer = 0x80_0000;

    private const uint Frame = 0x70_0000;
    private const uint Texts = 0x71_0000;
    private const uint TextSize = 0x800;

    public ClientCaller(int cpus = 1)
    {
        Test = new TestMachine<Pseries_7_2>(new MachineOptions
        {
            RamSize = RamSize,
            Cpus = cpus,
            Boot = new BootOptions { Kernel = "kernel", KernelContent = new byte[] { 0x48, 0, 0, 0 } },
        });
    }

    public TestMachine<Pseries_7_2> Test { get; }

    public Pseries_7_2 Machine => Test.Machine;

    public ClientInterface Client => Machine.Boot.Client!;

    /// <summary>Calls a service; texts stand for their addresses, and the first result is returned.</summary>
    public uint Call(string service, params object[] arguments) => CallAll(service, 1, arguments)[0];

    /// <summary>Calls a service that has several results.</summary>
    public uint[] CallAll(string service, int results, params object[] arguments)
    {
        Assert.That(TryCall(service, results, out var values, arguments), Is.EqualTo(HypercallStatus.Success), service);
        return values;
    }

    public HypercallStatus TryCall(string service, int results, out uint[] values, params object[] arguments)
    {
        var cells = new List<uint> { Text(0, service), (uint)arguments.Length, (uint)results };
        for (var index = 0; index < arguments.Length; index++)
            cells.Add(arguments[index] is string text ? Text(index + 1, text) : Convert.ToUInt32(arguments[index]));

        for (var index = 0; index < cells.Count + results; index++)
            Test.Memory.TryWriteUInt32(At(Frame + (uint)(index * 4)), index < cells.Count ? cells[index] : 0xA5A5A5A5);

        var status = Client.Call(Machine.Processors.First(), Frame);
        values = new uint[results];
        for (var index = 0; index < results; index++)
            Test.Memory.TryReadUInt32(At(Frame + (uint)((cells.Count + index) * 4)), out values[index]);

        return status;
    }

    /// <summary>The text in the buffer.</summary>
    public string ReadText(uint address = Buffer)
    {
        var bytes = Read(address, 256);
        return Encoding.ASCII.GetString(bytes, 0, Array.IndexOf(bytes, (byte)0));
    }

    public byte[] Read(uint address, int count)
    {
        var bytes = new byte[count];
        Assert.That(Test.Memory.TryRead(At(address), bytes), Is.True);
        return bytes;
    }

    public void Write(uint address, ReadOnlySpan<byte> bytes) => Assert.That(Test.Memory.TryWrite(At(address), bytes), Is.True);

    /// <summary>A property of one cell.</summary>
    public uint Cell(uint node, string name)
    {
        Assert.That(Call("getprop", node, name, Buffer, 4), Is.EqualTo(4), name);
        return BinaryPrimitives.ReadUInt32BigEndian(Read(Buffer, 4));
    }

    public void Dispose() => Test.Dispose();

    private static GuestPhysicalAddress At(uint address) => new(address);

    private uint Text(int place, string text)
    {
        var address = Texts + ((uint)place * TextSize);
        Write(address, Encoding.ASCII.GetBytes(text + '\0'));
        return address;
    }
}
