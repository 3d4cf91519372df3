using System.Reflection;
using Hv.Generators.Tests.Calls;
using Hv.Generators.Tests.Infrastructure;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;

namespace Hv.Generators.Tests.Rtas;

public sealed class RtasGeneratorTests
{
    private const uint Untouched = 0xA5A5A5A5;

    private Machine _machine = null!;
    private GuestMemory _memory = null!;

    [OneTimeSetUp]
    public void MakeMachine()
    {
        _machine = (Machine)Activator.CreateInstance(GeneratorTest.Run(CallSamples.Machine, CallSamples.Rtas).Load().GetType("Sample.SampleMachine")!)!;
        _machine.Options = new MachineOptions { RamSize = 0x10000 };
        _machine.Realize();
        _memory = _machine.Memory;
    }

    [OneTimeTearDown]
    public void DisposeMachine() => _machine.Dispose();

    [Test]
    public void The_generated_files_read_as_expected()
    {
        var run = GeneratorTest.Run(CallSamples.Machine, CallSamples.Rtas);
        Assert.Multiple(() =>
        {
            run.AssertMatchesExpected("Sample.Windows.Rtas.g.cs");
            run.AssertMatchesExpected("Sample.SampleMachine.RtasDispatcher.g.cs");
            run.AssertMatchesExpected("Sample.SampleMachine.RtasClient.g.cs");
            run.AssertMatchesExpected("DeclaredRtasCalls.g.cs");
        });
    }

    [Test]
    public void Shapes_of_one_call_are_told_apart_by_their_counts()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Call(0x2026, [0x800, 0x8000000, 0x20000000], 3), Is.EqualTo(new uint[] { 0, 0x800, 0x8000000 }));
            Assert.That(Call(0x2026, [0x800, 0x8000000, 0x20000000], 4), Is.EqualTo(new uint[] { 0, 0x800, 0x8000000, 0x20000000 }));
            Assert.That(Call(0x2026, [0x800, 0x8000000, 0x20000000], 5), Is.EqualTo(new uint[] { 0xFFFFFFFD, Untouched, Untouched, Untouched, Untouched }));
        });
    }

    [Test]
    public void An_error_stores_only_the_status() =>
        Assert.That(Call(0x2026, [0x800, 0, 0], 3), Is.EqualTo(new[] { 0xFFFFFFFD, Untouched, Untouched }));

    [Test]
    public void An_output_declared_so_is_stored_on_error_too()
    {
        SetNvram(true);
        Assert.That(Call(0x2012, [1, 0, 0], 2), Is.EqualTo(new uint[] { 0xFFFFFFFD, 7 }));
    }

    [Test]
    public void An_optional_output_without_a_value_is_not_stored()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Call(0x2019, [0], 5), Is.EqualTo(new uint[] { 0, 0, Untouched, Untouched, Untouched }));
            Assert.That(Call(0x2019, [3], 5), Is.EqualTo(new uint[] { 0, 3, 4, 1, 2 }));
        });
    }

    [Test]
    public void A_call_can_have_its_own_status_for_wrong_counts() =>
        Assert.That(Call(0x2019, [0], 4), Is.EqualTo(new[] { 0xFFFFFFFF, Untouched, Untouched, Untouched }));

    [Test]
    public void A_conditional_call_does_not_exist_while_its_condition_is_false()
    {
        SetNvram(false);
        Assert.Multiple(() =>
        {
            Assert.That(Call(0x2012, [0, 0, 0], 2), Is.Null);
            Assert.That(_machine.Rtas.TryGetToken("nvram-fetch", out _), Is.False);
            Assert.That(_machine.Rtas.Probes.Select(probe => probe.Call.Name), Does.Not.Contain("nvram-fetch"));
        });
        SetNvram(true);
        Assert.Multiple(() =>
        {
            Assert.That(Call(0x2012, [0, 0, 0], 2), Is.EqualTo(new uint[] { 0, 7 }));
            Assert.That(_machine.Rtas.TryGetToken("nvram-fetch", out var token) ? token : 0, Is.EqualTo(0x2012));
            Assert.That(_machine.Rtas.Probes.Select(probe => probe.Call.Name), Does.Contain("nvram-fetch"));
        });
    }

    [Test]
    public void No_return_words_means_nothing_is_stored()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Call(0x2000, [65], 0), Is.EqualTo(Array.Empty<uint>()));
            Assert.That(Call(0x2026, [1, 2, 3], 0), Is.EqualTo(Array.Empty<uint>()));
        });
    }

    [Test]
    public void Any_counts_takes_more_arguments_and_more_return_words_but_not_fewer_arguments()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Call(0x2000, [65], 1), Is.EqualTo(new uint[] { 0 }));
            Assert.That(Call(0x2000, [65, 1, 2], 3), Is.EqualTo(new uint[] { 0, Untouched, Untouched }));
            Assert.That(Call(0x2000, [0], 1), Is.EqualTo(new[] { 0xFFFFFFFF }));
            Assert.That(Call(0x2000, [], 1), Is.EqualTo(new[] { 0xFFFFFFFD }));
        });
    }

    [Test]
    public void Machine_processor_signed_words_and_enums_are_passed() =>
        Assert.That(Call(0x201C, [0xFFFFFFFF], 2), Is.EqualTo(new uint[] { 0, 100 }));

    [Test]
    public void A_call_without_status_stores_nothing()
    {
        Assert.That(Call(0x2007, [], 0), Is.EqualTo(Array.Empty<uint>()));
        Assert.That(_machine.Cpus[0].IsStopped, Is.True);
    }

    [Test]
    public void An_unknown_token_is_said_to_be_unknown_and_nothing_is_stored() => Assert.That(Call(0x20FF, [1], 1), Is.Null);

    [Test]
    public void Calls_are_counted_and_traced_with_named_arguments()
    {
        var records = new List<string>();
        _machine.Trace.Recorded += (traceEvent, message) => records.Add($"{traceEvent.Name} {message}");
        Assert.That(_machine.Trace.Enable("spapr_rtas_ibm_query*"), Is.EqualTo(1));
        var probe = _machine.Rtas.Probes.First(probe => probe.Call is { Token: 0x2026, ReturnWords: 3 });
        var (calls, errors) = (probe.Calls, probe.Errors);

        Call(0x2026, [0x800, 0x8000000, 0x20000000], 3);
        Call(0x2026, [0x800, 0, 0], 3);
        Call(0x2026, [0x800], 1);

        Assert.Multiple(() =>
        {
            Assert.That(probe.Calls - calls, Is.EqualTo(2));
            Assert.That(probe.Errors - errors, Is.EqualTo(2));
            Assert.That(records, Is.EqualTo(new[]
            {
                "spapr_rtas_ibm_query_pe_dma_window device=0x800 phb=0x800000020000000 -> Success windows=0x800 largest=0x8000000",
                "spapr_rtas_ibm_query_pe_dma_window device=0x800 phb=0x0 -> ParameterError windows=0x800 largest=0x0",
                "spapr_rtas_ibm_query_pe_dma_window nargs=1 nret=1 -> ParameterError",
            }));
        });
    }

    [Test]
    public void Same_declarations_in_another_layout_give_the_same_output()
    {
        var moved = CallSamples.Rtas.Replace("    private", "  // a comment\n      private", StringComparison.Ordinal);
        Assert.That(
            GeneratorTest.Run(CallSamples.Machine, moved).Sources.Select(source => source.SourceText.ToString()),
            Is.EqualTo(GeneratorTest.Run(CallSamples.Machine, CallSamples.Rtas).Sources.Select(source => source.SourceText.ToString())));
    }

    [Test]
    public void Classes_of_one_name_in_two_namespaces_and_nested_ones_do_not_collide()
    {
        const string Source = """
            using Sample;
            namespace One { [RtasCalls] sealed partial class Calls(SampleMachine machine) { SampleMachine M => machine; [RtasCall(0x2001, "a")] RtasStatus A() => 0; } }
            namespace Two { [RtasCalls] sealed partial class Calls(SampleMachine machine) { SampleMachine M => machine; [RtasCall(0x2002, "b")] RtasStatus B() => 0; } }
            namespace Two { partial class Outer { [RtasCalls] internal sealed partial class Calls(SampleMachine machine) { SampleMachine M => machine; [RtasCall(0x2003, "c")] RtasStatus @class(uint @event, out uint status) { status = @event; return 0; } } } }
            """;
        var run = GeneratorTest.Run(CallSamples.Machine, Source);
        Assert.That(run.Sources.Select(source => source.HintName), Is.Unique);
    }

    [Test]
    public void A_machine_class_derived_from_one_with_calls_adds_its_own()
    {
        const string Derived = """
            namespace Sample;

            public partial class DerivedMachine : SampleMachine;

            [RtasCalls]
            internal sealed partial class More(DerivedMachine machine)
            {
                [RtasCall(0x2050, "more")]
                private RtasStatus Do(out uint answer)
                {
                    answer = machine.HasNvram ? 2u : 1u;
                    return RtasStatus.Success;
                }
            }
            """;
        var type = GeneratorTest.Run(CallSamples.Machine, CallSamples.Rtas, Derived).Load().GetType("Sample.DerivedMachine")!;
        using var machine = (Machine)Activator.CreateInstance(type)!;
        machine.Options = new MachineOptions { RamSize = 0x10000 };
        machine.Realize();
        Assert.Multiple(() =>
        {
            Assert.That(machine.Rtas.TryGetToken("more", out var more) ? more : 0, Is.EqualTo(0x2050));
            Assert.That(machine.Rtas.TryGetToken("display-character", out var display) ? display : 0, Is.EqualTo(0x2000));
        });
    }

    [Test]
    public void A_call_with_any_return_words_takes_exactly_its_arguments()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Call(0x2011, [], 0), Is.Empty);
            Assert.That(Call(0x2011, [], 3), Is.EqualTo(new uint[] { 0, Untouched, Untouched }));
            Assert.That(Call(0x2011, [1], 1), Is.EqualTo(new[] { 0xFFFFFFFD }));
        });
    }

    [Test]
    public void A_trace_event_has_the_name_it_is_given() =>
        Assert.That(_machine.Rtas.Probes.Single(probe => probe.Call.Name == "quiesce").Event.Name, Is.EqualTo("spapr_vio_quiesce"));

    private void SetNvram(bool value) =>
        _machine.GetType().GetProperty("HasNvram", BindingFlags.Instance | BindingFlags.Public)!.SetValue(_machine, value);

    /// <summary>The return words, or null when the token is unknown.</summary>
    private uint[]? Call(uint token, uint[] arguments, int returns)
    {
        uint[] words = [token, (uint)arguments.Length, (uint)returns, .. arguments, .. Enumerable.Repeat(Untouched, returns)];
        for (var index = 0; index < words.Length; index++)
            _memory.TryWriteUInt32(new GuestPhysicalAddress(0x100 + (ulong)index * 4), words[index]);

        Assert.That(RtasFrame.TryOpen(_memory, new GuestPhysicalAddress(0x100), out var frame), Is.True);
        if (!_machine.Rtas.Dispatch(frame, _machine.Cpus[0]))
            return null;

        return [.. Enumerable.Range(words.Length - returns, returns).Select(index =>
            _memory.TryReadUInt32(new GuestPhysicalAddress(0x100 + (ulong)index * 4), out var word) ? word : throw new InvalidOperationException())];
    }
}
