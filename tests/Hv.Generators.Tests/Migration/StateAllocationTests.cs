using Hv.Generators.Tests.Infrastructure;
using Hv.Runtime.Migration;

namespace Hv.Generators.Tests.Migration;

/// <summary>Fields are saved and loaded without taking memory, whatever their form.</summary>
public sealed class StateAllocationTests
{
    private const int Times = 1000;

    private const string Source = """
        using Hv.Runtime.Time;

        namespace Sample;

        public enum Mode : byte { Off, On }

        [VmState("part")]
        public partial struct Part { [Migrated] public int Value; }

        [VmState("node")]
        [Subsection("node/ex", Needed = nameof(IsNeeded))]
        public sealed partial class Node
        {
            [Migrated] public ulong Value;
            [Migrated(Subsection = "node/ex")] public byte Ex;
            public bool IsNeeded => true;
        }

        [VmState("whole", Version = 2, MinimumVersion = 1)]
        public sealed partial class Whole
        {
            [Migrated] private long _number;
            [Migrated(MustMatch = true)] private readonly Liobn _liobn = new(7);
            [Migrated(Since = 2)] private bool _flag;
            [Migrated] private Mode _mode;
            [Migrated(As = typeof(byte))] private int _narrow;
            [Unused(4)] [Migrated] private readonly byte[] _bytes = new byte[64];
            [Migrated] private readonly uint[] _words = new uint[64];
            [Migrated] private readonly Mode[] _modes = new Mode[4];
            [Migrated] private uint _count = 4;
            [Migrated(Count = nameof(_count), Limit = 8)] private Part[] _counted = new Part[4];
            [Migrated] private Part _part;
            [Migrated] private Part Property { get; set; }
            [Migrated] private readonly Node _node = new();
            [Migrated] private readonly Node[] _nodes = [new(), new()];
            [Migrated] private MachineTimer? _timer;

            public void Set(bool flag, Mode mode, MachineTimer? timer) => (_number, _flag, _mode, _narrow, _timer) = (1, flag, mode, 255, timer);
        }
        """;

    [Test]
    public void Nothing_is_allocated_for_a_field()
    {
        var state = new StateObject(GeneratorTest.Run(Source).Load(), "Sample.Whole").State;
        using var stream = new MemoryStream();
        var writer = new StateWriter(stream);
        Save(writer, state);
        writer.Flush();
        stream.Capacity *= 4;
        stream.Position = 0;
        var reader = new StateReader(stream);
        Load(reader, state);
        Assert.That(reader.Position, Is.EqualTo(writer.Position));

        stream.Position = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        Save(writer, state);
        var saved = GC.GetAllocatedBytesForCurrentThread();
        writer.Flush();
        stream.Position = 0;
        var flushed = GC.GetAllocatedBytesForCurrentThread();
        Load(reader, state);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - flushed, Is.Zero, "loading");
        Assert.That(saved - before, Is.Zero, "saving");
    }

    private static void Save(StateWriter writer, IVmState state)
    {
        for (var time = 0; time < Times; time++)
            state.SaveState(writer);
    }

    private static void Load(StateReader reader, IVmState state)
    {
        for (var time = 0; time < Times; time++)
            state.LoadState(reader, 2);
    }
}
