using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Hv.Pseries.Dma;
using Hv.Runtime.Calls;
using Hv.Runtime.Dma;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Memory;
using Hv.Runtime.Migration;
using Hv.Testing;

namespace Hv.Pseries.Tests.Migration;

/// <summary>The state <c>spapr_iommu</c>: dense on the wire, sparse on both sides.</summary>
public sealed class TceTableStateTests
{
    private const ulong Bus64 = 0x0800_0000_0000_0000;

    private static readonly Liobn Liobn = new(0x8000_0001);

    [Test]
    public void A_window_at_0_with_4_KiB_pages_has_the_fields_of_the_oldest_streams()
    {
        var table = new TceTable(Liobn);
        table.Enable(0, 12, 4, isDefault: true);
        table.Put(0x2000, 0x1122_3344_5566_7003);
        Assert.That(
            Convert.ToHexString(StateBytes.Save(table)),
            Is.EqualTo("80000001" + "00000004" + "00" + "00000000000000000000000000000000" + "1122334455667003" + "0000000000000000" + "01"));
    }

    [Test]
    public void Any_other_window_and_none_have_a_subsection_that_says_where_it_is()
    {
        var table = new TceTable(Liobn);
        const string Name = "050E" + "73706170725F696F6D6D755F6578" + "00000001";
        Assert.That(Convert.ToHexString(StateBytes.Save(table)), Is.EqualTo("80000001" + "00000000" + "00" + "00" + Name + "0000000000000000" + "00000000"));
        table.Enable(Bus64, 16, 1, isDefault: false);
        Assert.That(
            Convert.ToHexString(StateBytes.Save(table)),
            Is.EqualTo("80000001" + "00000001" + "00" + "0000000000000000" + "00" + Name + "0800000000000000" + "00000010"));
    }

    [Test]
    public void A_table_becomes_what_the_stream_has_whatever_it_was([Values] bool wasEnabled, [Values] bool isEnabled, [Values] bool isOld)
    {
        var (source, target) = (new TceTable(Liobn), new TceTable(Liobn));
        if (isEnabled)
        {
            source.Enable(isOld ? 0 : Bus64, isOld ? 12 : 16, 100, isDefault: true);
            source.Put(source.BusAddress + (5UL << source.PageShift), 0x50003);
            source.Put(source.BusAddress + (99UL << source.PageShift), 0x60001);
        }

        if (wasEnabled)
        {
            target.Enable(0x1000_0000, 12, 100, isDefault: false);
            target.Put(0x1000_0000, 0x70003);
        }

        var state = StateBytes.Save(source);
        StateBytes.Load(target, state);
        Assert.That(StateBytes.Save(target), Is.EqualTo(state));
        Assert.That(
            (target.IsEnabled, target.BusAddress, target.PageShift, target.Entries, target.IsDefault),
            Is.EqualTo((source.IsEnabled, source.BusAddress, source.PageShift, source.Entries, source.IsDefault)));
        if (isEnabled)
            Assert.That(target.Get(source.BusAddress + (99UL << source.PageShift), out var tce), Is.EqualTo(HypercallStatus.Success));
    }

    [Test]
    public void Listeners_are_told_what_goes_and_what_comes()
    {
        using var machine = new TestMachine<Pseries.Versions.Pseries_7_2>();
        var bridge = machine.Machine.HostBridges.Single();
        var table = bridge.DmaWindows[0];
        var listener = new RecordingListener();
        table.Put(0x3000, 0x5003);
        var state = StateBytes.Save(table);
        table.Put(0x3000, 0);
        table.Put(0x4000, 0x8001);
        table.AddListener(listener);
        listener.Told.Clear();
        StateBytes.Load(table, state);
        Assert.That(listener.Told, Is.EqualTo(new[] { "unmap 4000+1000", "map 3000+1000 -> 5000 ReadWrite" }));
        Assert.That(bridge.Dma.Windows, Does.Contain(table));
        Assert.That(table.TryTranslate(0x4000, IommuPermission.Read, out _), Is.False);
        Assert.That(table.TryTranslate(0x3000, IommuPermission.Read, out var found) ? found.Target : default, Is.EqualTo(new GuestPhysicalAddress(0x5000)));
    }

    [TestCase(11u, Bus64, "page_shift is 11; allowed: 12 to 34")]
    [TestCase(35u, Bus64, "page_shift is 35; allowed: 12 to 34")]
    [TestCase(uint.MaxValue, Bus64, "page_shift is 4294967295")]
    [TestCase(16u, ulong.MaxValue, "runs past the end of the bus")]
    public void A_place_that_no_window_can_have_is_refused(uint shift, ulong address, string problem)
    {
        var source = new TceTable(Liobn);
        source.Enable(Bus64, 16, 3, isDefault: false);
        var state = StateBytes.Save(source);
        BinaryPrimitives.WriteUInt64BigEndian(state.AsSpan(state.Length - 12), address);
        BinaryPrimitives.WriteUInt32BigEndian(state.AsSpan(state.Length - 4), shift);
        var target = new TceTable(Liobn);
        Assert.That(() => StateBytes.Load(target, state), Throws.InstanceOf<StateException>().With.Message.Contains(problem));
        Assert.That(target.IsEnabled, Is.False);
    }

    [Test]
    public void The_number_must_match()
    {
        var state = StateBytes.Save(new TceTable(Liobn));
        Assert.That(
            StateBytes.Problem(new TceTable(new Liobn(0x8000_0000)), state),
            Does.Contain("liobn").And.Contain("0x80000001").And.Contain("0x80000000").And.Contain("offset 0x0"));
    }

    [Test]
    public void More_entries_than_a_table_may_keep_are_refused()
    {
        var source = new TceTable(Liobn);
        source.Enable(0, 12, 1 << 16, isDefault: false);
        for (var page = 0ul; page < 1 << 16; page++)
            source.Put(page << 12, (page << 13) | 3);

        var target = new TceTable(Liobn, hostBytesLimit: 1 << 16);
        Assert.That(StateBytes.Problem(target, StateBytes.Save(source)), Does.Contain("mig_table").And.Contain("65536 bytes of memory"));
    }

    [Test]
    public void Two_to_the_31_empty_entries_travel_in_little_memory()
    {
        const ulong Entries = 1UL << 31;
        var (source, target) = (new TceTable(Liobn), new TceTable(Liobn));
        source.Enable(Bus64, 16, Entries, isDefault: false);

        // The 16 GiB are never anywhere: one side writes them to nobody, the other reads what is written around them, and zeros.
        using var ends = new EndsOnlyStream((long)(Entries * sizeof(ulong)));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var writer = new StateWriter(ends);
        source.SaveState(writer);
        writer.Flush();
        ends.Position = 0;
        target.LoadState(new StateReader(ends), TceTable.VmState.Version);
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(2 << 20));
        Assert.That((target.Entries, target.BusAddress, target.PageShift), Is.EqualTo((Entries, Bus64, 16)));
        Assert.That(target.HostBytes, Is.Zero);
        Assert.That(target.Put(Bus64 + ((Entries - 1) << 16), 0x50003), Is.EqualTo(HypercallStatus.Success));
    }

    /// <summary>Keeps what is written before and after so many zeros; the zeros are there when it is read.</summary>
    private sealed class EndsOnlyStream(long zeros) : MemoryStream
    {
        private const int HeadSize = 9;
        private readonly byte[] _head = new byte[HeadSize];
        private readonly List<byte> _tail = [];
        private long _position;

        public override long Position { get => _position; set => _position = value; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            // Piece by piece: what is still the head, what lies between, what comes after.
            while (buffer.Length > 0)
            {
                var end = _position < HeadSize ? HeadSize : _position < HeadSize + zeros ? HeadSize + zeros : long.MaxValue;
                var part = buffer[..(int)Math.Min(buffer.Length, end - _position)];
                if (end == HeadSize)
                    part.CopyTo(_head.AsSpan((int)_position));
                else if (end == long.MaxValue)
                    _tail.AddRange(part);
                else if (part.ContainsAnyExcept((byte)0))
                    throw new InvalidDataException("An entry is written that was never put.");

                _position += part.Length;
                buffer = buffer[part.Length..];
            }
        }

        public override int Read(Span<byte> buffer)
        {
            if (_position < HeadSize)
                return Take(_head.AsSpan((int)_position), buffer);

            var behind = _position - HeadSize - zeros;
            if (behind >= 0)
                return Take(CollectionsMarshal.AsSpan(_tail)[(int)behind..], buffer);

            var count = (int)Math.Min(-behind, buffer.Length);
            buffer[..count].Clear();
            _position += count;
            return count;
        }

        private int Take(ReadOnlySpan<byte> content, Span<byte> buffer)
        {
            var count = Math.Min(content.Length, buffer.Length);
            content[..count].CopyTo(buffer);
            _position += count;
            return count;
        }
    }
}
