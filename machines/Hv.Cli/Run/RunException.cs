namespace Hv.Cli.Run;

/// <summary>A machine cannot be run as asked. The message names the option and is for a person.</summary>
internal sealed class RunException : Exception
{
    /// <summary>Makes the exception.</summary>
    public RunException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception from what caused it.</summary>
    public RunException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
