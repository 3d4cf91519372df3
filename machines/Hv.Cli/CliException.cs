namespace Hv.Cli;

/// <summary>What the user asked for cannot be done. The message is for a person, without the program's name; it is shown on one line.</summary>
internal sealed class CliException : Exception
{
    /// <summary>Makes the exception.</summary>
    public CliException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception from what caused it.</summary>
    public CliException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
