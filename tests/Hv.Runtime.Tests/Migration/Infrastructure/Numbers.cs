using Hv.Runtime.Migration;

namespace Hv.Runtime.Tests.Migration.Infrastructure;

/// <summary>A state of two numbers, one of which must be even, and a third in a subsection when it is not zero.</summary>
internal sealed class Numbers(string name = "numbers") : IVmState
{
    private static readonly StateField FirstField = new("first", "uint32");
    private static readonly StateField EvenField = new("even", "uint64");
    private static readonly StateField ThirdField = new("third", "uint8");

    private readonly StateType _third = new($"{name}/third", 1, 1, [ThirdField]);
    private StateType? _type;

    public uint First { get; set; }

    public ulong Even { get; set; }

    public byte Third { get; set; }

    /// <summary>The version that is saved.</summary>
    public uint Version { get; init; } = 2;

    /// <summary>Thrown while it is loaded.</summary>
    public Exception? Failure { get; set; }

    public StateType StateType => _type ??= new StateType(name, Version, 1, [FirstField, EvenField], _third);

    public void SaveState(StateWriter writer)
    {
        writer.Write(FirstField, First);
        writer.Write(EvenField, Even);
        if (Third == 0)
            return;

        writer.BeginSubsection(_third);
        writer.Write(ThirdField, Third);
        writer.EndSubsection();
    }

    public void LoadState(StateReader reader, uint version)
    {
        First = reader.Read<uint>(FirstField);
        Even = reader.Read<ulong>(EvenField);
        if (Even % 2 != 0)
            throw reader.Fail(EvenField, Even, "allowed: even numbers");

        if (Failure is not null)
            throw Failure;

        var seen = 0UL;
        while (reader.TryBeginSubsection(StateType, ref seen, out _, out _))
        {
            Third = reader.Read<byte>(ThirdField);
            reader.EndSubsection();
        }
    }

    /// <summary>As after power-on.</summary>
    public void Reset() => (First, Even, Third) = (0, 0, 0);
}
