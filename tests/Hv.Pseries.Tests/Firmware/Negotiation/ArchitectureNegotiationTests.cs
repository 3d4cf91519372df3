using Hv.Pseries.Configuration;
using Hv.Pseries.Firmware.Negotiation;
using Hv.Pseries.Versions;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Testing;

namespace Hv.Pseries.Tests.Firmware.Negotiation;

/// <summary>ibm,client-architecture-support: the list of versions and the option vectors (LoPAR B.6.2.3).</summary>
public sealed class ArchitectureNegotiationTests
{
    private const uint Exactly = 0xFFFF_FFFF;
    private const uint Power7 = 0x0F00_0003;
    private const uint Power8 = 0x0F00_0004;
    private const uint Power9 = 0x0F00_0005;
    private const ulong List = 0x10_0000;
    private const ulong RamSize = 64 << 20;

    private static readonly OptionVector5[] Radix = [OptionVector5.Radix, OptionVector5.GuestShootdown];

    [TestCase(new[] { Power9, Power8, Power7 }, Power9)]
    [TestCase(new[] { Power7, Power8 }, Power8)]
    [TestCase(new[] { Power7 }, Power7)]
    [TestCase(new[] { 0x0F00_0006u, Power8 }, Power8, TestName = "A_version_that_the_processor_lacks_is_passed_over")]
    public void The_newest_version_that_both_know_is_chosen(uint[] versions, uint expected)
    {
        using var machine = Make();
        Assert.That(Negotiate(machine, versions, []), Is.EqualTo(HypercallStatus.Success));
        Assert.That(machine.Machine.CompatibilityVersion, Is.EqualTo(expected));
    }

    [TestCase(CpuCompatibility.Power8, Power8)]
    [TestCase(CpuCompatibility.Power7, Power7)]
    [TestCase(CpuCompatibility.Power9, Power9)]
    public void None_is_newer_than_the_user_allows(CpuCompatibility most, uint expected)
    {
        using var machine = Make(made => made.MaximumCpuCompatibility = most);
        Assert.That(Negotiate(machine, [Power9, Power8, Power7], []), Is.EqualTo(HypercallStatus.Success));
        Assert.That(machine.Machine.CompatibilityVersion, Is.EqualTo(expected));
    }

    [Test]
    public void A_guest_that_knows_the_processor_itself_gets_it_unless_the_user_forbids()
    {
        using var machine = Make();
        var model = machine.Machine.Processors.First().Core.Model.Version;
        Assert.That(Negotiate(machine, [model], []), Is.EqualTo(HypercallStatus.Success));
        Assert.That(machine.Machine.CompatibilityVersion, Is.Zero);
        using var limited = Make(made => made.MaximumCpuCompatibility = CpuCompatibility.Power8);
        Assert.That(Negotiate(limited, [model], []), Is.EqualTo(HypercallStatus.Hardware));
    }

    [Test]
    public void No_version_in_common_is_an_error_and_changes_nothing()
    {
        using var machine = Make();
        Negotiate(machine, [Power8], [OptionVector5.Form1Affinity]);
        var before = machine.Machine.NegotiatedOptions.Contains(OptionVector5.Form1Affinity);
        Assert.That(Negotiate(machine, [0x0F00_00FF], []), Is.EqualTo(HypercallStatus.Hardware));
        Assert.That(machine.Machine.CompatibilityVersion, Is.EqualTo(Power8));
        Assert.That(machine.Machine.NegotiatedOptions.Contains(OptionVector5.Form1Affinity), Is.EqualTo(before).And.True);
    }

    [Test]
    public void What_both_know_is_agreed_upon_and_nothing_else()
    {
        using var machine = Make();
        OptionVector5[] wanted = [OptionVector5.Form1Affinity, OptionVector5.HotPlugEvents, (OptionVector5)(3 * 8), .. Radix];
        Assert.That(Negotiate(machine, [Power9], wanted), Is.EqualTo(HypercallStatus.Success));
        var agreed = machine.Machine.NegotiatedOptions;
        Assert.That(agreed.Contains(OptionVector5.Radix), Is.True);
        Assert.That(agreed.Contains(OptionVector5.Form1Affinity), Is.True);
        Assert.That(agreed.Contains(OptionVector5.HotPlugEvents), Is.True);
        Assert.That(agreed.Contains((OptionVector5)(3 * 8)), Is.False);
        Assert.That(agreed.Contains(OptionVector5.HashTableResize), Is.False, "the guest does not know it");
    }

    [Test]
    public void Radix_belongs_to_the_level_that_was_agreed_upon()
    {
        using var machine = Make();
        Assert.That(Negotiate(machine, [Power8], Radix), Is.EqualTo(HypercallStatus.Success));
        Assert.That(machine.Machine.NegotiatedOptions.Contains(OptionVector5.Radix), Is.False);
    }

    [Test]
    public void A_guest_that_needs_radix_cannot_run_where_there_is_none()
    {
        using var machine = new TestMachine<Pseries_2_12>();
        Assert.That(machine.Machine.HasRadix, Is.False);
        Assert.That(Negotiate(machine, [Power8], Radix), Is.EqualTo(HypercallStatus.Parameter));
        Assert.That(Negotiate(machine, [Power8], []), Is.EqualTo(HypercallStatus.Success));
    }

    [TestCase(OptionVector5.MmuModeOpen)]
    [TestCase(OptionVector5.InterruptModeOpen)]
    [TestCase(OptionVector5.Xive)]
    public void Modes_that_a_guest_may_not_ask_for_are_refused(OptionVector5 option)
    {
        using var machine = Make();
        Assert.That(Negotiate(machine, [Power9], [option]), Is.EqualTo(HypercallStatus.Parameter));
        Assert.That(machine.Machine.CompatibilityVersion, Is.Zero);
    }

    [Test]
    public void A_guest_without_the_fifth_vector_is_refused()
    {
        using var machine = Make();
        Write(machine, List, [.. Words(Exactly, Power9, 0, 1), 3, 0, 0, 0, 0, 0, 0, 0, 0]);
        Assert.That(ArchitectureNegotiation.Run(machine.Machine, List), Is.EqualTo(HypercallStatus.Parameter));
    }

    [Test]
    public void A_list_that_leaves_RAM_is_none()
    {
        using var machine = Make();
        byte[] list = [.. Words(Exactly, Power9, 0, 1), 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        for (var length = 1; length < list.Length; length++)
        {
            Write(machine, RamSize - (ulong)length, list.AsSpan(0, length));
            Assert.That(
                ArchitectureNegotiation.Run(machine.Machine, RamSize - (ulong)length), Is.EqualTo(HypercallStatus.Parameter), $"{length} bytes");
        }

        Assert.That(ArchitectureNegotiation.Run(machine.Machine, ulong.MaxValue - 3), Is.EqualTo(HypercallStatus.Parameter));
        Assert.That(machine.Machine.CompatibilityVersion, Is.Zero);
    }

    [Test]
    public void A_list_without_end_ends()
    {
        using var machine = Make();
        Write(machine, List, Enumerable.Repeat((byte)0xFF, 1 << 20).ToArray());
        Assert.That(ArchitectureNegotiation.Run(machine.Machine, List), Is.EqualTo(HypercallStatus.Hardware));
    }

    [Test]
    public void Random_lists_get_an_architected_answer()
    {
        using var machine = Make();
        var random = new Random(2);
        HypercallStatus[] answers = [HypercallStatus.Success, HypercallStatus.Parameter, HypercallStatus.Hardware];
        for (var round = 0; round < 300; round++)
        {
            var bytes = new byte[600];
            random.NextBytes(bytes);
            Write(machine, List, bytes);
            Write(machine, List, Words(Exactly, random.Next(2) == 0 ? Power8 : Power9, 0, 1));
            Assert.That(answers, Does.Contain(ArchitectureNegotiation.Run(machine.Machine, List)));
        }
    }

    private static TestMachine<Pseries_7_2> Make(Action<Pseries_7_2>? configure = null) =>
        new(new MachineOptions { RamSize = RamSize }, configure);

    private static HypercallStatus Negotiate<TMachine>(TestMachine<TMachine> machine, uint[] versions, OptionVector5[] options)
        where TMachine : PseriesMachine, new()
    {
        var fifth = new byte[32];
        foreach (var option in options)
            fifth[(int)option / 8] |= (byte)(0x80 >> ((int)option % 8));

        Write(
            machine, List,
            [.. versions.SelectMany(version => Words(Exactly, version)), .. Words(0, 1), 4, 0, 0, 0, 0, 0, 0, 0, 0, (byte)(fifth.Length - 1), .. fifth]);
        return ArchitectureNegotiation.Run(machine.Machine, List);
    }

    private static byte[] Words(params uint[] words) =>
        [.. words.SelectMany(word => new[] { (byte)(word >> 24), (byte)(word >> 16), (byte)(word >> 8), (byte)word })];

    private static void Write<TMachine>(TestMachine<TMachine> machine, ulong address, ReadOnlySpan<byte> bytes)
        where TMachine : PseriesMachine, new() =>
        Assert.That(machine.Memory.TryWrite(new GuestPhysicalAddress(address), bytes), Is.True);
}
