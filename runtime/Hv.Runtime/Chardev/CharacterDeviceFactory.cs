using System.Globalization;
using Hv.Runtime.Text;

namespace Hv.Runtime.Chardev;

/// <summary>Makes character devices from QEMU's spellings of them.</summary>
public static class CharacterDeviceFactory
{
    /// <summary>The kinds that <c>-chardev</c> takes.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["file", "null", "socket", "stdio"];

    /// <summary>Makes the device of <c>-chardev KIND,id=ID,…</c>.</summary>
    /// <exception cref="CharacterDeviceException">The kind, a parameter or its value is wrong, or the host refuses it.</exception>
    public static CharacterDevice Create(OptionList options)
    {
        try
        {
            var kind = options.Take("backend")
                ?? throw new CharacterDeviceException("chardev: missing the kind of device, such as socket or null");
            var id = options.Take("id") ?? throw new CharacterDeviceException("chardev: no id specified");
            if (!Identifier.IsValid(id))
                throw new CharacterDeviceException("Parameter 'id' expects an identifier");

            return Create(kind, id, options);
        }
        catch (FormatException exception)
        {
            throw new CharacterDeviceException(exception.Message, exception);
        }
    }

    /// <summary>
    /// Makes the device of the short forms that <c>-qtest</c>, <c>-qmp</c>, <c>-serial</c> and <c>-monitor</c> take:
    /// <c>unix:PATH[,server=on][,wait=off]</c>, <c>tcp:HOST:PORT[,…]</c>, <c>file:PATH</c>, <c>stdio</c>, <c>null</c>.
    /// </summary>
    /// <exception cref="CharacterDeviceException">It is none of them, or the host refuses it.</exception>
    public static CharacterDevice CreateShort(string id, string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (kind, rest) = colon >= 0 ? (text[..colon], text[(colon + 1)..]) : (text, "");
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        if (comma >= 0 && comma < kind.Length)
            kind = kind[..comma];

        try
        {
            switch (kind)
            {
                case "null" or "stdio" when rest.Length == 0:
                    return Create(kind, id, OptionList.Parse(comma < 0 ? "" : text[(comma + 1)..]));
                case "file" or "unix":
                    return Create(kind == "unix" ? "socket" : kind, id, OptionList.Parse(rest, "path"));
                case "tcp":
                    var options = OptionList.Parse(rest, "address");
                    var address = options.Take("address") ?? "";
                    var split = address.LastIndexOf(':');
                    options.Add("host", split < 0 ? "" : address[..split].Trim('[', ']'));
                    options.Add("port", address[(split + 1)..]);
                    return Create("socket", id, options);
                default:
                    throw new CharacterDeviceException(
                        $"'{text}' is not a valid char driver: there are unix:PATH, tcp:HOST:PORT, file:PATH, stdio and null");
            }
        }
        catch (FormatException exception)
        {
            throw new CharacterDeviceException(exception.Message, exception);
        }
    }

    private static CharacterDevice Create(string kind, string id, OptionList options)
    {
        switch (kind)
        {
            case "null":
                options.ThrowIfAnyLeft();
                return StreamCharacterDevice.Null(id);
            case "stdio":
                // Ctrl-C ends the program in any case: the terminal is never put into raw mode.
                _ = options.TakeSwitch("signal");
                options.ThrowIfAnyLeft("signal");
                return StreamCharacterDevice.StandardStreams(id);
            case "file":
                var path = options.Take("path") ?? throw new CharacterDeviceException("chardev: file: no filename given");
                var append = options.TakeSwitch("append") ?? false;
                options.ThrowIfAnyLeft("path", "append");
                return StreamCharacterDevice.File(id, path, append);
            case "socket":
                return CreateSocket(id, options);
            default:
                throw new CharacterDeviceException(
                    $"Parameter 'backend' does not accept value '{kind}'.{NearestName.Suggest(kind, Kinds)}".TrimEnd('.'));
        }
    }

    private static CharacterDevice CreateSocket(string id, OptionList options)
    {
        var path = options.Take("path");
        var (host, port) = (options.Take("host"), options.Take("port"));
        var descriptor = options.Take("fd");
        var isServer = options.TakeSwitch("server") ?? false;
        var waits = options.TakeSwitch("wait");

        // Packets are sent as they come in any case; nobody reads telnet's or TLS's codes here, so that these stay unknown.
        _ = options.TakeSwitch("delay");
        _ = options.TakeSwitch("nodelay");
        options.ThrowIfAnyLeft("path", "host", "port", "fd", "server", "wait", "delay");

        if (new[] { path, port, descriptor }.Count(given => given is not null) != 1)
            throw new CharacterDeviceException("chardev: socket: give one of 'path', 'host' and 'port', or 'fd'");

        if (waits is not null && !isServer)
            throw new CharacterDeviceException("'wait' option is incompatible with socket in client connect mode");

        if (descriptor is not null)
        {
            return !isServer && int.TryParse(descriptor, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? SocketClientDevice.Adopt(id, number)
                : throw new CharacterDeviceException($"chardev: socket: 'fd={descriptor}' must be the number of a connected socket");
        }

        var address = path is not null ? SocketAddressText.Unix(path) : SocketAddressText.Tcp(host ?? "", port!);
        if (!isServer)
            return SocketClientDevice.Connect(id, address);

        var server = SocketServerDevice.Listen(id, address);
        if (waits ?? true)
            server.WaitForClient();

        return server;
    }
}
