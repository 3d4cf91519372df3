namespace Hv.Runtime.Migration;

/// <summary>How one field is saved and loaded whose form does not follow from its type (<see cref="Declarations.MigratedAttribute.Codec"/>).</summary>
/// <typeparam name="T">The member's type.</typeparam>
public interface IStateCodec<T>
{
    /// <summary>
    /// Writes the value: by the methods of <paramref name="writer"/> that take the field, or as raw bytes between
    /// <see cref="StateWriter.BeginField"/> and <see cref="StateWriter.EndField"/>.
    /// </summary>
    static abstract void Save(StateWriter writer, StateField field, T value);

    /// <summary>Reads the value; as raw bytes between <see cref="StateReader.BeginField"/> and <see cref="StateReader.EndField"/>.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="field">The field.</param>
    /// <param name="current">What the member holds: to be filled, or replaced by what is returned.</param>
    /// <returns>What the member holds from now on.</returns>
    static abstract T Load(StateReader reader, StateField field, T current);
}
