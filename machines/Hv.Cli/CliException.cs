namespace Hv.Cli;

/// <summary>What the user asked for cannot be done. The message is one line for a person, without the program's name.</summary>
internal sealed class CliException : Exception
{
    /// <summary>Makes the exception.</summary>
    public CliException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception from what caused it; line breaks in the message are taken out.</summary>
    public CliException(string message, Exception innerException)
        : base(message.ReplaceLineEndings(" "), innerException)
    {
    }
}
