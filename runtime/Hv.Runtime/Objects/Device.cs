using Hv.Runtime.Declarations;
using Hv.Runtime.Machines;
using Hv.Runtime.Migration;

namespace Hv.Runtime.Objects;

/// <summary>A device of a machine. Machines make devices (<see cref="Machine.CreateDevice{T}"/>), so that compat rows apply.</summary>
[HostOnly("its machine, and whether it is realized, are for whoever runs the machine to say")]
public abstract class Device : HvObject
{
    private Machine? _machine;

    /// <summary>The id the user gave it, or empty.</summary>
    public string Id { get; internal set; } = "";

    /// <summary>
    /// Its place in the tree of objects: <c>/machine/peripheral/ID</c>, <c>/machine/peripheral-anon/device[N]</c> for one the user
    /// gave no id, <c>/machine/unattached/device[N]</c> for one the machine made. Empty before it belongs to a machine.
    /// </summary>
    public string Path { get; internal set; } = "";

    /// <summary>Whether a user made this one, not the machine.</summary>
    public bool IsUsers => Path.StartsWith("/machine/peripheral", StringComparison.Ordinal);

    /// <summary>Whether users can make it; otherwise only machines do.</summary>
    public virtual bool IsUserCreatable => true;

    /// <summary>Whether it can be added to, and removed from, a machine that is realized.</summary>
    public virtual bool IsHotPluggable => false;

    /// <summary>Whether it was added after its machine was realized.</summary>
    public bool IsHotPlugged { get; private set; }

    /// <summary>Whether its removal was asked for and waits for the next reset (<see cref="Machine.RequestUnplug"/>).</summary>
    public bool IsUnplugPending { get; internal set; }

    /// <summary>
    /// Whether a removal waits until the guest lets go of the device, or the machine is reset. By default for what was there when
    /// the guest started; what came later, and no guest has taken over, goes at once.
    /// </summary>
    public virtual bool AwaitsGuestOnUnplug => !IsHotPlugged;

    /// <summary>The machine the device belongs to.</summary>
    /// <exception cref="InvalidOperationException">The device has not been added to a machine.</exception>
    public Machine Machine => _machine ?? throw new InvalidOperationException($"This {Type.Name} belongs to no machine yet.");

    /// <summary>Whether the device sits on a bus of another one, which is realized before it.</summary>
    public virtual bool SitsOnBus => false;

    /// <summary>The bus it sits on, once realized; <see langword="null"/> for one that sits on none.</summary>
    public virtual Bus? ParentBus => null;

    /// <summary>The buses the device has, once realized.</summary>
    public virtual IEnumerable<Bus> ChildBuses => [];

    /// <summary>
    /// Where the device sits, as migration streams name it before its state's name: <c>pci@800000020000000:03.0</c>; empty for a
    /// device on no bus, whose sections are told apart by number.
    /// </summary>
    public virtual string StatePath => "";

    /// <summary>The sections of migration streams that hold the device's state: none, or its own, and those of its parts.</summary>
    public virtual IEnumerable<StateSection> StateSections => this is IVmState state ? [CreateSection(state)] : [];

    /// <summary>Why a machine with the device cannot migrate; <see langword="null"/> when it can.</summary>
    public virtual string? MigrationBlocker => null;

    internal void Attach(Machine machine)
    {
        _machine = machine;
        IsHotPlugged = machine.IsRealized;
    }

    internal void Realize()
    {
        OnRealize();
        IsRealized = true;
    }

    internal void Reset() => OnReset();

    internal void Unrealize()
    {
        OnUnrealize();
        IsRealized = false;
    }

    /// <summary>Makes a section for the state of the device, or of a part of it: its name after the device's place.</summary>
    protected StateSection CreateSection(IVmState state)
    {
        var name = state.StateType.Name;
        return new StateSection(StatePath.Length == 0 ? name : $"{StatePath}/{name}", state);
    }

    /// <summary>Makes the device work: checks properties against each other and takes its place in the machine.</summary>
    /// <exception cref="PropertyException">A property does not fit; the device is not realized.</exception>
    protected virtual void OnRealize()
    {
    }

    /// <summary>Puts the device into the state it has after power-on.</summary>
    protected virtual void OnReset()
    {
    }

    /// <summary>Gives back what the device took from the host.</summary>
    protected virtual void OnUnrealize()
    {
    }
}
