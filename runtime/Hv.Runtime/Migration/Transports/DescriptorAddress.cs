using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace Hv.Runtime.Migration.Transports;

/// <summary>A file descriptor that the program was started with: a socket, a pipe or a file.</summary>
/// <param name="Number">Its number.</param>
public sealed record DescriptorAddress(int Number) : MigrationAddress
{
    /// <inheritdoc/>
    public override MigrationChannel Connect(CancellationToken cancellation) => Open();

    /// <inheritdoc/>
    public override MigrationListener Listen() => new ReadyListener(Open());

    private MigrationChannel Open()
    {
        if (Number <= 2)
            throw new MigrationAddressException($"fd:{Number} is one of the program's own streams; pass another one to it");

        if (!OperatingSystem.IsLinux())
            throw new MigrationAddressException($"fd:{Number}: descriptors can be passed on Linux only");

        if (!PipeStream.IsOpen(Number))
            throw new MigrationAddressException($"fd:{Number}: the program was started with no descriptor of this number");

        return PipeStream.IsSocket(Number)
            ? new SocketChannel(new Socket(new SafeSocketHandle(Number, ownsHandle: true)))
            : new PipeChannel(new SafeFileHandle(Number, ownsHandle: true));
    }
}
