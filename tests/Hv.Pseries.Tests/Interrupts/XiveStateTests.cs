using System.Buffers.Binary;
using Hv.Pseries.Interrupts;
using Hv.Pseries.Tests.Migration;
using Hv.Runtime.Migration;

namespace Hv.Pseries.Tests.Interrupts;

/// <summary>What migrates of the interrupt controllers.</summary>
public sealed class XiveStateTests
{
    private const int Sources = 0x1000 + 0x1000;

    [Test]
    public void Words_of_the_tables_are_little_endian_on_the_wire()
    {
        var router = Router(out var sources);
        sources.ClaimEvent(InterruptSources.HotPlug);
        router.Reset();
        router.Queues[5].Word3 = 0x1234_5678;

        var bytes = StateBytes.Save(router);

        Assert.That(BinaryPrimitives.ReadUInt32BigEndian(bytes), Is.EqualTo(Sources));
        Assert.That(Entry(bytes, 0), Is.EqualTo("0000008000000080"));
        Assert.That(Entry(bytes, 4), Is.EqualTo("0000000000000000"));
        Assert.That(Entry(bytes, 0x1001), Is.EqualTo("0000008000000080"));
        var queues = bytes.AsSpan(4 + (Sources * 8));
        Assert.That(queues.Length, Is.EqualTo(4 * 8 * 32));
        Assert.That(Convert.ToHexString(queues.Slice(5 * 32, 16)), Is.EqualTo("00000000" + "00000050" + "00000000" + "78563412"));
    }

    [Test]
    public void Tables_are_loaded_as_they_were_saved()
    {
        var router = Router(out var sources);
        sources.ClaimEvent(InterruptSources.EnvironmentalAndPower);
        router.Reset();
        router.Assignments[0x1000].Word = XiveEventAssignment.IsValid | 0x0123_4567;
        router.Queues[7].Word7 = 9;
        var other = Router(out _);

        StateBytes.Load(other, StateBytes.Save(router));

        Assert.That(other.Assignments.Select(entry => entry.Word), Is.EqualTo(router.Assignments.Select(entry => entry.Word)));
        Assert.That(other.Queues, Is.EqualTo(router.Queues));
    }

    [Test]
    public void Sources_that_come_are_masked_and_those_that_go_are_gone()
    {
        var router = Router(out var sources);
        sources.TryClaimMessages(2, isMsix: true, vectors: 2, out var first);
        Assert.That(Entry(StateBytes.Save(router), (int)first), Is.EqualTo("0000008000000080"));
        router.Assignments[first].Word = XiveEventAssignment.IsValid;
        Assert.That(Entry(StateBytes.Save(router), (int)first), Is.EqualTo("0000000000000080"));
        sources.Free(first, 2);
        Assert.That(Entry(StateBytes.Save(router), (int)first), Is.EqualTo("0000000000000000"));
    }

    [Test]
    public void Another_number_of_sources_is_refused()
    {
        var bytes = StateBytes.Save(new XiveSources(16));
        using var stream = new MemoryStream(bytes);

        var error = Assert.Throws<StateException>(() => new XiveSources(32).LoadState(new StateReader(stream), 1));

        Assert.That(error.Message, Does.Contain("nr_irqs").And.Contain("16").And.Contain("32"));
    }

    [Test]
    public void Sources_are_off_at_first()
    {
        var sources = new XiveSources(3);
        Assert.That(StateBytes.Save(sources), Is.EqualTo((byte[])[0, 0, 0, 3, 1, 1, 1]));
    }

    [Test]
    public void A_presenter_has_nothing_pending_at_first()
    {
        Assert.That(StateBytes.Save(new InterruptPresenter()), Is.EqualTo((byte[])[0, 0, 0, 0, 0xFF, 0xFF]));
    }

    private static XiveRouter Router(out InterruptSources sources)
    {
        sources = new InterruptSources(0x1000, isLegacy: false);
        return new XiveRouter(sources, servers: 4);
    }

    private static string Entry(byte[] bytes, int number) => Convert.ToHexString(bytes, 4 + (number * 8), 8);
}
