using Hv.Runtime.Monitors.Gdb;

namespace Hv.Runtime.Tests.Monitors.Gdb;

/// <summary>Two processors with three registers each, and 64 KiB of memory of which the rest is nowhere.</summary>
internal sealed class FakeDebugTarget : IDebugTarget
{
    private DebugHalt? _halt;

    public event Action? Halted;

    public string Architecture => "powerpc:common64";

    public IReadOnlyList<DebugFeature> Features { get; } =
    [
        new("one", [new(2, "c", 2, "uint16"), new(0, "a", 4, "uint32")]),
        new("two", [new(1, "b", 1, "uint8")], "<vector id=\"v\" type=\"uint8\" count=\"2\"/>\n"),
    ];

    public int ThreadCount { get; init; } = 2;

    public Dictionary<(int Thread, int Number), byte[]> Registers { get; } = [];

    public byte[] Memory { get; } = new byte[0x10000];

    public List<DebugPoint> Points { get; } = [];

    public DebugAction[] Actions { get; private set; } = [];

    public string Describe(int thread) => $"number {thread}";

    public void ReadRegister(int thread, int number, Span<byte> value)
    {
        if (Registers.TryGetValue((thread, number), out var known))
            known.CopyTo(value);
        else
            value.Fill((byte)((thread << 4) + number));
    }

    public void WriteRegister(int thread, int number, ReadOnlySpan<byte> value) => Registers[(thread, number)] = value.ToArray();

    public int ReadMemory(int thread, ulong address, Span<byte> data)
    {
        if (address >= (ulong)Memory.Length)
            return 0;

        var length = Math.Min(data.Length, Memory.Length - (int)address);
        Memory.AsSpan((int)address, length).CopyTo(data);
        return length;
    }

    public bool WriteMemory(int thread, ulong address, ReadOnlySpan<byte> data)
    {
        if (address > (ulong)(Memory.Length - data.Length))
            return false;

        data.CopyTo(Memory.AsSpan((int)address));
        return true;
    }

    public void SetPoints(IReadOnlyCollection<DebugPoint> points)
    {
        Points.Clear();
        Points.AddRange(points);
    }

    public void Prepare(ReadOnlySpan<DebugAction> actions) => Actions = actions.ToArray();

    public DebugHalt? TakeHalt() => Interlocked.Exchange(ref _halt, null);

    /// <summary>A processor comes to a point, or has made its step.</summary>
    public void HaltBecause(DebugHalt halt)
    {
        _halt = halt;
        Halted?.Invoke();
    }
}
