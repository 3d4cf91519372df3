using Hv.Runtime.Machines;
using Hv.Runtime.Migration;
using Hv.Runtime.Objects;

namespace Hv.Runtime.Tests.Migration.Infrastructure;

/// <summary>A machine of a few pages with the sections that a test gives it.</summary>
internal sealed class SmallMachine : Machine
{
    public const int PageSize = 4096;

    private static readonly ObjectType MachineType = new("small", "A small machine", parent: null, create: null, []);

    private static readonly MachineVersion OnlyVersion = new(
        "small-1.0", 1, 0, "", "small machine", IsDefault: false, CompatTable.Empty, static () => new SmallMachine());

    /// <summary>Its sections.</summary>
    public List<StateSection> Sections { get; } = [];

    /// <summary>What it sends in rounds besides RAM.</summary>
    public List<IIterativeState> Rounds { get; } = [];

    /// <summary>What is around its sections.</summary>
    public MigrationFormat Format { get; set; } = MigrationFormat.Default;

    /// <summary>How often it was reset, being realized included.</summary>
    public int Resets { get; private set; }

    public override ObjectType Type => MachineType;

    public override MachineVersion Version => OnlyVersion;

    public override IEnumerable<StateSection> StateSections => [.. Sections, .. base.StateSections];

    public override IEnumerable<IIterativeState> IterativeStates => Rounds;

    public override MigrationFormat MigrationFormat => Format;

    /// <summary>Makes one, realized, with sections as they are.</summary>
    public static SmallMachine Create(int pages = 4, params StateSection[] sections)
    {
        var machine = new SmallMachine { Options = new MachineOptions { RamSize = (ulong)pages * PageSize } };
        machine.Realize();
        machine.Sections.AddRange(sections);
        return machine;
    }

    /// <summary>Fills pages with bytes that follow from a seed.</summary>
    public void FillRam(int seed, ulong offset, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        Assert.That(Memory.TryWrite(new(offset), bytes));
    }

    /// <summary>All of its RAM.</summary>
    public byte[] ReadRam()
    {
        var bytes = new byte[Memory.Size];
        Assert.That(Memory.TryRead(default, bytes));
        return bytes;
    }

    protected override void OnReset()
    {
        Resets++;
        foreach (var section in Sections)
            (section.State as Numbers)?.Reset();
    }
}
