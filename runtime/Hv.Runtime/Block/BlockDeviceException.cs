namespace Hv.Runtime.Block;

/// <summary>A block device cannot be made or used. The message can be shown to a person as it is.</summary>
public sealed class BlockDeviceException : Exception
{
    /// <summary>Makes the exception with its message.</summary>
    public BlockDeviceException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its message and what caused it.</summary>
    public BlockDeviceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
