using Hv.Pseries.Interrupts;
using Hv.Runtime.Objects;

namespace Hv.Pseries.Tests.Interrupts;

public sealed class InterruptSourcesTests
{
    [Test]
    public void Each_kind_of_device_has_its_range_of_numbers()
    {
        var sources = new InterruptSources(0x1000, isLegacy: false);
        Assert.Multiple(() =>
        {
            Assert.That(sources.ClaimVio(0x7100_0003).Number, Is.EqualTo(0x1103));
            Assert.That(sources.ClaimVio(0x3000_2000).Number, Is.EqualTo(0x11F2));
            Assert.That(sources.ClaimVio(0x5000).Number, Is.EqualTo(0x1105));
            Assert.That(sources.ClaimPciPin(30, 3), Has.Property("Number").EqualTo(0x127B).And.Property("IsLevel").True);
            Assert.That(sources.TryClaimMessages(1, isMsix: false, 1, out var first) ? first : 0, Is.EqualTo(0x1300));
            Assert.That(sources.MessageCount, Is.EqualTo(0xD00));
        });
    }

    [Test]
    public void Old_machines_hand_out_the_next_number_whoever_asks()
    {
        var sources = new InterruptSources(0x400, isLegacy: true);
        uint[] numbers = [sources.ClaimEvent(0x1000).Number, sources.ClaimVio(0x7100_0003).Number, sources.ClaimPciPin(9, 1).Number];
        Assert.That(numbers, Is.EqualTo(new uint[] { 0x1000, 0x1001, 0x1002 }));
        Assert.That(sources.TryClaimMessages(4, isMsix: false, 4, out var first) ? first : 0, Is.EqualTo(0x1004));
        Assert.That(sources.TryClaimMessages(2, isMsix: true, 1, out first) ? first : 0, Is.EqualTo(0x1008));
        Assert.That(sources.MessageCount, Is.EqualTo(0x400));
    }

    [Test]
    public void Devices_whose_addresses_lead_to_one_source_are_refused()
    {
        var sources = new InterruptSources(0x1000, isLegacy: false);
        sources.ClaimVio(0x7100_0001);
        Assert.That(
            () => sources.ClaimVio(0x1000), Throws.InstanceOf<PropertyException>()
                .With.Message.EqualTo("Interrupt source 0x1101 for the VIO device at unit address 0x1000 is taken by another device; move one of them."));
    }

    [Test]
    public void A_platform_whose_sources_are_used_up_says_so()
    {
        var sources = new InterruptSources(4, isLegacy: true);
        for (var pin = 0; pin < 4; pin++)
            sources.ClaimPciPin(0, pin);

        Assert.That(
            () => sources.ClaimVio(0x7100_0000), Throws.InstanceOf<PropertyException>()
                .With.Message.EqualTo("No interrupt source is left for the VIO device at unit address 0x71000000; the platform has 4."));
        Assert.That(sources.TryClaimMessages(1, isMsix: true, 1, out _), Is.False);
    }

    [TestCase(false, false, 1u)]
    [TestCase(false, true, 1u)]
    [TestCase(true, false, 4u)]
    [TestCase(true, true, 1u)]
    public void Messages_come_in_runs_until_none_is_left(bool isLegacy, bool isMsix, uint vectors)
    {
        var sources = new InterruptSources(isLegacy ? 0x400u : 0x1000u, isLegacy);
        var random = new Random(1);
        var taken = new HashSet<uint>();
        var runs = new List<(uint First, uint Count)>();
        for (var step = 0; step < 5000; step++)
        {
            if (runs.Count > 0 && random.Next(5) == 0)
            {
                var index = random.Next(runs.Count);
                var (first, count) = runs[index];
                sources.Free(first, count);
                taken.ExceptWith(Enumerable.Range((int)first, (int)count).Select(number => (uint)number));
                runs.RemoveAt(index);
            }
            else
            {
                var count = (uint)random.Next(1, 33);
                if (!sources.TryClaimMessages(count, isMsix, vectors, out var first))
                    continue;

                Assert.That(first % vectors, Is.Zero);
                for (var number = first; number < first + count; number++)
                    Assert.That(taken.Add(number), Is.True, $"{number:x} is given twice");

                runs.Add((first, count));
            }
        }

        Assert.That(sources.All.Where(source => source.IsClaimed).Select(source => source.Number), Is.EquivalentTo(taken));
        Assert.That(sources.TryClaimMessages(0, isMsix, 1, out _), Is.False);
        Assert.That(sources.TryClaimMessages(uint.MaxValue, isMsix, 1, out _), Is.False);
    }

    [Test]
    public void A_message_is_an_interrupt_of_a_source_for_messages_and_of_no_other()
    {
        var sources = new InterruptSources(0x1000, isLegacy: false);
        var pin = sources.ClaimPciPin(0, 0);
        sources.TryClaimMessages(1, isMsix: true, 1, out var number);
        var edges = 0;
        sources.Find(number)!.Line.Changed += line => edges += line.IsAsserted ? 1 : 0;
        Assert.Multiple(() =>
        {
            Assert.That(sources.TakeMessage(number), Is.True);
            Assert.That(sources.TakeMessage(number), Is.True);
            Assert.That(edges, Is.EqualTo(2));
            Assert.That(sources.TakeMessage(pin.Number), Is.False, "a pin");
            Assert.That(pin.Line.IsAsserted, Is.False);
            Assert.That(sources.TakeMessage(number + 1), Is.False, "one that nobody has");
            Assert.That(sources.TakeMessage(0), Is.False);
            Assert.That(sources.TakeMessage(uint.MaxValue), Is.False);
        });
    }

    [Test]
    public void A_source_that_is_freed_is_off_and_silent()
    {
        var sources = new InterruptSources(0x1000, isLegacy: false);
        var source = sources.ClaimPciPin(0, 0);
        source.Route(3, 5);
        source.Line.Set(true);
        sources.Free(source.Number, 1);
        Assert.That((source.IsClaimed, source.Line.IsAsserted, source.Server, source.Priority, source.SavedPriority), Is.EqualTo((false, false, 0u, 0xFF, 0xFF)));
    }

    [Test]
    public void Off_and_on_bring_back_the_priority()
    {
        var source = new InterruptSources(4, isLegacy: true).ClaimEvent(0);
        source.Route(1, 5);
        source.TurnOff();
        Assert.That((source.Priority, source.SavedPriority, source.Server), Is.EqualTo((0xFF, 5, 1u)));
        source.TurnOn();
        Assert.That((source.Priority, source.SavedPriority), Is.EqualTo((5, 5)));
    }
}
