namespace Hv.Vfio.Kernel;

/// <summary>What a call of the kernel answered: a value from 0 up, or an error as a negative number.</summary>
/// <param name="Value">The value; negative: the error's number, negated.</param>
public readonly record struct KernelResult(long Value)
{
    /// <summary>Whether the kernel refused.</summary>
    public bool IsError => Value < 0;

    /// <summary>The error; <see cref="Errno.None"/> without one.</summary>
    public Errno Error => IsError ? (Errno)(-Value) : Errno.None;

    /// <summary>The value as a descriptor or a count.</summary>
    public int Number => checked((int)Value);

    /// <summary>An error.</summary>
    public static KernelResult Failed(Errno error) => new(-(long)error);

    /// <summary>The error as the kernel's documentation names it, with its number: <c>EINVAL (22)</c>; or the value.</summary>
    public override string ToString() => IsError ? ErrnoNames.Of(Error) : Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
