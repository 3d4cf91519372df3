namespace Hv.Runtime.Monitors;

/// <summary>A command of a monitor failed. Class and message go to the client.</summary>
public sealed class MonitorException : Exception
{
    /// <summary>The class of most errors.</summary>
    public const string GenericError = "GenericError";

    /// <summary>The class of an error about a command that does not exist, or not now.</summary>
    public const string CommandNotFound = "CommandNotFound";

    /// <summary>The class of an error about an object that does not exist.</summary>
    public const string DeviceNotFound = "DeviceNotFound";

    /// <summary>The class of an error about a device that is not there or not in use by the guest.</summary>
    public const string DeviceNotActive = "DeviceNotActive";

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong, for a person.</param>
    /// <param name="errorClass">What kind of error it is, for a program.</param>
    public MonitorException(string message, string errorClass = GenericError)
        : base(message) => ErrorClass = errorClass;

    /// <summary>Makes the exception from what caused it.</summary>
    public MonitorException(string message, Exception innerException)
        : base(message, innerException) => ErrorClass = GenericError;

    /// <summary>What kind of error it is, for a program.</summary>
    public string ErrorClass { get; }
}
