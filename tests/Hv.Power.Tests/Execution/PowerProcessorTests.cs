using Hv.Power.Execution;
using Hv.Power.Memory;
using Hv.Power.State;
using Hv.Power.Tests.Infrastructure;

namespace Hv.Power.Tests.Execution;

/// <summary>Blocks, budgets and interrupts.</summary>
internal sealed class PowerProcessorTests
{
    private const string Sum = """
                li r3,0
                li r4,100
                mtctr r4
        loop:   add r3,r3,r4
                addi r4,r4,-1
                bdnz loop
                sc
                nop
        """;

    [Test]
    public void A_loop_runs_to_its_system_call()
    {
        using var program = new Program<BigEndian64>(Sum);
        var result = program.Run();
        Assert.That(result.Reason, Is.EqualTo(StopReason.Interrupt));
        Assert.That(result.Interrupt, Is.EqualTo(new PowerInterrupt(InterruptVector.SystemCall, Outcome.SystemCall, program.Code.Origin + 28, 0, 0, 0)));
        Assert.That(result.Completed, Is.EqualTo(3 + 300 + 1));
        Assert.That(program[3], Is.EqualTo(5050));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(5)]
    [TestCase(7)]
    [TestCase(304)]
    public void A_run_in_parts_is_the_same_run(int budget)
    {
        using var program = new Program<LittleEndian64>(Sum);
        var completed = 0L;
        RunResult result;
        do
        {
            result = program.Run(budget);
            Assert.That(result.Completed, Is.EqualTo(budget).Or.LessThan(budget).And.EqualTo(304 - completed));
            completed += result.Completed;
            Assert.That(program.State.Retired, Is.EqualTo(completed));
        }
        while (result.Reason == StopReason.Budget && completed < 304);

        Assert.That((completed, program[3]), Is.EqualTo((304, 5050)));
    }

    [Test]
    public void Nothing_runs_without_a_budget()
    {
        using var program = new Program<BigEndian64>(Sum);
        Assert.That(program.Run(0), Is.EqualTo(new RunResult(StopReason.Budget, 0, default)));
        Assert.That(program.Run(-1), Is.EqualTo(new RunResult(StopReason.Budget, 0, default)));
    }

    [TestCase("lbz r3,0(r1)", Outcome.Storage)]
    [TestCase("twi 31,r0,0", Outcome.Trap)]
    [TestCase(".long 0", Outcome.Illegal)]
    [TestCase("mfmsr r3", Outcome.Privileged)]
    [TestCase("lwzu r3,0(0)", Outcome.Illegal)]
    [TestCase("mfspr r3,272", Outcome.Privileged)]
    public void An_interrupt_is_precise(string instruction, Outcome cause)
    {
        using var program = new Program<BigEndian64>($"li r3,7\nli r4,1\n{instruction}\nli r4,2");
        program[1] = 0x8000_0000_0000_0000;
        var result = program.Run();
        Assert.That((result.Reason, result.Completed, result.Interrupt.Cause), Is.EqualTo((StopReason.Interrupt, 2L, cause)));
        Assert.That(result.Interrupt.Address, Is.EqualTo(program.Code.Origin + 8));
        Assert.That(program.State.Nia, Is.EqualTo(program.Code.Origin + 8));
        Assert.That((program[3], program[4]), Is.EqualTo((7, 1)));
    }

    [Test]
    public void A_storage_interrupt_names_the_address()
    {
        using var program = new Program<BigEndian64>("stdu r3,-8(r1)");
        program[1] = 0x4000;
        var interrupt = program.Run().Interrupt;
        Assert.That((interrupt.Vector, interrupt.DataAddress, interrupt.DataStatus), Is.EqualTo((InterruptVector.DataStorage, 0x3FF8, 0x4200_0000)));
        Assert.That(program[1], Is.EqualTo(0x4000), "RA keeps its value when the access fails");
    }

    [Test]
    public void An_access_does_not_wrap_around_the_end_of_memory()
    {
        using var program = new Program<BigEndian64>("ld r3,0(r1)\nlwz r3,5(r1)\nlwz r3,0(r2)");
        program[1] = Program<BigEndian64>.Start + Program<BigEndian64>.Size - 8;
        program[2] = ulong.MaxValue - 1;
        Assert.That(program.Run().Interrupt.DataAddress, Is.EqualTo(program[1] + 5));
        program.State.Nia += 4;
        Assert.That(program.Run().Interrupt.DataAddress, Is.EqualTo(ulong.MaxValue - 1));
    }

    [TestCase("lwarx r3,0,r1")]
    [TestCase("stdcx. r3,0,r1")]
    [TestCase("lqarx r4,0,r1")]
    [TestCase("lq r4,0(r1)")]
    [TestCase("lwat r3,r1,0")]
    public void What_must_be_aligned_causes_an_alignment_interrupt(string instruction)
    {
        using var program = new Program<BigEndian64>(instruction);
        program[1] = Program<BigEndian64>.Start + 0x101;
        var interrupt = program.Run().Interrupt;
        Assert.That((interrupt.Vector, interrupt.DataAddress), Is.EqualTo((InterruptVector.Alignment, Program<BigEndian64>.Start + 0x101)));
    }

    [TestCase("lwat r3,r1,24", 0x1CUL, false)]
    [TestCase("ldat r3,r1,25", 0x18UL, false)]
    [TestCase("lwat r3,r1,28", 0x1CUL, true)]
    [TestCase("lwat r3,r1,28", 0x20UL, false)]
    [TestCase("stdat r3,r1,24", 0x38UL, false)]
    [TestCase("stdat r3,r1,24", 0x30UL, true)]
    [TestCase("stwat r3,r1,0", 0x1CUL, true)]
    public void Atomic_operations_on_two_locations_have_them_in_one_block_of_32_bytes(string instruction, ulong offset, bool isDone)
    {
        using var program = new Program<BigEndian64>(instruction);
        program[1] = Program<BigEndian64>.Start + 0x100 + offset;
        var result = program.Run(1);
        Assert.That(result.Reason == StopReason.Budget ? Outcome.Completed : result.Interrupt.Cause, Is.EqualTo(isDone ? Outcome.Completed : Outcome.Alignment));
    }

    [TestCase("lmw r29,0(r1)")]
    [TestCase("stmw r29,0(r1)")]
    [TestCase("lswi r3,r1,8")]
    [TestCase("lswx r3,r1,r2")]
    [TestCase("stswi r3,r1,8")]
    [TestCase("stswx r3,r1,r2")]
    public void Several_registers_are_not_moved_in_little_endian_mode(string instruction)
    {
        using var little = new Program<LittleEndian64>(instruction);
        little[1] = Program<LittleEndian64>.Start;
        Assert.That(little.Run().Interrupt.Cause, Is.EqualTo(Outcome.Alignment));
        using var big = new Program<BigEndian64>(instruction);
        big[1] = Program<BigEndian64>.Start + 0x100;
        Assert.That(big.Run(1).Reason, Is.EqualTo(StopReason.Budget));
    }

    [Test]
    public void An_instruction_of_a_later_version_is_illegal_on_an_older_processor()
    {
        using var older = new Program<BigEndian64>("modsw r3,r4,r5", PowerModel.Power8);
        Assert.That(older.Run().Interrupt.Cause, Is.EqualTo(Outcome.Illegal));
        using var newer = new Program<BigEndian64>("modsw r3,r4,r5");
        Assert.That(newer.Run(1).Reason, Is.EqualTo(StopReason.Budget));
    }

    [Test]
    public void Changed_code_is_seen_after_icbi_and_isync()
    {
        using var program = new Program<BigEndian64>(
            """
                    lis r6,code@ha
                    addi r6,r6,code@l
                    lwz r5,new@l(r7)
                    bl code
                    mr r4,r3
                    stw r5,0(r6)
                    dcbst 0,r6
                    sync
                    icbi 0,r6
                    isync
                    bl code
                    sc
            new:    li r3,2
            code:   li r3,1
                    blr
            """);
        program[7] = 0x10000;
        program.Run();
        Assert.That((program[4], program[3]), Is.EqualTo((1, 2)));
    }

    [Test]
    public void A_delivered_interrupt_goes_to_its_vector_and_comes_back()
    {
        // Vectors lie below the memory: the processor stops at the fetch, which is an interrupt itself; so only the state is looked at.
        using var program = new Program<BigEndian64>("nop\nsc\nnop");
        var result = program.Run();
        program.Processor.Deliver(result.Interrupt);
        unsafe
        {
            Assert.That(program.State.Nia, Is.EqualTo(0xC00));
            Assert.That(program.State.Spr[26], Is.EqualTo(program.Code.Origin + 8));
            Assert.That(program.State.Spr[27], Is.EqualTo(MachineState.SixtyFourBit | MachineState.ProblemState));
            Assert.That(program.State.Msr, Is.EqualTo(MachineState.SixtyFourBit));
        }
    }

    [Test]
    public void A_storm_of_interrupts_ends_with_the_budget()
    {
        using var program = new Program<BigEndian64>("sc");
        program.Processor.Interrupts = InterruptMode.Deliver;
        Assert.That(program.Run(1000).Reason, Is.EqualTo(StopReason.Budget));
    }

    [Test]
    public void A_system_call_and_the_delivery_of_its_interrupt_are_one_instruction()
    {
        using var program = new Program<BigEndian64>("nop\nsc");
        program.Processor.Interrupts = InterruptMode.Deliver;
        Assert.That(program.Run(2).Completed, Is.EqualTo(2));
        Assert.That(program.State.Nia, Is.EqualTo(0xC00));
    }

    [Test]
    public void Addresses_have_32_bits_in_32_bit_mode()
    {
        using var program = new Program<BigEndian32>("lwz r3,0(r1)\naddic r4,r5,1\nadd. r6,r5,r5\nbl next\nnext: mflr r7\nsc");
        program[1] = 0xFFFF_FFFF_0001_0000;
        program[5] = 0xFFFF_FFFF;
        program.Run();
        Assert.That(program[3], Is.EqualTo(0x8061_0000), "the first instruction itself");
        Assert.That(program.State.Ca, Is.EqualTo(1), "a carry out of the word");
        unsafe
        {
            Assert.That(program.State.CrField[0], Is.EqualTo(8), "negative as a word");
        }

        Assert.That(program[7], Is.EqualTo(program.Code.Origin + 16));
    }

    [Test]
    public void The_code_of_a_large_program_is_decoded_anew_when_there_is_no_room()
    {
        using var program = new Program<BigEndian64>(string.Concat(Enumerable.Repeat("addi r3,r3,1\nb . + 4\n", 4000)) + "sc");
        program.Run();
        Assert.That(program[3], Is.EqualTo(4000));
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(6)]
    public void The_time_base_counts_instructions_when_told_to(int budget)
    {
        using var program = new Program<BigEndian64>("nop\nb . + 4\nnop\nmftb r3\nb . + 4\nmftb r4");
        program.State.CountsInstructions = 1;
        for (var done = 0; done < 6; done += budget)
            program.Run(budget);

        Assert.That((program[3], program[4]), Is.EqualTo((3, 5)));
    }

    [Test]
    public void Another_mode_is_for_another_processor()
    {
        using var program = new Program<BigEndian64>("li r3,1\nmtmsrd r4\nli r3,2");
        program.State.Msr &= ~MachineState.ProblemState;
        program[4] = 0;
        var result = program.Run();
        Assert.That((result.Reason, result.Completed), Is.EqualTo((StopReason.Mode, 2)), "32-bit mode");
        Assert.That((program[3], program.State.Nia), Is.EqualTo((1, program.Code.Origin + 8)));
    }

    [Test]
    public void An_atomic_operation_that_there_is_not_is_a_storage_interrupt()
    {
        using var program = new Program<BigEndian64>("lwat r3,r1,9");
        program[1] = Program<BigEndian64>.Start;
        var interrupt = program.Run().Interrupt;
        Assert.That((interrupt.Vector, interrupt.DataAddress, interrupt.DataStatus), Is.EqualTo((InterruptVector.DataStorage, program[1], 0x0004_0000)));
    }

    [Test]
    public void Random_numbers_are_the_same_with_the_same_seed_and_others_without()
    {
        ulong Draw(ulong seed)
        {
            using var program = new Program<BigEndian64>("darn r3,1");
            program.State.RandomState = seed;
            program.Run(1);
            return program[3];
        }

        var (first, second, other) = (Draw(7), Draw(7), Draw(8));
        Assert.That(second, Is.EqualTo(first).And.Not.EqualTo(other));
        var (random, otherRandom) = (Draw(0), Draw(0));
        Assert.That(otherRandom, Is.Not.EqualTo(random));
    }

    [Test]
    public void Running_allocates_nothing()
    {
        using var program = new Program<BigEndian64>("loop: addi r3,r3,1\nlbz r4,0(r1)\ncmpwi r4,0\nbeq loop\nb loop");
        program[1] = Program<BigEndian64>.Start;
        program.Run(1000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        program.Run(1_000_000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }
}
