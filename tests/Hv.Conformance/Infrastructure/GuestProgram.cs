using System.Buffers.Binary;

namespace Hv.Conformance.Infrastructure;

/// <summary>
/// A program that a processor of QEMU runs from its reset on: hypercalls one after another. It leaves the status of each in memory, then
/// says that it is done and runs in place.
/// </summary>
internal sealed class GuestProgram
{
    /// <summary>Where processors start.</summary>
    private const ulong Start = 0x100;

    private const ulong ResultAddress = 0x18_0000;
    private const ulong DoneAddress = 0x18_8000;
    private const ulong Done = 0x1234_5678;
    private const int StatusRegister = 3;
    private const int AddressRegister = 30;
    private const int ValueRegister = 31;
    private const int Patience = 3000;

    private readonly List<uint> _code = [];
    private readonly List<string> _calls = [];

    /// <summary>Makes a hypercall.</summary>
    public GuestProgram Call(uint number, params ReadOnlySpan<ulong> arguments)
    {
        Load(StatusRegister, number);
        for (var index = 0; index < arguments.Length; index++)
            Load(StatusRegister + 1 + index, arguments[index]);

        // sc 1
        _code.Add(0x4400_0022);
        Store(StatusRegister, ResultAddress + (ulong)_calls.Count * sizeof(ulong));
        _calls.Add($"hypercall 0x{number:x}");
        return this;
    }

    /// <summary>Puts a value into a general-purpose register; 14 to 29 keep it.</summary>
    public GuestProgram Load(int register, ulong value)
    {
        var bits = (uint)register;

        // addis, ori: the upper half; rldicr: up by 32; oris, ori: the lower half.
        _code.Add(0x3C00_0000 | bits << 21 | (uint)(value >> 48));
        _code.Add(0x6000_0000 | bits << 21 | bits << 16 | (uint)(value >> 32) & 0xFFFF);
        _code.Add(0x7800_07C6 | bits << 21 | bits << 16);
        _code.Add(0x6400_0000 | bits << 21 | bits << 16 | (uint)(value >> 16) & 0xFFFF);
        _code.Add(0x6000_0000 | bits << 21 | bits << 16 | (uint)value & 0xFFFF);
        return this;
    }

    /// <summary>Adds an instruction as it is.</summary>
    public GuestProgram Instruction(uint word)
    {
        _code.Add(word);
        return this;
    }

    /// <summary>Runs the program on a paused machine that has never run, and pauses the machine again.</summary>
    public void Run(QemuPeer qemu)
    {
        Load(ValueRegister, Done);
        Store(ValueRegister, DoneAddress);

        // b .
        _code.Add(0x4800_0000);
        qemu.Write(DoneAddress, new byte[sizeof(ulong)]);
        qemu.Write(Start, Words.ToBytes([.. _code]));
        qemu.Qmp.Execute("cont");
        for (var attempt = 0; Word(qemu, DoneAddress) != Done; attempt++)
        {
            Assert.That(attempt, Is.LessThan(Patience), "The guest's program does not end.");
            Thread.Sleep(5);
        }

        qemu.Qmp.Execute("stop");
        for (var call = 0; call < _calls.Count; call++)
            Assert.That((long)Word(qemu, ResultAddress + (ulong)call * sizeof(ulong)), Is.Zero, $"{_calls[call]}, the {call + 1}. call");
    }

    private static ulong Word(QemuPeer qemu, ulong address) => BinaryPrimitives.ReadUInt64BigEndian(qemu.Read(address, sizeof(ulong)));

    private void Store(int register, ulong address)
    {
        Load(AddressRegister, address);

        // std
        _code.Add(0xF800_0000 | (uint)register << 21 | AddressRegister << 16);
    }
}
