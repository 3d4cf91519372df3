using System.Globalization;
using Hv.Runtime.Chardev;

namespace Hv.Runtime.Migration.Transports;

/// <summary>Where a machine migrates to, or comes from.</summary>
public abstract record MigrationAddress
{
    /// <summary>The forms that there are.</summary>
    public const string Forms = "file:PATH[,offset=N], exec:COMMAND, unix:PATH, tcp:HOST:PORT or fd:N";

    private const string OffsetOption = ",offset=";

    /// <summary>Reads an address.</summary>
    /// <exception cref="MigrationAddressException">It has none of the <see cref="Forms"/>.</exception>
    public static MigrationAddress Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var rest = text[(colon + 1)..];
        return (colon < 0 ? "" : text[..colon]) switch
        {
            "file" => ParseFile(rest),
            "exec" => rest.Length > 0 ? new CommandAddress(rest) : throw Malformed("exec: needs a command"),
            "unix" => new SocketAddress(() => SocketAddressText.Unix(rest), "", "", rest),
            "tcp" => ParseTcp(rest),
            "fd" => ParseDescriptor(rest),
            _ => throw Malformed($"'{text}' is no address of a migration"),
        };
    }

    /// <summary>Connects to the destination.</summary>
    /// <param name="cancellation">Ends the wait until it answers.</param>
    /// <exception cref="MigrationAddressException">Nobody is there, or it cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public abstract MigrationChannel Connect(CancellationToken cancellation);

    /// <summary>Gets ready for a source.</summary>
    /// <exception cref="MigrationAddressException">The address is taken, or cannot be read.</exception>
    public abstract MigrationListener Listen();

    private static FileAddress ParseFile(string rest)
    {
        var (path, offset) = (rest, 0L);
        var option = rest.LastIndexOf(OffsetOption, StringComparison.Ordinal);
        if (option >= 0)
        {
            var number = rest[(option + OffsetOption.Length)..];
            var isParsed = number.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
                ? long.TryParse(number.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out offset)
                : long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out offset);
            if (!isParsed || offset < 0)
                throw Malformed($"file: offset '{number}' is no number of bytes, in decimal or with 0x");

            path = rest[..option];
        }

        return path.Length > 0 ? new FileAddress(path, offset) : throw Malformed("file: needs a path");
    }

    private static SocketAddress ParseTcp(string rest)
    {
        var colon = rest.LastIndexOf(':');
        if (colon < 0)
            throw Malformed($"'tcp:{rest}' has no port");

        var (host, port) = (rest[..colon].Trim('[', ']'), rest[(colon + 1)..]);
        return ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? new SocketAddress(() => SocketAddressText.Tcp(host, port), host, port, "")
            : throw Malformed($"'{port}' is no TCP port, 0 to {ushort.MaxValue}");
    }

    private static DescriptorAddress ParseDescriptor(string rest) =>
        int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new DescriptorAddress(number)
            : throw Malformed($"fd: '{rest}' is no number of a file descriptor; names, which getfd gives to descriptors, are not there");

    private static MigrationAddressException Malformed(string problem) => new($"{problem}; allowed: {Forms}");
}
