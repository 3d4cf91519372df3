namespace Hv.Runtime.Chardev;

/// <summary>A character device cannot be made or used. The message can be shown to a person as it is.</summary>
public sealed class CharacterDeviceException : Exception
{
    /// <summary>Makes the exception with its message.</summary>
    public CharacterDeviceException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its message and what caused it.</summary>
    public CharacterDeviceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
