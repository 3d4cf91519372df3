namespace Hv.Runtime.Migration.Transports;

/// <summary>An address of a migration is none, or nobody is there.</summary>
public sealed class MigrationAddressException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong, and what would be right.</param>
    /// <param name="cause">The exception behind it, or <see langword="null"/>.</param>
    public MigrationAddressException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
