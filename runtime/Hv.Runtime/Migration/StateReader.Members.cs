using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hv.Runtime.Migration;

// What generated code needs for members that are more than one integer of the type on the wire.
public sealed partial class StateReader
{
    /// <summary>Reads one element of an array of integers.</summary>
    /// <param name="field">The array.</param>
    /// <param name="index">The element.</param>
    /// <exception cref="StateException">The stream ends.</exception>
    public T ReadElement<T>(StateField field, int index)
        where T : unmanaged, IBinaryInteger<T>
    {
        At(field);
        _index = index;
        var value = ReadRaw<T>();
        if (Observer is not null)
            Tell(Unsafe.SizeOf<T>());

        return value;
    }

    /// <summary>Reads one element of an array of bools: 0 or 1.</summary>
    /// <exception cref="StateException">The stream ends, or has another value.</exception>
    public bool ReadBoolElement(StateField field, int index) => ToBool(field, ReadElement<byte>(field, index));

    /// <summary>Reads an integer field, of another type in the stream, that must be what this side has.</summary>
    /// <exception cref="StateException">The stream ends, or has another value.</exception>
    public void Match<TWire, T>(StateField field, T own)
        where TWire : unmanaged, IBinaryInteger<TWire>
        where T : unmanaged, IBinaryInteger<T>
    {
        var wire = Read<TWire>(field);
        if (!StateWriter.TryFit(wire, out T value) || value != own)
            throw Fail(field, wire, $"this machine has {Text(own)}");
    }

    /// <summary>A value from the stream as the type that this side has, which may be the narrower one.</summary>
    /// <param name="field">The field, read last.</param>
    /// <param name="wire">Its value in the stream.</param>
    /// <exception cref="StateException">It does not fit.</exception>
    public T Fit<T, TWire>(StateField field, TWire wire)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        where TWire : unmanaged, IBinaryInteger<TWire> =>
        StateWriter.TryFit(wire, out T value) ? value : throw Fail(field, wire, $"allowed: {T.MinValue} to {T.MaxValue}");

    /// <summary>Checks how many elements an array has in the stream, before anything is taken for them.</summary>
    /// <param name="field">The array.</param>
    /// <param name="count">How many elements the stream says it has.</param>
    /// <param name="limit">How many it has at most.</param>
    /// <returns>The count.</returns>
    /// <exception cref="StateException">It is more than the limit.</exception>
    public int CheckCount(StateField field, ulong count, long limit) =>
        count <= (ulong)Math.Clamp(limit, 0, Array.MaxLength)
            ? (int)count
            : throw Fail(field, count, $"at most {limit} elements are allowed");

    /// <summary>Reads on after the fields of a state, or a subsection, that has no subsections.</summary>
    /// <exception cref="StateException">One of it follows all the same.</exception>
    public void RefuseSubsections(StateType parent)
    {
        ulong seen = 0;
        _ = TryBeginSubsection(parent, ref seen, out _, out _);
    }

    /// <summary>The array itself when it has this length, else a new one.</summary>
    public T[] Resize<T>(T[] array, int count) => array.Length == count ? array : new T[count];

    /// <summary>Loads the state of a struct that sits behind a property.</summary>
    /// <param name="value">The struct as it is.</param>
    /// <param name="version">The version of the state.</param>
    /// <returns>The struct as loaded.</returns>
    /// <exception cref="StateException">The stream ends, or holds what the struct cannot be.</exception>
    public T ReadState<T>(T value, uint version)
        where T : struct, IVmState
    {
        value.LoadState(this, version);
        return value;
    }

    private bool ToBool(StateField field, byte value) => value switch
    {
        0 => false,
        1 => true,
        _ => throw Fail(field, value, "allowed: 0 or 1"),
    };
}
