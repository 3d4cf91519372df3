using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;

namespace Hv.Cli.Tests.Infrastructure;

/// <summary>A driver of the NVMe controller in slot 3 of a pseries-2.4 machine, which speaks qtest: one command at a time.</summary>
internal sealed class NvmeQtestDriver
{
    private const ulong Registers = 0x100_A000_0000;
    private const ulong Arguments = 0x1000;
    private const ulong Submissions = 0x10_0000;
    private const ulong Completions = 0x10_1000;
    private const ulong IoSubmissions = 0x10_2000;
    private const ulong IoCompletions = 0x10_3000;
    private const ulong Data = 0x10_4000;
    private const ulong End = 0x10_6000;
    private const int QueueSize = 16;

    private readonly LibqtestProcess _process;
    private readonly int[] _places = new int[2];

    /// <summary>Gives the function its addresses, maps memory for it, enables it, and makes a pair of I/O queues.</summary>
    public NvmeQtestDriver(LibqtestProcess process)
    {
        _process = process;
        Configure(0x10, 4, 0x8000_0000);
        Configure(0x14, 4, 0);
        Configure(0x04, 2, 0x6);
        for (var page = Submissions; page < End; page += 0x1000)
            Assert.That(_process.Qtest($"hcall 0x20 0x80000000 0x{page:x} 0x{page | 3:x}"), Does.StartWith("OK 0x0000000000000000"));

        WriteRegister(0x24, (QueueSize - 1) | ((QueueSize - 1) << 16));
        WriteRegister(0x28, (uint)Submissions);
        WriteRegister(0x2C, 0);
        WriteRegister(0x30, (uint)Completions);
        WriteRegister(0x34, 0);
        WriteRegister(0x14, 0x0046_0001);
        Assert.That(Run(0, Entry(0x05, IoCompletions, 1 | ((QueueSize - 1) << 16), 1)), Is.Zero);
        Assert.That(Run(0, Entry(0x01, IoSubmissions, 1 | ((QueueSize - 1) << 16), 1 | (1 << 16))), Is.Zero);
    }

    /// <summary>Writes blocks of 512 bytes.</summary>
    /// <returns>The status.</returns>
    public int Write(uint block, byte[] content)
    {
        WriteMemory(Data, content);
        return Run(1, Entry(0x01, Data, block, 0, (uint)(content.Length / 512) - 1));
    }

    /// <summary>Writes blocks, and does not wait.</summary>
    public void StartWrite(uint block, byte[] content)
    {
        WriteMemory(Data, content);
        Submit(1, Entry(0x01, Data, block, 0, (uint)(content.Length / 512) - 1));
    }

    /// <summary>Reads blocks of 512 bytes.</summary>
    public byte[] Read(uint block, int count)
    {
        Assert.That(Run(1, Entry(0x02, Data, block, 0, (uint)count - 1)), Is.Zero);
        return ReadMemory(Data, count * 512);
    }

    /// <summary>Flushes.</summary>
    /// <returns>The status.</returns>
    public int Flush() => Run(1, Entry(0x00, 0, 0, 0));

    private static byte[] Entry(byte opcode, ulong data, uint word10, uint word11, uint word12 = 0)
    {
        var entry = new byte[64];
        entry[0] = opcode;
        entry[4] = 1;
        BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(24), data);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(40), word10);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(44), word11);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(48), word12);
        return entry;
    }

    private void Submit(int queue, byte[] entry)
    {
        var place = _places[queue] % QueueSize;
        WriteMemory((queue == 0 ? Submissions : IoSubmissions) + ((ulong)place * 64), entry);
        _places[queue]++;
        WriteRegister(0x1000 + ((uint)queue * 8), (uint)(_places[queue] % QueueSize));
    }

    private int Run(int queue, byte[] entry)
    {
        var place = _places[queue];
        var phase = place / QueueSize % 2 == 0 ? 1 : 0;
        Submit(queue, entry);
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var completion = ReadMemory((queue == 0 ? Completions : IoCompletions) + ((ulong)(place % QueueSize) * 16), 16);
            var status = BinaryPrimitives.ReadUInt16LittleEndian(completion.AsSpan(14));
            if ((status & 1) == phase)
            {
                WriteRegister(0x1004 + ((uint)queue * 8), (uint)(_places[queue] % QueueSize));
                return status >> 1;
            }

            Assert.That(waited.Elapsed, Is.LessThan(LibqtestProcess.Patience), "The controller does not complete.");
        }
    }

    private void Configure(uint register, uint width, uint value)
    {
        Span<byte> words = stackalloc byte[20];
        uint[] arguments = [0x1800 | register, 0x0800_0000, 0x2000_0000, width, value];
        for (var index = 0; index < arguments.Length; index++)
            BinaryPrimitives.WriteUInt32BigEndian(words[(4 * index)..], arguments[index]);

        WriteMemory(Arguments, words);
        Assert.That(_process.Qtest("rtas ibm,write-pci-config 5 0x1000 1 0x1100"), Is.EqualTo("OK 0"));
    }

    private void WriteRegister(uint register, uint value)
    {
        Span<byte> content = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(content, value);
        WriteMemory(Registers + register, content);
    }

    private void WriteMemory(ulong address, ReadOnlySpan<byte> content) => Assert.That(
        _process.Qtest(string.Create(CultureInfo.InvariantCulture, $"write 0x{address:x} {content.Length} 0x{Convert.ToHexStringLower(content)}")),
        Is.EqualTo("OK"));

    private byte[] ReadMemory(ulong address, int length) => Convert.FromHexString(
        _process.Qtest(string.Create(CultureInfo.InvariantCulture, $"read 0x{address:x} {length}"))["OK 0x".Length..]);
}
