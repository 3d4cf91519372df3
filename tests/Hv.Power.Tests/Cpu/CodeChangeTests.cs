using Hv.Power.Cpu;
using Hv.Runtime.Memory;

namespace Hv.Power.Tests.Cpu;

/// <summary>Code that changes: by the processor itself, by another one, by a device.</summary>
public sealed unsafe class CodeChangeTests
{
    private const ulong Code = 0x1_0000;
    private const ulong Target = 0x2_0000;

    [Test]
    public void Code_that_is_written_is_executed_as_it_was_written([Values] bool isNear)
    {
        var target = isNear ? Code + 0x40 : Target;
        using var guest = new GuestMachine();
        guest.Load(Code, """
            mtctr 5
            stw 6,0x100(5)
            bctrl
            stw 6,0(5)
            dcbst 0,5
            sync
            icbi 0,5
            isync
            bctrl
            li 3,0
            sc 1
            """);
        guest.Load(target, "li 7,1\nadd 8,8,7\nblr");
        guest.State.Nia = Code;
        guest.State.Gpr[5] = target;
        guest.State.Gpr[6] = 0x38E0_0005;
        guest.Run();
        Assert.That(guest.State.Gpr[8], Is.EqualTo(6UL), "li 7,1 once, li 7,5 then");
    }

    [Test]
    public void Code_that_a_device_writes_is_decoded_anew()
    {
        using var guest = new GuestMachine();
        guest.Load(Code, "li 7,1\nli 3,0\nsc 1");
        for (var value = 1UL; value < 4; value++)
        {
            guest.Load(Code, $"li 7,{value}");
            guest.State.Nia = Code;
            guest.Run();
            Assert.That(guest.State.Gpr[7], Is.EqualTo(value));
        }
    }

    [Test]
    public void Data_beside_code_in_a_page_leaves_it_decoded()
    {
        using var guest = new GuestMachine();
        guest.Load(Code, "li 9,1000\nmtctr 9\nloop: std 9,0x800(5)\nld 10,0x800(5)\nadd 11,11,10\nbdnz loop\nli 3,0\nsc 1");
        guest.State.Nia = Code;
        guest.State.Gpr[5] = Code;
        guest.Run();
        Assert.That(guest.State.Gpr[11], Is.EqualTo(1_000_000UL));
    }

    [Test]
    public void Processors_see_each_others_changes_of_code()
    {
        // The first writes a number into an instruction of the second, and waits until it has seen it in what that one computes.
        const int Rounds = 300;
        using var guest = new GuestMachine(processors: 2);
        guest.Load(Code, $"""
            lis 5,2
            lis 6,0x38E0
            li 8,0
            li 9,0x2000
            again: addi 8,8,1
            or 10,6,8
            stw 10,0(5)
            dcbst 0,5
            sync
            icbi 0,5
            sync
            isync
            stw 8,0(9)
            wait: lwz 11,4(9)
            cmpw 11,8
            bne wait
            cmpdi 8,{Rounds}
            bne again
            li 3,0
            sc 1
            b .
            """);
        guest.Load(Target, "li 7,0\nblr");
        guest.Load(0x3_0000, """
            lis 5,2
            mtctr 5
            li 9,0x2000
            li 8,0
            next: addi 8,8,1
            wait: lwz 10,0(9)
            cmpw 10,8
            bne wait
            isync
            bctrl
            stw 7,4(9)
            b next
            """);
        guest.Group.Cpus[0].State.Nia = Code;
        guest.Group.Cpus[1].State.Nia = 0x3_0000;
        var hypervisor = new TestHypervisor(guest);
        using var execution = new ThreadedExecution(guest.Group, hypervisor);
        hypervisor.End = execution.Stop;
        execution.Start();
        Assert.That(execution.WaitForEnd(TimeSpan.FromMinutes(1)), "every change is seen");
        Assert.That(guest.Read(0x2000), Is.EqualTo(((ulong)Rounds << 32) | Rounds));
    }

    [Test]
    public void A_log_of_writes_sees_stores_to_pages_that_were_written_before()
    {
        using var guest = new GuestMachine();
        guest.Load(Code, "std 6,0(5)\nli 3,0\nsc 1");
        guest.State.Gpr[5] = 0x5000;
        guest.State.Nia = Code;
        guest.Run();
        using var log = guest.Memory.StartDirtyLog();
        for (var round = 0; round < 3; round++)
        {
            guest.State.Nia = Code;
            guest.Run();
            var pages = new List<ulong>();
            log.Collect(guest.Memory.Blocks[0].Block, (first, count) => pages.Add(first));
            Assert.That(pages, Is.EqualTo([5UL]), $"round {round}");
        }
    }

    [Test]
    public void Devices_answer_where_there_is_no_RAM()
    {
        var devices = new AddressSpace("test");
        devices.Map(new RamBlock("registers", 0x1000), 0x1_0000_0000);
        using var guest = new GuestMachine(devices: devices);
        guest.Load(Code, "stw 6,8(5)\nlwz 7,8(5)\nlhz 8,10(5)\nlwz 9,2(5)\nnop");
        guest.State.Nia = Code;
        guest.State.Gpr[5] = 0x1_0000_0000;
        guest.State.Gpr[6] = 0x1234_5678;
        guest.Cpu.Run(4);
        Assert.That((guest.State.Gpr[7], guest.State.Gpr[8]), Is.EqualTo((0x1234_5678UL, 0x5678UL)));
        Assert.That(guest.State.Nia, Is.EqualTo(0x600UL), "an access to a device that is not aligned");
    }
}
