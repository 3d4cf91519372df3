using System.Text;
using Hv.Power.Assembly;
using Hv.Pseries.Versions;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Migration.Streams;
using Hv.Runtime.Time;

namespace Hv.Pseries.Tests.Execution;

/// <summary>Small kernels that processors execute.</summary>
public sealed class KernelExecutionTests
{
    private const ulong Kernel = 0x40_0000;
    private const uint Arguments = 0x10_0000;
    private const uint Text = 0x10_0100;
    private const ulong Count = 0x10_0200;
    private const ulong Sum = 0x10_0208;
    private const ulong Rounds = 0x40_0000;
    private const int Patience = 60_000;

    /// <summary>Asks its firmware, whose entry is in r5, and gives up.</summary>
    private const string Asking = """
            lis     3,0x10
            mtctr   5
            bctrl
            lis     3,0x10
            ori     3,3,0x40
            mtctr   5
            bctrl
        end: b      end
        """;

    /// <summary>Counts, and adds up the time as it sees it; then it gives up as a client does.</summary>
    private const string Counting = """
            lis     17,0x10
            lis     18,0x40
            li      14,0
            li      16,0
        loop: addi  14,14,1
            mftb    15
            add     16,16,15
            std     16,0x208(17)
            std     14,0x200(17)
            cmpd    14,18
            blt     loop
            lis     3,0x10
            ori     3,3,0x40
            mtctr   5
            bctrl
        end: b      end
        """;

    [TestCase(ExecutionMode.Threads)]
    [TestCase(ExecutionMode.Deterministic)]
    public void A_kernel_calls_its_firmware_by_the_code_that_it_finds(ExecutionMode mode)
    {
        using var machine = Make(mode, Asking);
        Write(machine, Text, "/chosen\0");
        WriteCall(machine, Arguments, "finddevice", [Text], 1);
        Run(machine);
        machine.Pause();
        machine.Memory.TryReadUInt32(At(Arguments + 16), out var found);
        Assert.That(found, Is.EqualTo(machine.Boot.Client!.Tree.PhandleOf(machine.Boot.Client.Tree.Find("/chosen")!)));
    }

    [Test]
    public void A_machine_that_was_saved_midway_goes_on_as_the_one_that_was_not()
    {
        using var stays = Make(ExecutionMode.Deterministic, Counting);
        using var source = Make(ExecutionMode.Deterministic, Counting);
        using var target = Make(ExecutionMode.Deterministic, Counting);
        Run(stays);
        stays.Pause();

        source.Resume();
        Assert.That(SpinWait.SpinUntil(() => Read(source, Count) > 0, Patience), Is.True);
        source.Pause();
        Assert.That(Read(source, Count), Is.InRange(1UL, Rounds - 1), "midway");
        var stream = new MemoryStream();
        MigrationStream.Save(source, stream);
        stream.Position = 0;
        MigrationStream.Load(target, stream);
        Assert.That(target.Boot.Client, Is.Not.Null, "its firmware goes on too");
        Run(target);
        target.Pause();

        Assert.That((Read(target, Count), Read(target, Sum)), Is.EqualTo((Rounds, Read(stays, Sum))));
        Assert.That(Registers(target), Is.EqualTo(Registers(stays)));
    }

    [TestCase(ExecutionMode.Threads)]
    [TestCase(ExecutionMode.Deterministic)]
    public void A_machine_that_is_reset_while_it_runs_begins_again(ExecutionMode mode)
    {
        using var machine = Make(mode, Counting);
        machine.Resume();
        Assert.That(SpinWait.SpinUntil(() => Read(machine, Count) > 0, Patience), Is.True);
        machine.Pause();
        var before = Read(machine, Count);
        machine.Reset();
        machine.Memory.TryWrite(At(Count), new byte[8]);
        Assert.That(Registers(machine)[14], Is.Not.EqualTo(before));
        machine.Resume();
        Assert.That(SpinWait.SpinUntil(() => Read(machine, Count) > 0, Patience), Is.True, "it counts from the beginning");
        machine.Pause();
    }

    private static Pseries_7_2 Make(ExecutionMode mode, string source)
    {
        var machine = new Pseries_7_2
        {
            Options = new MachineOptions
            {
                RamSize = 64 << 20,
                Execution = mode,
                Clock = mode == ExecutionMode.Deterministic ? new VirtualClock(DateTimeOffset.UnixEpoch) : TimeProvider.System,
                Boot = new BootOptions
                {
                    Kernel = "kernel",
                    KernelContent = PowerAssembler.Assemble(source, Kernel, isBigEndian: true).Bytes.ToArray(),
                },
            },
        };
        machine.Realize();
        WriteCall(machine, Arguments + 0x40, "exit", [], 0);
        return machine;
    }

    /// <summary>Runs until the kernel gives up.</summary>
    private static void Run(Pseries_7_2 machine)
    {
        using var ended = new ManualResetEventSlim();
        machine.EventRaised += raised =>
        {
            if (raised is MachineEvent.Panicked)
                ended.Set();
        };
        machine.Resume();
        Assert.That(ended.Wait(Patience), Is.True, "the kernel ends");
    }

    private static unsafe ulong[] Registers(Pseries_7_2 machine)
    {
        ref var state = ref machine.Processors.First().Core.State;
        var registers = new ulong[33];
        for (var index = 0; index < 32; index++)
            registers[index] = state.Gpr[index];

        registers[32] = state.Nia;
        return registers;
    }

    private static ulong Read(Pseries_7_2 machine, ulong address)
    {
        var bytes = new byte[8];
        machine.Memory.TryRead(At(address), bytes);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    private static void WriteCall(Pseries_7_2 machine, uint address, string service, uint[] arguments, uint results)
    {
        var name = address + 0x400;
        Write(machine, name, service + '\0');
        uint[] cells = [name, (uint)arguments.Length, results, .. arguments];
        for (var index = 0; index < cells.Length; index++)
            machine.Memory.TryWriteUInt32(At(address + ((ulong)index * 4)), cells[index]);
    }

    private static void Write(Pseries_7_2 machine, ulong address, string text) =>
        Assert.That(machine.Memory.TryWrite(At(address), Encoding.ASCII.GetBytes(text)), Is.True);

    private static GuestPhysicalAddress At(ulong address) => new(address);
}
