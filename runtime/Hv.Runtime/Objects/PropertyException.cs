namespace Hv.Runtime.Objects;

/// <summary>
/// A property could not be set. The message names the object's type, the property, the value and what would be right, and can be
/// shown to a person as it is.
/// </summary>
public sealed class PropertyException : Exception
{
    /// <summary>Makes the exception with its message.</summary>
    public PropertyException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its message and what caused it.</summary>
    public PropertyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
