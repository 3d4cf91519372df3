using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Hv.Runtime.Chardev;

/// <summary>Where a socket is: a path, or a host and a port.</summary>
/// <param name="EndPoint">The address.</param>
/// <param name="Family">Its family.</param>
/// <param name="Name">The path, or <c>HOST:PORT</c>.</param>
public sealed record SocketAddressText(EndPoint EndPoint, AddressFamily Family, string Name)
{
    /// <summary>The address of a Unix domain socket.</summary>
    /// <exception cref="CharacterDeviceException">The path is empty or too long for the host.</exception>
    public static SocketAddressText Unix(string path)
    {
        try
        {
            return new SocketAddressText(new UnixDomainSocketEndPoint(path), AddressFamily.Unix, path);
        }
        catch (Exception exception) when (exception is ArgumentException or PlatformNotSupportedException)
        {
            throw new CharacterDeviceException($"UNIX socket path '{path}' is empty or too long", exception);
        }
    }

    /// <summary>The address of a TCP socket.</summary>
    /// <param name="host">A name or an address; empty for this host alone.</param>
    /// <param name="port">The port.</param>
    /// <exception cref="CharacterDeviceException">There is no such host or port.</exception>
    public static SocketAddressText Tcp(string host, string port)
    {
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new CharacterDeviceException($"'{port}' is no TCP port; give 0 to 65535");

        try
        {
            var address = host.Length == 0 ? IPAddress.Loopback : Dns.GetHostAddresses(host).First();
            return new SocketAddressText(new IPEndPoint(address, number), address.AddressFamily, $"{host}:{port}");
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException or ArgumentException)
        {
            throw new CharacterDeviceException($"address resolution failed for {host}:{port}: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(Family == AddressFamily.Unix ? "unix" : "tcp")}:{Name}";

    /// <summary>Has what is written go at once: an answer that waits for an acknowledgement of the one before costs 40 ms.</summary>
    public static void SendAtOnce(Socket socket)
    {
        if (socket.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6)
            socket.NoDelay = true;
    }
}
