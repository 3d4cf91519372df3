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

    /// <summary>A type with versions, subsections, hooks and members that must match.</summary>
    public const string Versions = """
        using Hv.Runtime.Migration;

        namespace Sample;

        [VmState("table/page", Version = 2)]
        public partial struct Page
        {
            [Migrated] public byte Number;
        }

        [Device("table")]
        [VmState("table", Version = 4, MinimumVersion = 2)]
        [Subsection("table/cap/early", Needed = nameof(NeedsEarly))]
        [Subsection("table/ex", Needed = nameof(NeedsEx), Version = 3, MinimumVersion = 1)]
        [Subsection("table/ex/more", Parent = "table/ex", Needed = nameof(NeedsMore))]
        [Subsection("table/empty", Needed = nameof(NeedsEmpty))]
        public sealed partial class Table : Device
        {
            public readonly List<string> Log = [];

            [Property("index", Default = 7)]
            [Migrated(MustMatch = true)]
            public partial uint Index { get; set; }

            [Migrated(MustMatch = true, As = typeof(ushort))] public Liobn Liobn { get; } = new(0x1234);

            [GuestVisible("its node")]
            [Migrated(MustMatch = true)]
            public readonly bool IsBig = true;

            [Unused(2, Before = 3)]
            [Migrated] public byte Always;
            [Migrated(Since = 2)] public byte SinceOldest;
            [Migrated(Since = 3)] public byte Since3;
            [Migrated(Before = 3)] public byte Before3;
            [Migrated(Since = 3, Before = 4)] public byte Only3;
            [Unused(1, Since = 4)]
            [Unused(1, When = nameof(HasLegacy))]
            [Migrated(Since = 3, When = nameof(HasLegacy))] public byte Legacy;

            [Migrated(Subsection = "table/cap/early")] public byte Early;
            [Migrated(Subsection = "table/ex/more")] public Page More;
            [Migrated(Subsection = "table/ex")] public byte Ex;
            [Migrated(Subsection = "table/ex", Since = 2)] public byte ExSince2;
            [Migrated(Subsection = "table/ex", Before = 3)] public byte ExBefore3;

            [Migrated] public Page Last;

            public bool HasLegacy { get; init; }
            [HostOnly("test")] public bool NeedsEarly { get; set; }
            [HostOnly("test")] public bool NeedsEx { get; set; }
            [HostOnly("test")] public bool NeedsMore { get; set; }
            [HostOnly("test")] public bool NeedsEmpty { get; set; }
            [HostOnly("test")] public bool Fails { get; set; }

            [BeforeSave] private void BeforeSave() => Log.Add("before save");

            [AfterSave] private void AfterSave() => Log.Add("after save");

            [BeforeLoad]
            private void BeforeLoad()
            {
                Log.Add("before load");
                Ex = 0xEE;
            }

            [AfterLoad]
            private void AfterLoad(uint version)
            {
                Log.Add($"after load {version}, {Early}");
                if (Fails)
                    throw new StateException("does not fit");
            }
        }
        """;
}
