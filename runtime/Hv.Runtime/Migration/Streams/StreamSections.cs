using Hv.Runtime.Machines;
using Hv.Runtime.Migration.Ram;
using Hv.Runtime.Text;

namespace Hv.Runtime.Migration.Streams;

/// <summary>The sections of a machine: numbered as they are registered, sent by priority.</summary>
internal sealed class StreamSections
{
    private readonly List<StreamSection> _all = [];

    /// <summary>Registers the sections of a machine.</summary>
    /// <exception cref="StateException">Two have one name and instance, or one has a name that streams cannot have.</exception>
    public StreamSections(Machine machine, GlobalState globalState)
    {
        // What the machine runs on comes first, then the machine, then what was made of it.
        Add(new StateSection(machine.Clock.StateType.Name, machine.Clock));
        Ram = new RamState(machine);
        Add(Ram);
        foreach (var state in machine.IterativeStates)
            Add(state);

        foreach (var section in machine.StateSections)
            Add(section);

        var storesAlways = machine.MigrationFormat.HasGlobalState;
        Add(new StateSection(GlobalState.VmState.Name, globalState)
        {
            IsNeeded = () => storesAlways || globalState.RunState is not (RunStateNames.Running or RunStateNames.Paused),
        });

        InOrder = [.. _all.OrderByDescending(section => section.Priority)];
    }

    /// <summary>The RAM.</summary>
    public RamState Ram { get; }

    /// <summary>The sections in the order in which they are sent.</summary>
    public IReadOnlyList<StreamSection> InOrder { get; }

    /// <summary>Those that are sent in rounds, in the order in which they are sent.</summary>
    public IEnumerable<StreamSection> Iterative => InOrder.Where(section => section.Iterative is not null);

    /// <summary>The section of a name and an instance, or <see langword="null"/>.</summary>
    public StreamSection? Find(string name, uint instance) =>
        _all.Find(section => section.Name == name && section.Instance == instance);

    /// <summary>Says that there is no section of a name and an instance, and what there is.</summary>
    public string Unknown(string name, uint instance)
    {
        var ofName = _all.Where(section => section.Name == name).ToList();
        var problem = ofName.Count > 0
            ? $"this machine has no instance 0x{instance:x} of '{name}', but {string.Join(", ", ofName.Select(section => $"0x{section.Instance:x}"))}"
            : $"this machine has no section '{StateText.Printable(name)}'.{NearestName.Suggest(StateText.Printable(name), _all.Select(section => section.Name))}";
        return problem.TrimEnd('.') + "; both sides need the same devices, those that were added later included";
    }

    private void Add(IIterativeState state) =>
        Add(new StreamSection((uint)_all.Count, state.Name, state.Instance) { Iterative = state });

    private void Add(StateSection section) =>
        Add(new StreamSection((uint)_all.Count, section.Name, section.Instance ?? NextInstance(section.Name))
        {
            State = section.State,
            IsNeeded = section.IsNeeded,
            Priority = section.Priority,
        });

    private void Add(StreamSection section)
    {
        if (section.Name.Length is 0 or > byte.MaxValue || !section.Name.All(char.IsAscii))
            throw new StateException($"section '{section.Name}': a name has 1 to {byte.MaxValue} ASCII characters");

        if (Find(section.Name, section.Instance) is not null)
            throw new StateException($"two sections have the name '{section.Name}' and the instance 0x{section.Instance:x}");

        _all.Add(section);
    }

    private uint NextInstance(string name) =>
        _all.Where(section => section.Name == name).Select(section => section.Instance + 1).DefaultIfEmpty().Max();
}
