using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.Rtas;

/// <summary>Messages of PCI functions: who gets which interrupt numbers, and what becomes of the functions' capabilities.</summary>
public sealed class MessageInterruptTests : ConformanceTest
{
    private const uint Any = 1;
    private const uint Msi = 3;
    private const uint Msix = 4;

    /// <summary>All versions in steps, both ways to hand out numbers among them.</summary>
    private static IEnumerable<string> Versions => ["pseries-7.2", "pseries-4.1", "pseries-3.1", "pseries-3.0", "pseries-2.7", "pseries-2.3"];

    [TestCaseSource(nameof(Versions))]
    public void Functions_and_counts_get_the_same_answers(string version)
    {
        var pair = Start(PciSetup.For(version));
        foreach (var target in PciSetup.Targets.Append(PciSetup.Messages).Append(new PciTarget(0, 0, 9)).Append(new PciTarget(1, 0, 3)))
        {
            foreach (var function in new uint[] { 0, Any, 2, Msi, Msix, 5, uint.MaxValue })
            {
                foreach (var count in new uint[] { 0, 1, 1, 2, 0, 0, 16, 17, 32, uint.MaxValue, 1 })
                {
                    Change(pair, target.Address(0), target, function, count);
                    for (var index = 0u; index < 3; index++)
                        Query(pair, target.Address(0), target, index);
                }

                Change(pair, target.Address(0), target, Any, 0);
            }
        }

        CompareCapabilities(pair, "at the end");
    }

    [TestCaseSource(nameof(Versions))]
    public void Function_with_two_kinds_of_messages_gets_the_same_numbers(string version)
    {
        var pair = Start(PciSetup.For(version));
        var target = PciSetup.Messages;
        var random = new Random(1);
        for (var step = 0; step < 400; step++)
        {
            var kind = new[] { Any, Msi, Msix, Msix }[random.Next(4)];
            Change(pair, target.Address(0), target, kind, random.Next(5) == 0 ? 0u : (uint)random.Next(18));
            Query(pair, target.Address(0), target, (uint)random.Next(18));

            // Others take numbers in between.
            var other = PciSetup.Targets[random.Next(PciSetup.Targets.Count)];
            Change(pair, other.Address(0), other, Any, (uint)random.Next(2));
            Query(pair, other.Address(0), other, 0);
            CompareCapabilities(pair, $"after step {step}");
        }

        pair.Reset();
        CompareCapabilities(pair, "after a reset");
        Query(pair, target.Address(0), target, 0);
        Change(pair, target.Address(0), target, Msix, 3);
    }

    [TestCaseSource(nameof(Versions))]
    [Differs(nameof(Differences.VectorsOfMsiLeadToTheirNumbers), On = "3.0 2.7 2.3")]
    public void Software_chooses_how_many_vectors_a_function_has(string version)
    {
        var pair = Start(PciSetup.For(version));
        var target = PciSetup.Messages;
        for (var log = 0; log <= 4; log++)
        {
            // In the control register of MSI. A number of vectors that is no power of two ends QEMU up to 3.0.
            target.Write(pair, 0x72, 2, (uint)log << 4);
            for (var asked = 0; asked <= 5; asked++)
            {
                Change(pair, target.Address(0), target, Msi, 1u << asked);
                Query(pair, target.Address(0), target, 0);
                Query(pair, target.Address(0), target, (1u << log) - 1);
                Query(pair, target.Address(0), target, 1u << log);
                Change(pair, target.Address(0), target, Any, 0);
            }
        }
    }

    [TestCase("pseries-7.2")]
    [TestCase("pseries-3.1")]
    [Differs(nameof(Differences.VectorsOfMsiLeadToTheirNumbers))]
    public void Numbers_of_several_vectors_begin_where_the_low_bits_of_the_message_are_zero(string version)
    {
        var pair = Start(PciSetup.For(version));
        Change(pair, PciSetup.Edu.Address(0), PciSetup.Edu, Msi, 1);
        PciSetup.Messages.Write(pair, 0x72, 2, 2 << 4);
        Change(pair, PciSetup.Messages.Address(0), PciSetup.Messages, Msi, 4);
        Query(pair, PciSetup.Messages.Address(0), PciSetup.Messages, 0);
        Query(pair, PciSetup.Messages.Address(0), PciSetup.Messages, 3);
    }

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    [Differs(nameof(Differences.FunctionsGetNoMoreMessagesThanTheyOffer))]
    public void A_function_that_offers_one_vector_gets_one(string version)
    {
        var pair = Start(PciSetup.For(version));
        PciSetup.Edu.Write(pair, 0x42, 2, 5 << 4);
        Change(pair, PciSetup.Edu.Address(0), PciSetup.Edu, Msi, 32);
    }

    [TestCaseSource(nameof(Versions))]
    public void Each_address_that_leads_to_a_function_has_messages_of_its_own(string version)
    {
        var pair = Start(PciSetup.For(version));
        var target = PciSetup.Edu;
        uint[] addresses = [target.Address(0), target.Address(1), target.Address(0xF10), 0xFF00_0000 | target.Address(0), 0x0F00_0000 | target.Address(7)];
        foreach (var address in addresses)
        {
            Change(pair, address, target, Msi, 1);
            Query(pair, address, target, 0);
            CompareCapabilities(pair, $"after messages for {address:x}");
        }

        foreach (var address in addresses)
            Query(pair, address, target, 0);

        foreach (var address in addresses.Reverse())
        {
            Change(pair, address, target, Msi, 0);
            Change(pair, address, target, Msi, 0);
            CompareCapabilities(pair, $"after the end of those for {address:x}");
        }

        Change(pair, target.Address(0), target, Msi, 1);
    }

    [TestCaseSource(nameof(Versions))]
    [Differs(nameof(Differences.NothingIsStoredBeyondReturnWords))]
    public void Return_words_that_are_missing_or_too_many_are_the_same(string version)
    {
        var pair = Start(PciSetup.For(version));
        var target = PciSetup.Messages;
        uint[] arguments = [target.Address(0), PciTarget.BuidHigh, target.BuidLow, Msix, 2, 7, 8, 9];
        for (var count = 6; count <= arguments.Length; count++)
        {
            for (var returns = 1; returns <= 8; returns++)
            {
                pair.Call("ibm,change-msi", arguments.AsSpan(0, count), returns);
                pair.Call("ibm,query-interrupt-source-number", [.. arguments.AsSpan(0, 3), 1, .. arguments.AsSpan(6, count - 6)], returns);
            }
        }
    }

    private static void Change(PeerPair pair, uint address, PciTarget target, uint function, uint count) =>
        pair.Call("ibm,change-msi", [address, PciTarget.BuidHigh, target.BuidLow, function, count, 0xFFFF_FFFF], 4);

    private static void Query(PeerPair pair, uint address, PciTarget target, uint index) =>
        pair.Call("ibm,query-interrupt-source-number", [address, PciTarget.BuidHigh, target.BuidLow, index], 3);

    private static void CompareCapabilities(PeerPair pair, string when)
    {
        foreach (var target in new[] { PciSetup.Edu, PciSetup.EduBehindBridge, PciSetup.EduOnSecondBridge })
            Compare(target, 0x40, 0x4C);

        Compare(PciSetup.Messages, 0x70, 0x7C);
        Compare(PciSetup.Messages, 0x90, 0x98);

        void Compare(PciTarget target, int first, int last)
        {
            for (var register = first; register <= last; register += sizeof(uint))
            {
                var observation = target.Read(pair, register, sizeof(uint));
                Assert.That(observation.Qemu[0], Is.Zero, $"{target} {when}");
            }
        }
    }
}
