namespace Hv.Runtime.Objects;

/// <summary>A declared property of an object type, with all that does not depend on its .NET type.</summary>
public abstract class ObjectProperty
{
    private protected ObjectProperty(string owner, string name, string memberName, string summary, bool isReadOnly)
    {
        Owner = owner;
        Name = name;
        MemberName = memberName;
        Summary = summary;
        IsReadOnly = isReadOnly;
    }

    /// <summary>The name of the object type that declares it.</summary>
    public string Owner { get; }

    /// <summary>The name users know, e.g. <c>ddw</c>.</summary>
    public string Name { get; }

    /// <summary>The name of the C# property.</summary>
    public string MemberName { get; }

    /// <summary>One line of help.</summary>
    public string Summary { get; }

    /// <summary>Whether only compat rows can set it: a value of the machine version.</summary>
    public bool IsReadOnly { get; }

    /// <summary>The type as users know it: <c>bool</c>, <c>uint32</c>, <c>size</c>, <c>string</c>, <c>enum</c>.</summary>
    public abstract string TypeName { get; }

    /// <summary>What is allowed, for a person: <c>on, off</c>; <c>0 to 5</c>; <c>broken, workaround, fixed</c>.</summary>
    public abstract string Allowed { get; }

    /// <summary>The default before any compat row, as text.</summary>
    public abstract string DefaultText { get; }

    /// <summary>The default before any compat row: a <see cref="bool"/>, an integer, or the text of anything else.</summary>
    public abstract object DefaultValue { get; }

    /// <summary>The value of <paramref name="target"/>: a <see cref="bool"/>, an integer, or the text of anything else.</summary>
    public abstract object GetValue(HvObject target);

    /// <summary>The value of <paramref name="target"/> as text, in a form that <see cref="SetText"/> reads back.</summary>
    public abstract string GetText(HvObject target);

    /// <summary>Sets the property as a user does.</summary>
    /// <exception cref="PropertyException">
    /// The text is not a value of the property's type, the value is not allowed, the property is read-only, or the object is
    /// realized. The object is unchanged.
    /// </exception>
    public abstract void SetText(HvObject target, string text);

    /// <summary>Gives the property its default again, before any compat row.</summary>
    /// <exception cref="PropertyException">The object is realized.</exception>
    public abstract void Reset(HvObject target);

    /// <inheritdoc/>
    public override string ToString() => $"{Owner}.{Name}";
}
