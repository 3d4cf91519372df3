using System.ComponentModel;
using System.Diagnostics;

namespace Hv.Runtime.Migration.Transports;

/// <summary>A command of the shell, which reads the stream from its standard input or writes it to its standard output.</summary>
/// <param name="Command">The command.</param>
public sealed record CommandAddress(string Command) : MigrationAddress
{
    /// <inheritdoc/>
    public override MigrationChannel Connect(CancellationToken cancellation) => Start(isIncoming: false);

    /// <inheritdoc/>
    public override MigrationListener Listen() => new ReadyListener(Start(isIncoming: true));

    private CommandChannel Start(bool isIncoming)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", Command },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            return new CommandChannel(Process.Start(start)!, isIncoming);
        }
        catch (Exception exception) when (exception is Win32Exception or PlatformNotSupportedException)
        {
            throw new MigrationAddressException($"Failed to start '{Command}': {exception.Message}", exception);
        }
    }
}
