using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Hv.Power.Cpu;
using Hv.Power.Execution;
using Hv.Power.Instructions;
using Hv.Power.State;
using Hv.Power.Tests.Infrastructure;
using Hv.Power.Translation;
using Hv.Runtime.Memory;

namespace Hv.Power.Tests.Cpu;

/// <summary>
/// Systems of random words, with random page tables, segments and machine states, in all modes and on all models: interrupts, and nothing else.
/// </summary>
public sealed unsafe class HostileGuestTests
{
    private const ulong RamSize = 1 << 20;
    private const ulong TableAddress = 0x8_0000;
    private const int TableShift = 18;
    private const int Rounds = 400;
    private const int BudgetOfRound = 10_000;
    private const long MostAllocated = 16 << 20;

    private static readonly (uint Value, uint Any)[] Forms =
        [.. PowerIsa.Instructions.Select(instruction => (instruction.Value, ~instruction.Mask))];

    private static readonly PowerModel[] Models = [PowerModel.Power7, PowerModel.Power8, PowerModel.Power9];

    [Test]
    public void Random_systems_do_no_harm([Range(1, 3)] int seed, [Values] bool isRadix)
    {
        var random = new RandomBits((ulong)seed * 2 + (isRadix ? 1UL : 0));
        using var memory = new GuestMemory(RamSize);
        var devices = new AddressSpace("devices");
        using var registers = new RamBlock("registers", 0x1000);
        devices.Map(registers, RamSize + 0x1000);
        using var partition = new PowerPartition(memory, devices)
        {
            HashTableMemory = new GuestTableMemory(memory), HashTable = new HashedPageTable(TableAddress, TableShift), ProcessTable = new ProcessTable(0x1000, 0),
        };
        using var group = new PowerCpuGroup(Models[isRadix ? 2 : seed % 3], partition, count: 2);
        var completed = 0L;
        var interrupts = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < Rounds; round++)
        {
            Fill(memory, ref random, isRadix);
            group.FlushTranslations();
            foreach (var cpu in group.Cpus)
            {
                SetState(cpu, ref random, isRadix);
                for (var left = (long)BudgetOfRound; left > 0;)
                {
                    var result = cpu.Run(left);
                    Assert.That(result.Completed, Is.InRange(0, left));
                    completed += result.Completed;
                    left -= result.Completed;
                    if (result.Reason == StopReason.Checkstop)
                    {
                        SetState(cpu, ref random, isRadix);
                        left--;
                    }
                    else if (result.Reason == StopReason.Hypercall)
                    {
                        interrupts++;
                    }
                }

                Assert.That(cpu.State.Gpr[PowerState.ZeroRegister], Is.Zero);
                Assert.That(cpu.State.Msr & ~MachineState.Implemented, Is.Zero);
                Assert.That(cpu.State.Msr & MachineState.Hypervisor, Is.Zero, "a guest is never the hypervisor");
            }
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(MostAllocated));
        Assert.That(completed, Is.GreaterThan((long)Rounds * BudgetOfRound));
        TestContext.Out.WriteLine($"{completed:N0} instructions and interrupts, {interrupts} hypercalls, {group.Cpus[0].ContextsReplaced} contexts replaced");
    }

    private static void SetState(PowerCpu cpu, ref RandomBits random, bool isRadix)
    {
        ref var state = ref cpu.State;
        for (var register = 0; register < 32; register++)
            state.Gpr[register] = Address(ref random);

        for (var half = 0; half < 2 * PowerState.SlbSize; half += 2)
        {
            // Segments of both sizes, of all page sizes, some of them twice.
            var bits = random.Next();
            state.Slb[half] = (bits & 0xF000_0000) | 0x0800_0000;
            state.Slb[half + 1] = (bits & (1UL << 62)) | ((bits >> 8) & 0xF000) | ((bits >> 3) & 0xF30);
        }

        var lpcr = random.Next();
        state.Spr[SpecialRegister.Lpcr] = (lpcr & (PartitionControl.InterruptLittleEndian | PartitionControl.AlternateInterruptLocation
            | PartitionControl.LargeDecrementer | PartitionControl.GuestTranslationShootdown))
            | (isRadix ? PartitionControl.HostRadix | PartitionControl.ProcessTable : 0);
        state.Spr[SpecialRegister.Pid] = random.Next() & 7;
        state.Spr[SpecialRegister.Dawr] = Address(ref random);
        state.Spr[SpecialRegister.Dawrx] = (random.Next() & 7) == 0 ? random.Next() : 0;
        state.Spr[SpecialRegister.Ciabr] = (random.Next() & 7) == 0 ? Address(ref random) : 0;
        state.CountsInstructions = 1;
        state.RandomState = random.Next() | 1;
        state.Nia = Address(ref random);
        state.SetMachineState(random.Next() | MachineState.MachineCheck, ulong.MaxValue & ~MachineState.Hypervisor);
        state.Ask(ProcessorRequests.Context | ProcessorRequests.Flush);
    }

    private static void Fill(GuestMemory memory, ref RandomBits random, bool isRadix)
    {
        memory.TryGetSpan(default, (int)RamSize, forWrite: true, out var ram);
        foreach (ref var word in MemoryMarshal.Cast<byte, uint>(ram))
            word = Word(ref random);

        if (isRadix)
        {
            // Trees that point into themselves and out of RAM, with entries that are right beside those that are not.
            for (var process = 0; process < 8; process++)
                Put(ram, 0x1000 + (ulong)(16 * process), 0x4000_0000_0000_00AD | ((random.Next() & 0xF) << 16));

            for (var entry = 0UL; entry < 0x4000; entry += 8)
            {
                var bits = random.Next();
                var target = bits & 0x1F_FF00;
                Put(ram, 0x1_0000 + entry, (bits >> 62) switch
                {
                    0 => bits,
                    1 => 0xC000_0000_0000_0187 | (target & ~0xFFFUL),
                    _ => 0x8000_0000_0000_0009 | target,
                });
            }

            return;
        }

        // Entries of the segments above, and the rest of the table random.
        for (var group = 0UL; group < 1 << (TableShift - 7); group++)
        {
            var bits = random.Next();
            Put(ram, TableAddress + (group << 7), (bits & (1UL << 62)) | ((bits & 0xF) << 12) | ((bits >> 8) & 0x3F80) | ((bits >> 20) & 4) | 1);
            Put(ram, TableAddress + (group << 7) + 8, (random.Next() & 0x8000_0000_001F_FE3F) | 2);
        }
    }

    private static void Put(Span<byte> ram, ulong address, ulong value) =>
        BinaryPrimitives.WriteUInt64BigEndian(ram[(int)(address & (RamSize - 8))..], value);

    private static uint Word(ref RandomBits random)
    {
        var bits = random.Next();
        if ((bits >> 32) % 4 == 0)
            return (uint)bits;

        var (value, any) = Forms[(bits >> 34) % (ulong)Forms.Length];
        var word = value | ((uint)bits & any);
        return (bits >> 60) % 2 == 0 ? BinaryPrimitives.ReverseEndianness(word) : word;
    }

    private static ulong Address(ref RandomBits random)
    {
        var bits = random.Next();
        return (bits >> 61) switch
        {
            0 => bits,
            1 => 0xC000_0000_0000_0000 | (bits & (RamSize - 1)),
            2 => bits & 0xF00F_FFFF,
            _ => bits & (RamSize - 1) & ~7UL,
        };
    }
}
