namespace Hv.Runtime.Interrupts;

/// <summary>An interrupt wire: asserted or not. Used under the machine's lock.</summary>
/// <param name="name">What it is, e.g. <c>phb 0 pin A</c>.</param>
/// <param name="number">The number by which its receiver knows it.</param>
public sealed class InterruptLine(string name, uint number)
{
    /// <summary>What it is.</summary>
    public string Name { get; } = name;

    /// <summary>The number by which its receiver knows it.</summary>
    public uint Number { get; } = number;

    /// <summary>Whether it is asserted.</summary>
    public bool IsAsserted { get; private set; }

    /// <summary>The level has changed.</summary>
    public event Action<InterruptLine>? Changed;

    /// <summary>Whoever receives it has dealt with an interrupt (end of interrupt).</summary>
    public event Action? Ended;

    /// <summary>Sets the level.</summary>
    public void Set(bool isAsserted)
    {
        if (IsAsserted == isAsserted)
            return;

        IsAsserted = isAsserted;
        Changed?.Invoke(this);
    }

    /// <summary>Asserts and deasserts it: one edge.</summary>
    public void Pulse()
    {
        Set(true);
        Set(false);
    }

    /// <summary>Tells that whoever receives it has dealt with an interrupt.</summary>
    public void End() => Ended?.Invoke();

    /// <inheritdoc/>
    public override string ToString() => $"{Name} (0x{Number:x})";
}
