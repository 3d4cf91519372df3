using System.Buffers.Binary;
using Hv.Power.Execution;
using Hv.Power.Memory;
using Hv.Power.State;
using Hv.Power.Tests.Infrastructure;

namespace Hv.Power.Tests.Instructions.VectorScalar;

/// <summary>Loads and stores of vectors: where each byte goes in both byte orders, and what happens at the end of the memory.</summary>
internal sealed class VectorStorageTests
{
    private const ulong Data = Program<BigEndian64>.Start + 0x1000;
    private const ulong End = Program<BigEndian64>.Start + Program<BigEndian64>.Size;

    /// <summary>The bytes 0 to 15 from an address on as a quadword, of elements of a size, the first of which comes first.</summary>
    [TestCase("lxvd2x", "stxvd2x", 8)]
    [TestCase("lxvw4x", "stxvw4x", 4)]
    [TestCase("lxvh8x", "stxvh8x", 2)]
    [TestCase("lxvb16x", "stxvb16x", 1)]
    [TestCase("lxvx", "stxvx", 16)]
    public void Elements_are_in_the_order_of_memory(string load, string store, int size)
    {
        AssertOrder<BigEndian64>(load, store, size);
        AssertOrder<LittleEndian64>(load, store, size);
    }

    [TestCase("lvebx v1,0,r3", 1)]
    [TestCase("lvehx v1,0,r3", 2)]
    [TestCase("lvewx v1,0,r3", 4)]
    [TestCase("lvx v1,0,r3", 16)]
    public void An_element_is_loaded_to_its_place_in_a_quadword(string instruction, int size)
    {
        AssertPlace<BigEndian64>(instruction, size);
        AssertPlace<LittleEndian64>(instruction, size);
    }

    [TestCase("stvebx v1,0,r3", 1)]
    [TestCase("stvehx v1,0,r3", 2)]
    [TestCase("stvewx v1,0,r3", 4)]
    [TestCase("stvx v1,0,r3", 16)]
    public void An_element_is_stored_from_its_place_in_a_quadword(string instruction, int size)
    {
        AssertStored<BigEndian64>(instruction, size);
        AssertStored<LittleEndian64>(instruction, size);
    }

    [Test]
    public void A_length_says_how_much_is_loaded([Values(0, 1, 5, 15, 16, 17, 255)] int length)
    {
        var count = Math.Min(length, 16);
        Assert.That(Loaded<BigEndian64>("lxvl", length), Is.EqualTo(First(count)));
        Assert.That(Loaded<BigEndian64>("lxvll", length), Is.EqualTo(First(count)));
        Assert.That(Loaded<LittleEndian64>("lxvl", length), Is.EqualTo(BinaryPrimitives.ReverseEndianness(First(count))));
        Assert.That(Loaded<LittleEndian64>("lxvll", length), Is.EqualTo(First(count)));
    }

    [TestCase("stxvx vs1,0,r3")]
    [TestCase("stxvd2x vs1,0,r3")]
    [TestCase("stxv vs1,0(r3)")]
    [TestCase("stxvl vs1,r3,r4")]
    [TestCase("stxvll vs1,r3,r4")]
    public void A_store_over_the_end_of_memory_stores_nothing(string instruction)
    {
        using var program = new Program<LittleEndian64>($"{instruction}\nsc");
        Enable(ref program.State);
        program[3] = End - 8;
        program[4] = 16UL << 56;
        program.State.Vsr(1) = UInt128.MaxValue;
        Assert.That(program.Run().Interrupt.Cause, Is.EqualTo(Outcome.Storage));
        Assert.That(program.Bytes(End - 8, 8).ToArray(), Is.All.Zero);
    }

    [TestCase("lxvl vs1,r3,r4")]
    [TestCase("stxvll vs1,r3,r4")]
    public void A_length_of_zero_accesses_nothing(string instruction)
    {
        using var program = new Program<BigEndian64>($"{instruction}\nsc");
        Enable(ref program.State);
        program[3] = 0;
        program[4] = ulong.MaxValue >> 8;
        Assert.That(program.Run().Interrupt.Cause, Is.EqualTo(Outcome.SystemCall));
    }

    [TestCase("lxvx vs31,0,r3", MachineState.VectorScalar, Outcome.VectorScalarUnavailable)]
    [TestCase("lxvx vs32,0,r3", MachineState.Vector, Outcome.VectorUnavailable)]
    [TestCase("stxvl vs31,r3,r4", MachineState.VectorScalar, Outcome.VectorScalarUnavailable)]
    [TestCase("stxvl vs32,r3,r4", MachineState.Vector, Outcome.VectorUnavailable)]
    [TestCase("lxvd2x vs63,0,r3", MachineState.VectorScalar, Outcome.VectorScalarUnavailable)]
    [TestCase("lxsd v0,0(r3)", MachineState.Vector, Outcome.VectorUnavailable)]
    [TestCase("mfvsrd r5,vs0", MachineState.FloatingPoint, Outcome.FloatingPointUnavailable)]
    [TestCase("mfvsrd r5,vs32", MachineState.Vector, Outcome.VectorUnavailable)]
    [TestCase("mtvsrdd vs0,r3,r4", MachineState.VectorScalar, Outcome.VectorScalarUnavailable)]
    [TestCase("lvsl v0,0,r3", MachineState.Vector, Outcome.VectorUnavailable)]
    public void A_register_belongs_to_a_facility(string instruction, ulong needed, Outcome unavailable)
    {
        using var program = new Program<BigEndian64>($"{instruction}\nsc");
        program[3] = Data;
        Enable(ref program.State);
        program.State.Msr &= ~needed;
        Assert.That(program.Run().Interrupt.Cause, Is.EqualTo(unavailable));
        program.State.Msr = (program.State.Msr & ~(MachineState.FloatingPoint | MachineState.Vector | MachineState.VectorScalar)) | needed;
        Assert.That(program.Run().Interrupt.Cause, Is.EqualTo(Outcome.SystemCall));
    }

    private static void AssertOrder<TMode>(string load, string store, int size)
        where TMode : struct, IProcessorMode
    {
        using var program = new Program<TMode>($"{load} vs40,0,r3\n{store} vs40,0,r4\nsc");
        Enable(ref program.State);
        program[3] = Data;
        program[4] = Data + 35;
        FillWithIndices(program.Bytes(Data, 16));
        Assert.That(program.Run().Interrupt.Cause, Is.EqualTo(Outcome.SystemCall));
        UInt128 expected = 0;
        for (var index = 0; index < 16; index++)
        {
            var inElement = TMode.IsBigEndian ? index % size : size - 1 - (index % size);
            expected = (expected << 8) | (uint)((index / size * size) + inElement);
        }

        Assert.That(program.State.Vsr(40), Is.EqualTo(expected));
        Assert.That(program.Bytes(Data + 35, 16).ToArray(), Is.EqualTo(program.Bytes(Data, 16).ToArray()));
    }

    private static void AssertPlace<TMode>(string instruction, int size)
        where TMode : struct, IProcessorMode
    {
        for (var offset = 0; offset < 16; offset++)
        {
            using var program = new Program<TMode>($"{instruction}\nsc");
            Enable(ref program.State);
            program[3] = Data + (ulong)offset;
            program.Bytes(Data, 16).Fill(0xFF);
            program.Run();

            // A store of all of the register shows the same bytes as were loaded, those of the element.
            var expected = new byte[16];
            expected.AsSpan(offset / size * size, size).Fill(0xFF);
            Assert.That(Stored<TMode>(program.State.Vr(1)), Is.EqualTo(expected), $"at {offset}");
        }
    }

    private static void AssertStored<TMode>(string instruction, int size)
        where TMode : struct, IProcessorMode
    {
        for (var offset = 0; offset < 16; offset++)
        {
            using var program = new Program<TMode>($"{instruction}\nsc");
            Enable(ref program.State);
            program[3] = Data + (ulong)offset;
            program.State.Vr(1) = UInt128.MaxValue;
            program.Run();
            var expected = new byte[16];
            expected.AsSpan(offset / size * size, size).Fill(0xFF);
            Assert.That(program.Bytes(Data, 16).ToArray(), Is.EqualTo(expected), $"at {offset}");
        }
    }

    private static byte[] Stored<TMode>(UInt128 value)
        where TMode : struct, IProcessorMode
    {
        var bytes = new byte[16];
        if (TMode.IsBigEndian)
            BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        else
            BinaryPrimitives.WriteUInt128LittleEndian(bytes, value);

        return bytes;
    }

    private static UInt128 Loaded<TMode>(string mnemonic, int length)
        where TMode : struct, IProcessorMode
    {
        using var program = new Program<TMode>($"{mnemonic} vs1,r3,r4\nsc");
        Enable(ref program.State);
        program[3] = Data;
        program[4] = ((ulong)length << 56) | 0x1234;
        FillWithIndices(program.Bytes(Data, 16));
        program.State.Vsr(1) = UInt128.MaxValue;
        Assert.That(program.Run().Interrupt.Cause, Is.EqualTo(Outcome.SystemCall));
        return program.State.Vsr(1);
    }

    /// <summary>The first ones of the bytes 0 to 15, and zeros.</summary>
    private static UInt128 First(int count)
    {
        UInt128 value = 0;
        for (var index = 0; index < 16; index++)
            value = (value << 8) | (index < count ? (uint)index : 0);

        return value;
    }

    private static void FillWithIndices(Span<byte> bytes)
    {
        for (var index = 0; index < bytes.Length; index++)
            bytes[index] = (byte)index;
    }

    private static void Enable(ref PowerState state) =>
        state.Msr |= MachineState.FloatingPoint | MachineState.Vector | MachineState.VectorScalar;
}
