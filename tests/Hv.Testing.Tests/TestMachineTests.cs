using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;

namespace Hv.Testing.Tests;

public sealed class TestMachineTests
{
    private TestMachine<Sample_1_0> _machine = null!;

    [SetUp]
    public void MakeMachine() => _machine = new TestMachine<Sample_1_0>(new MachineOptions { RamSize = 16 << 20, Cpus = 2 });

    [TearDown]
    public void DisposeMachine() => _machine.Dispose();

    [Test]
    public void Calls_are_made_by_typed_method_by_name_and_by_token()
    {
        var from = _machine.Allocate(4);
        var to = _machine.Allocate(4);
        _machine.Write(from, [1, 2, 3, 4]);
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Rtas().CopyWord(from, to, out var word), Is.EqualTo(RtasStatus.Success));
            Assert.That(word, Is.EqualTo(0x01020304));
            Assert.That(_machine.Read(to, 4), Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
            Assert.That(_machine.Call("copy-word", [(uint)from.Value, (uint)to.Value], 2).Words, Is.EqualTo(new uint[] { 0, 0x01020304 }));
            Assert.That(_machine.CallToken(0x2000, [(uint)from.Value, (uint)to.Value], 2).Status, Is.EqualTo(RtasStatus.Success));
        });
    }

    [Test]
    public void Hypercalls_are_made_by_the_processor_that_is_chosen()
    {
        _machine.Cpu = _machine.Machine.Cpus[1];
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Hypercalls().HWho(out var id, out var of), Is.EqualTo(HypercallStatus.Success));
            Assert.That((id, of), Is.EqualTo((1ul, 2ul)));
            Assert.That(_machine.Hypercall("H_WHO").Registers.Take(2), Is.EqualTo(new ulong[] { 1, 2 }));
            Assert.That(_machine.HypercallNumber(0x18).Status, Is.EqualTo(HypercallStatus.Function));
        });
    }

    [Test]
    public void A_name_that_only_the_run_knows_is_refused_with_the_nearest_one()
    {
        var (call, hypercall) = ("copy-wort", "H_WHOM");
        Assert.Multiple(() =>
        {
            Assert.That(() => _machine.Call(call, [], 1), Throws.ArgumentException.With.Message.StartsWith("sample-1.0 has no RTAS call 'copy-wort'. Did you mean 'copy-word'?"));
            Assert.That(() => _machine.Hypercall(hypercall), Throws.ArgumentException.With.Message.StartsWith("sample-1.0 has no hypercall 'H_WHOM'. Did you mean 'H_WHO'?"));
            Assert.That(() => _machine.Trace("rtas_copywort"), Throws.ArgumentException.With.Message.StartsWith("No trace event matches 'rtas_copywort'. Did you mean 'rtas_copy_word'?"));
        });
    }

    [Test]
    public void Faults_fail_the_machines_accesses_and_not_the_tests()
    {
        var from = _machine.Allocate(4);
        var to = _machine.Allocate(4);
        _machine.Faults.Add(from, 4, writes: false, skip: 1, count: 1);
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Rtas().CopyWord(from, to, out _), Is.EqualTo(RtasStatus.Success), "skipped");
            Assert.That(_machine.Call("copy-word", [(uint)from.Value, (uint)to.Value], 2).Words, Is.EqualTo(new[] { 0xFFFFFFFF, TestMachine<Sample_1_0>.Untouched }), "failed");
            Assert.That(_machine.Read(from, 4), Has.Length.EqualTo(4));
            Assert.That(_machine.Rtas().CopyWord(from, to, out _), Is.EqualTo(RtasStatus.Success), "used up");
            Assert.That(_machine.Faults.Hits, Is.EqualTo(1));
        });
    }

    [Test]
    public void Traces_are_recorded_with_named_arguments()
    {
        _machine.Trace("rtas_*");
        _machine.Rtas().CopyWord(new GuestPhysicalAddress(0x100), new GuestPhysicalAddress(0x200), out _);
        Assert.That(_machine.TraceRecords, Is.EqualTo(new[] { new TraceRecord("rtas_copy_word", "from=0x100 to=0x200 -> Success word=0x0") }));
    }

    [Test]
    public void An_exception_of_a_handler_reaches_the_test_and_the_guest_gets_a_hardware_error()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => _machine.Call("fail", [], 2), Throws.InvalidOperationException.With.Message.EqualTo("a defect of the handler"));
            Assert.That(() => _machine.Hypercall("H_FAIL"), Throws.InvalidOperationException);
            Assert.That(_machine.Hypercall("H_WHO").Status, Is.EqualTo(HypercallStatus.Success), "the next call works");
        });
    }

    [Test]
    public void A_handler_that_fails_does_not_take_the_machine_down()
    {
        using var machine = new Sample_1_0 { Options = new MachineOptions { RamSize = 1 << 20 } };
        var failures = new List<Exception>();
        machine.HandlerFailed += failures.Add;
        machine.Realize();
        machine.Memory.TryWrite(new GuestPhysicalAddress(0x100), [0, 0, 0x20, 1, 0, 0, 0, 0, 0, 0, 0, 2, 9, 9, 9, 9, 9, 9, 9, 9]);
        Assert.That(RtasFrame.TryOpen(machine.Memory, new GuestPhysicalAddress(0x100), out var frame), Is.True);
        var status = machine.CallRtas(frame, machine.Cpus[0]);
        Span<byte> words = stackalloc byte[8];
        machine.Memory.TryRead(new GuestPhysicalAddress(0x10C), words);
        var stored = words.ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(status, Is.EqualTo(HypercallStatus.Success));
            Assert.That(stored, Is.EqualTo(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 9, 9, 9, 9 }));
            Assert.That(machine.Hypercall(0x14, new ulong[9], machine.Cpus[0]), Is.EqualTo(HypercallStatus.Hardware));
            Assert.That(failures, Has.Count.EqualTo(2));
        });
    }

    [Test]
    public void Buffers_do_not_overlap_and_end_before_the_frames()
    {
        var one = _machine.Allocate(20);
        var other = _machine.Allocate(1);
        Assert.Multiple(() =>
        {
            Assert.That(other.Value - one.Value, Is.EqualTo(32));
            Assert.That(() => _machine.Allocate(16 << 20), Throws.InvalidOperationException);
            Assert.That(() => _machine.Write(new GuestPhysicalAddress(16 << 20), [1]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }
}
