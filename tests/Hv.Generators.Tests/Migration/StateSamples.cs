namespace Hv.Generators.Tests.Migration;

/// <summary>Sources with state of every form.</summary>
internal static class StateSamples
{
    /// <summary>A type with members of all forms that a field can have.</summary>
    public const string AllForms = """
        using Hv.Runtime.Migration;
        using Hv.Runtime.Time;

        namespace Sample;

        public enum Mode : ushort { Off, Slow = 3, Fast = 300 }

        [Flags]
        public enum Causes { None, Link = 1, Error = 4 }

        public enum Shift : long { Down = -1, None, Up = long.MaxValue }

        public sealed class HexCodec : IStateCodec<string>
        {
            public static void Save(StateWriter writer, StateField field, string value)
            {
                writer.BeginField(field);
                writer.WriteName(value);
                writer.EndField();
            }

            public static string Load(StateReader reader, StateField field, string current)
            {
                reader.BeginField(field);
                var value = reader.ReadName();
                reader.EndField([]);
                return value;
            }
        }

        public sealed class CountsCodec : IStateCodec<Dictionary<int, int>>
        {
            public static void Save(StateWriter writer, StateField field, Dictionary<int, int> value)
            {
                writer.BeginField(field);
                writer.WriteRaw(value.Count);
                foreach (var (key, number) in value)
                {
                    writer.WriteRaw(key);
                    writer.WriteRaw(number);
                }

                writer.EndField();
            }

            public static Dictionary<int, int> Load(StateReader reader, StateField field, Dictionary<int, int> current)
            {
                current.Clear();
                for (var left = reader.CheckCount(field, reader.ReadRaw<int>(), 100); left > 0; left--)
                    current[reader.ReadRaw<int>()] = reader.ReadRaw<int>();

                return current;
            }
        }

        [VmState("forms/line")]
        public partial struct Line
        {
            [Migrated] public uint Number;
            [Migrated] public bool IsRaised { get; set; }
        }

        [VmState("forms/event")]
        public sealed partial class Event
        {
            [Migrated] private byte _length;

            [Migrated(Count = nameof(_length), Limit = 255)]
            public byte[] Bytes { get; private set; } = [];

            [BeforeSave] private void CountBytes() => _length = (byte)Bytes.Length;

            public void Set(byte[] bytes) => Bytes = bytes;
        }

        [VmState("forms/base", Version = 2, MinimumVersion = 1)]
        public abstract partial class FormsBase
        {
            [Migrated] public byte InBase;
            [Migrated(Since = 2)] public byte InBaseSince2;
        }

        [VmState("forms", BaseName = "base")]
        public sealed partial class Forms : FormsBase
        {
            [Migrated] public bool Bool;
            [Migrated] public byte U8;
            [Migrated] public sbyte I8;
            [Migrated] public ushort U16 { get; set; }
            [Migrated] public short I16 { get; private set; }
            [Migrated] public uint U32;
            [Migrated] public int I32;
            [Migrated] public ulong U64;
            [Migrated] private long _i64;
            [Migrated] public Mode Mode;
            [Migrated] public Causes Causes;
            [Migrated] public Shift Shift;
            [Migrated] public Liobn Liobn;
            [Migrated] public Buid Buid { get; set; }

            [Migrated(As = typeof(uint))] public int NarrowSigned;
            [Migrated(As = typeof(byte))] public ulong NarrowWide;
            [Migrated(As = typeof(long))] public ushort Widened;
            [Migrated(As = typeof(byte))] public Mode NarrowMode;
            [Migrated(As = typeof(ushort))] public Buid NarrowBuid;

            [Unused(3)]
            [Migrated] public byte[] Bytes = new byte[4];
            [Migrated(As = typeof(byte))] public readonly byte[] EachByte = new byte[2];
            [Migrated] public readonly ulong[] Words = new ulong[3];
            [Migrated] public readonly short[] Halves = new short[2];
            [Migrated] public readonly bool[] Bools = new bool[2];
            [Migrated] public readonly Mode[] Modes = new Mode[2];
            [Migrated] public readonly Liobn[] Liobns = new Liobn[2];
            [Migrated(As = typeof(ushort))] public readonly int[] Narrows = new int[2];
            [Migrated] public readonly Line[] Lines = new Line[2];

            [Migrated] public uint Count;
            [Migrated(Count = nameof(Count), Limit = 8)] public ulong[] Counted = [];
            [Migrated(Count = nameof(Count), LimitFrom = nameof(Most))] public Line[] CountedLines = [];
            [Migrated(Count = nameof(Count), Limit = 8)] public Event[] CountedEvents = [];
            [Migrated(Count = nameof(Count))] public readonly byte[] Partly = new byte[8];
            [Migrated(Count = nameof(Count))] public readonly Mode[] PartlyModes = new Mode[8];

            [Migrated] public Line Line;
            [Migrated] public Line LineProperty { get; set; }
            [Migrated] public Event Event { get; } = new();
            [Migrated(Limit = 4)] public List<Event> Events { get; } = [];
            [Migrated(LimitFrom = nameof(Most))] public List<Line> Queue = [];

            [Migrated] public MachineTimer? Timer;
            [Migrated(Codec = typeof(HexCodec), TypeName = "text")] public string Text = "";
            [Migrated(Codec = typeof(CountsCodec))] public readonly Dictionary<int, int> Counts = [];

            [Migrated(When = nameof(HasMore))] public byte More;

            [HostOnly("for the test")] public bool HasMore { get; set; } = true;
            public static ulong Most => 8;
        }
        """;
}
