using Hv.Generators.Tests.Calls;
using Hv.Generators.Tests.Infrastructure;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;

namespace Hv.Generators.Tests.Hypercalls;

public sealed class HypercallGeneratorTests
{
    private Machine _machine = null!;

    [OneTimeSetUp]
    public void MakeMachine()
    {
        _machine = (Machine)Activator.CreateInstance(GeneratorTest.Run(CallSamples.Machine, CallSamples.Hypercalls).Load().GetType("Sample.SampleMachine")!)!;
        _machine.Options = new MachineOptions { RamSize = 0x10000 };
        _machine.Realize();
    }

    [OneTimeTearDown]
    public void DisposeMachine() => _machine.Dispose();

    [Test]
    public void The_generated_files_read_as_expected()
    {
        var run = GeneratorTest.Run(CallSamples.Machine, CallSamples.Hypercalls);
        Assert.Multiple(() =>
        {
            run.AssertMatchesExpected("Sample.TceCalls.Hypercall.g.cs");
            run.AssertMatchesExpected("Sample.SampleMachine.HypercallDispatcher.g.cs");
            run.AssertMatchesExpected("Sample.SampleMachine.HypercallClient.g.cs");
            run.AssertMatchesExpected("DeclaredHypercalls.g.cs");
        });
    }

    [Test]
    public void Inputs_come_from_r4_and_up() =>
        Assert.That(_machine.Hypercall(0x20, [0x80000000, 0x1000, 3, 0, 0, 0, 0, 0, 0], _machine.Cpus[0]), Is.EqualTo(HypercallStatus.Success));

    [Test]
    public void Outputs_are_stored_from_r4_after_success_only()
    {
        ulong[] success = [1, 0x1000, 2, 3, 4, 5, 6, 7, 8];
        ulong[] failure = [2, 0x1000, 2, 3, 4, 5, 6, 7, 8];
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Hypercall(0x1C, success, _machine.Cpus[0]), Is.EqualTo(HypercallStatus.Success));
            Assert.That(success, Is.EqualTo(new ulong[] { 0x1003, 0x1000, 2, 3, 4, 5, 6, 7, 8 }));
            Assert.That(_machine.Hypercall(0x1C, failure, _machine.Cpus[0]), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(failure, Is.EqualTo(new ulong[] { 2, 0x1000, 2, 3, 4, 5, 6, 7, 8 }));
        });
    }

    [Test]
    public void Upper_bits_of_a_narrow_register_are_refused_before_the_handler_runs() =>
        Assert.That(_machine.Hypercall(0x20, [0x1_80000000, 0x1000, 3, 0, 0, 0, 0, 0, 0], _machine.Cpus[0]), Is.EqualTo(HypercallStatus.Parameter));

    [Test]
    public void Signed_registers_are_sign_extended_or_refused()
    {
        ulong[] minusOne = [ulong.MaxValue, 0, 0, 0, 0, 0, 0, 0, 0];
        ulong[] large = [0x80000000, 0, 0, 0, 0, 0, 0, 0, 0];
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Hypercall(0x124, minusOne, _machine.Cpus[0]), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(minusOne[8], Is.EqualTo(ulong.MaxValue));
            Assert.That(_machine.Hypercall(0x124, large, _machine.Cpus[0]), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(large[8], Is.Zero);
        });
    }

    [Test]
    public void An_unknown_number_is_no_function_even_when_its_lower_half_is_known()
    {
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Hypercall(0x24, new ulong[9], _machine.Cpus[0]), Is.EqualTo(HypercallStatus.Function));
            Assert.That(_machine.Hypercall(0x1_0000_0020, new ulong[9], _machine.Cpus[0]), Is.EqualTo(HypercallStatus.Function));
        });
    }
}
