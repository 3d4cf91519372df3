namespace Hv.Runtime.Objects;

/// <summary>A declared property of type <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The property's .NET type.</typeparam>
public sealed class ObjectProperty<T> : ObjectProperty
{
    private readonly PropertyCodec<T> _codec;
    private readonly Func<HvObject, T> _get;
    private readonly Action<HvObject, T> _store;

    /// <summary>Makes a property. For generated code.</summary>
    /// <param name="owner">The name of the object type that declares it.</param>
    /// <param name="name">The name users know.</param>
    /// <param name="memberName">The name of the C# property.</param>
    /// <param name="summary">One line of help.</param>
    /// <param name="codec">Reads, writes and checks values.</param>
    /// <param name="defaultValue">The default before any compat row.</param>
    /// <param name="get">Reads the property of an object.</param>
    /// <param name="store">Stores into the object without a check.</param>
    /// <param name="isReadOnly">Whether only compat rows can set it.</param>
    public ObjectProperty(
        string owner, string name, string memberName, string summary, PropertyCodec<T> codec, T defaultValue,
        Func<HvObject, T> get, Action<HvObject, T> store, bool isReadOnly = false)
        : base(owner, name, memberName, summary, isReadOnly)
    {
        _codec = codec;
        _get = get;
        _store = store;
        Default = defaultValue;
    }

    /// <summary>The default before any compat row.</summary>
    public T Default { get; }

    /// <inheritdoc/>
    public override string TypeName => _codec.TypeName;

    /// <inheritdoc/>
    public override string Allowed => _codec.Allowed;

    /// <inheritdoc/>
    public override string DefaultText => _codec.Format(Default);

    /// <summary>The text of a value, in a form that <see cref="SetText"/> reads back.</summary>
    public string Format(T value) => _codec.Format(value);

    /// <inheritdoc/>
    public override object DefaultValue => Box(Default);

    /// <inheritdoc/>
    public override object GetValue(HvObject target) => Box(_get(target));

    /// <inheritdoc/>
    public override string GetText(HvObject target) => _codec.Format(_get(target));

    /// <inheritdoc/>
    public override void SetText(HvObject target, string text)
    {
        if (IsReadOnly)
            throw new PropertyException($"{this}: it is fixed by the machine version and cannot be set to '{text}'.");

        if (!_codec.TryParse(text, out var value))
            throw new PropertyException($"{this}: '{text}' is no value of type {TypeName}; allowed: {Allowed}.{_codec.Suggest(text)}");

        Assign(target, value);
    }

    /// <inheritdoc/>
    public override void Reset(HvObject target) => Assign(target, Default);

    /// <summary>Sets the property to a typed value, as a compat row does.</summary>
    /// <exception cref="PropertyException">The value is not allowed, or the object is realized. The object is unchanged.</exception>
    public void Assign(HvObject target, T value) => _store(target, Check(target, value));

    /// <summary>Returns <paramref name="value"/> when it may be stored now. For generated property setters.</summary>
    /// <exception cref="PropertyException">The value is not allowed, or the object is realized.</exception>
    public T Check(HvObject target, T value)
    {
        if (target.IsRealized)
            throw new PropertyException($"{this}: it cannot be set to {_codec.Format(value)} any more, the object is realized.");

        if (!_codec.IsAllowed(value))
            throw new PropertyException($"{this}: {_codec.Format(value)} is out of range; allowed: {Allowed}.");

        return value;
    }

    private object Box(T value) =>
        value is bool or sbyte or byte or short or ushort or int or uint or long or ulong ? value : _codec.Format(value);
}
