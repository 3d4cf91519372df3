namespace Hv.Vfio;

/// <summary>The host cannot give what was asked for. The message names the thing, what the kernel said, and what would help.</summary>
public sealed class VfioException : Exception
{
    /// <summary>Makes an exception without a message of its own.</summary>
    public VfioException()
    {
    }

    /// <summary>Makes an exception.</summary>
    public VfioException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception that another one has caused.</summary>
    public VfioException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
