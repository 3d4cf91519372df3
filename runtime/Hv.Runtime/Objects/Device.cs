using Hv.Runtime.Machines;

namespace Hv.Runtime.Objects;

/// <summary>A device of a machine. Machines make devices (<see cref="Machine.CreateDevice{T}"/>), so that compat rows apply.</summary>
public abstract class Device : HvObject
{
    private Machine? _machine;

    /// <summary>The id the user gave it, or empty.</summary>
    public string Id { get; internal set; } = "";

    /// <summary>The machine the device belongs to.</summary>
    /// <exception cref="InvalidOperationException">The device has not been added to a machine.</exception>
    public Machine Machine => _machine ?? throw new InvalidOperationException($"This {Type.Name} belongs to no machine yet.");

    /// <summary>Whether the device sits on a bus of another one, which is realized before it.</summary>
    public virtual bool SitsOnBus => false;

    /// <summary>The bus it sits on, once realized; <see langword="null"/> for one that sits on none.</summary>
    public virtual Bus? ParentBus => null;

    /// <summary>The buses the device has, once realized.</summary>
    public virtual IEnumerable<Bus> ChildBuses => [];

    internal void Attach(Machine machine) => _machine = machine;

    internal void Realize()
    {
        OnRealize();
        IsRealized = true;
    }

    internal void Reset() => OnReset();

    internal void Unrealize() => OnUnrealize();

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
