using Hv.Pseries.Dma;
using Hv.Runtime.Calls;
using Hv.Runtime.Hypercalls;
using Hv.Testing;

namespace Hv.Pseries.Tests.Dma;

/// <summary>A listener cannot follow: the table says what the host has, whatever was asked for.</summary>
public sealed class TceTableRefusalTests
{
    private const ulong ReadWrite = 3;

    private readonly TceTable _table = new(new Liobn(0x8000_0000));
    private readonly RecordingListener _listener = new();

    [SetUp]
    public void Start()
    {
        _table.Enable(0, 12, 0x1000, isDefault: true);
        _table.AddListener(_listener);
    }

    [TearDown]
    public void End()
    {
        _table.Disable();
        _table.RemoveListener(_listener);
        _listener.Refuses = null;
        _listener.Told.Clear();
    }

    [Test]
    public void A_page_that_cannot_be_mapped_is_not()
    {
        _listener.Refuses = what => what.StartsWith("map", StringComparison.Ordinal);
        Assert.That(_table.Put(0x1000, 0x20_0000 | ReadWrite), Is.EqualTo(HypercallStatus.NotEnoughResources));
        Assert.That(Get(0x1000), Is.Zero);
        Assert.That(_listener.Told[^1], Is.EqualTo("unmap 1000+1000"));
    }

    [Test]
    public void One_that_replaces_another_leaves_nothing_of_both()
    {
        _table.Put(0x1000, 0x20_0000 | ReadWrite);
        _listener.Refuses = what => what.StartsWith("map", StringComparison.Ordinal);
        Assert.That(_table.Put(0x1000, 0x30_0000 | ReadWrite), Is.EqualTo(HypercallStatus.NotEnoughResources));
        Assert.That(Get(0x1000), Is.Zero);
    }

    [Test]
    public void A_page_that_must_stay_mapped_does()
    {
        _table.Put(0x1000, 0x20_0000 | ReadWrite);
        _listener.Refuses = what => what.StartsWith("unmap", StringComparison.Ordinal);
        Assert.That(_table.Put(0x1000, 0), Is.EqualTo(HypercallStatus.NotEnoughResources));
        Assert.That(Get(0x1000), Is.EqualTo(0x20_0000 | ReadWrite));
        Assert.That(_listener.Told[^1], Is.EqualTo("map 1000+1000 -> 200000 ReadWrite"), "those who had followed have it again");
    }

    [Test]
    public void Of_several_at_once_none_is_mapped_when_one_cannot_be()
    {
        _listener.Refuses = what => what.Contains("400000", StringComparison.Ordinal) && what.StartsWith("map", StringComparison.Ordinal);
        Assert.That(
            _table.Put(0, [0x20_0000 | ReadWrite, 0x30_0000 | ReadWrite, 0x40_0000 | ReadWrite]), Is.EqualTo(HypercallStatus.NotEnoughResources));
        Assert.That((Get(0), Get(0x1000), Get(0x2000)), Is.EqualTo((0ul, 0ul, 0ul)));
        Assert.That(_listener.Told[^1], Is.EqualTo("unmap 0+3000"));
    }

    [Test]
    public void Pages_of_the_same_memory_that_are_too_many_are_not_mapped()
    {
        _table.Put(0x3000, 0x50_0000 | ReadWrite);
        _listener.Refuses = what => what.Contains('*', StringComparison.Ordinal);
        Assert.That(_table.Stuff(0, 0x20_0000 | ReadWrite, 16), Is.EqualTo(HypercallStatus.NotEnoughResources));
        Assert.That((Get(0), Get(0x3000), Get(0xF000)), Is.EqualTo((0ul, 0ul, 0ul)));
    }

    [Test]
    public void Many_that_must_stay_mapped_do()
    {
        _table.Put(0, [0x20_0000 | ReadWrite, 0x20_1000 | ReadWrite, 0x40_0000 | ReadWrite]);
        _listener.Refuses = what => what.StartsWith("unmap", StringComparison.Ordinal);
        Assert.That(_table.Stuff(0, 0, 16), Is.EqualTo(HypercallStatus.NotEnoughResources));
        Assert.That((Get(0), Get(0x1000), Get(0x2000)), Is.EqualTo((0x20_0000 | ReadWrite, 0x20_1000 | ReadWrite, 0x40_0000 | ReadWrite)));
    }

    [Test]
    public void Others_are_told_as_if_it_had_not_been()
    {
        var other = new RecordingListener();
        _table.AddListener(other);
        _listener.Refuses = what => what.StartsWith("map", StringComparison.Ordinal);
        _table.Put(0x1000, 0x20_0000 | ReadWrite);
        Assert.That(other.Told, Is.EqualTo(new[] { "map 1000+1000 -> 200000 ReadWrite", "unmap 1000+1000" }));
        _table.RemoveListener(other);
    }

    [Test]
    public void A_listener_that_cannot_have_what_is_there_already_is_not_added()
    {
        _table.Put(0x1000, 0x20_0000 | ReadWrite);
        var other = new RecordingListener { Refuses = _ => true };
        Assert.That(_table.AddListener(other), Is.False);
        _table.Put(0x2000, 0x20_0000 | ReadWrite);
        Assert.That(other.Told, Has.Count.EqualTo(1));
    }

    private ulong Get(ulong ioba)
    {
        Assert.That(_table.Get(ioba, out var tce), Is.EqualTo(HypercallStatus.Success));
        return tce;
    }
}
