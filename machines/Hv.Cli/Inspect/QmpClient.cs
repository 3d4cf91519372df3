using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hv.Runtime.Dma;

namespace Hv.Cli.Inspect;

/// <summary>Asks a running machine over its QMP socket.</summary>
internal sealed class QmpClient : IDisposable
{
    /// <summary>The longest answer that is read.</summary>
    private const int MaximumLine = 16 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly Socket _socket;
    private readonly StreamWriter _writer;
    private readonly NetworkStream _stream;
    private readonly string _address;
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;

    private QmpClient(Socket socket, string address)
    {
        _socket = socket;
        _address = address;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _stream.ReadTimeout = (int)Patience.TotalMilliseconds;
        _stream.WriteTimeout = (int)Patience.TotalMilliseconds;
        _writer = new StreamWriter(_stream) { AutoFlush = true };
    }

    /// <summary>Connects and negotiates.</summary>
    /// <param name="address"><c>unix:PATH</c>, a path, or <c>tcp:HOST:PORT</c>.</param>
    /// <exception cref="CliException">Nobody answers there, or not in QMP.</exception>
    public static QmpClient Connect(string address)
    {
        var socket = Open(address);
        var client = new QmpClient(socket, address);
        try
        {
            if (client.Receive()["QMP"] is null)
                throw new CliException($"what answers at '{address}' does not speak QMP.");

            client.Execute("qmp_capabilities");
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Asks for the DMA windows.</summary>
    /// <exception cref="CliException">The machine is gone, or is none of Hv's.</exception>
    public IReadOnlyList<BridgeWindows> QueryWindows(int parts)
    {
        var bridges = Execute("x-query-dma-windows", new JsonObject { ["parts"] = parts });
        try
        {
            return [.. bridges!.AsArray().Select(bridge => new BridgeWindows(
                Text(bridge, "name"), Text(bridge, "path"), [.. bridge!["windows"]!.AsArray().Select(ReadWindow)]))];
        }
        catch (Exception exception) when (exception is InvalidOperationException or NullReferenceException or FormatException)
        {
            throw new CliException($"'{_address}' describes DMA windows in a way that this version of hv does not know.", exception);
        }
    }

    /// <summary>Makes the machine save itself to a file, and waits until it has.</summary>
    /// <param name="file">The file, on the machine's host.</param>
    /// <param name="progress">Told of the part that is done, 0 to 1.</param>
    /// <param name="cancellation">Gives it up: the machine goes on, and no file is left.</param>
    /// <returns>How many bytes were written, and in how many milliseconds.</returns>
    /// <exception cref="CliException">It cannot be saved, or was given up.</exception>
    public (ulong Bytes, long Milliseconds) SaveSnapshot(string file, Action<double> progress, CancellationToken cancellation)
    {
        Execute("x-snapshot-save", new JsonObject { ["filename"] = file });
        var isCancelled = false;
        while (true)
        {
            var report = Execute("query-migrate") as JsonObject ?? [];
            var ram = report["ram"];
            switch (report["status"]?.ToString())
            {
                case "completed":
                    return (ram!["transferred"]!.GetValue<ulong>(), report["total-time"]!.GetValue<long>());
                case "failed":
                    throw new CliException($"'{_address}' was not saved: {report["error-desc"]}");
                case "cancelled":
                    throw new CliException($"'{_address}' was not saved: you gave it up; it goes on as before.");
            }

            if (ram is not null && ram["total"]!.GetValue<double>() is > 0 and var total)
                progress(1 - (ram["remaining"]!.GetValue<double>() / total));

            if (cancellation.WaitHandle.WaitOne(PollInterval) && !isCancelled)
            {
                Execute("migrate_cancel");
                isCancelled = true;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static Socket Open(string address)
    {
        EndPoint endPoint;
        if (address.StartsWith("tcp:", StringComparison.Ordinal))
        {
            var colon = address.LastIndexOf(':');
            if (colon <= 4 || !ushort.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
                throw new CliException($"--qmp: '{address}' is no address; give unix:PATH or tcp:HOST:PORT.");

            endPoint = new DnsEndPoint(address[4..colon], port);
        }
        else
        {
            endPoint = new UnixDomainSocketEndPoint(address.StartsWith("unix:", StringComparison.Ordinal) ? address[5..] : address);
        }

        var socket = endPoint is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(endPoint);
            return socket;
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new CliException($"nobody answers at '{address}': {exception.Message}", exception);
        }
    }

    private static string Text(JsonNode? node, string name) => node![name]!.GetValue<string>();

    private static DmaWindowState ReadWindow(JsonNode? window)
    {
        var pageSize = window!["page-size"]!.GetValue<ulong>();
        return new DmaWindowState(
            Text(window, "name"),
            window["liobn"]?.GetValue<uint>(),
            window["default"]!.GetValue<bool>(),
            window["bus-address"]!.GetValue<ulong>(),
            window["size"]!.GetValue<ulong>(),
            pageSize == 0 ? 0 : BitOperations.Log2(pageSize),
            window["mapped-pages"]!.GetValue<ulong>(),
            [.. window["occupancy"]!.AsArray().Select(share => share!.GetValue<double>())]);
    }

    private JsonNode? Execute(string command, JsonObject? arguments = null)
    {
        var request = new JsonObject { ["execute"] = command };
        if (arguments is not null)
            request["arguments"] = arguments;

        try
        {
            _writer.Write(request.ToJsonString() + "\n");
        }
        catch (IOException exception)
        {
            throw Gone(exception);
        }

        while (true)
        {
            var answer = Receive();
            if (answer["error"] is { } error)
                throw new CliException($"'{_address}' answers {command} with: {error["desc"]?.ToString() ?? error.ToJsonString()}");

            // Events come in between.
            if (answer.ContainsKey("return"))
                return answer["return"];
        }
    }

    private JsonObject Receive()
    {
        var line = new MemoryStream();
        while (true)
        {
            var received = _buffer.AsSpan(_start, _end - _start);
            var length = received.IndexOf((byte)'\n');
            line.Write(length < 0 ? received : received[..length]);
            if (line.Length > MaximumLine)
                throw new CliException($"'{_address}' sends an answer of more than {MaximumLine >> 20} MiB.");

            if (length >= 0)
            {
                _start += length + 1;
                return Parse(line.ToArray());
            }

            try
            {
                (_start, _end) = (0, _stream.Read(_buffer));
            }
            catch (IOException exception)
            {
                throw Gone(exception);
            }

            if (_end == 0)
                throw new CliException($"the machine at '{_address}' has ended.");
        }
    }

    private JsonObject Parse(byte[] line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject ?? throw new CliException($"what answers at '{_address}' does not speak QMP.");
        }
        catch (JsonException exception)
        {
            throw new CliException($"what answers at '{_address}' does not speak QMP.", exception);
        }
    }

    private CliException Gone(IOException exception) =>
        exception.InnerException is SocketException { SocketErrorCode: SocketError.TimedOut }
            ? new CliException($"'{_address}' has not answered for {Patience.TotalSeconds} s; another client may hold its only connection.", exception)
            : new CliException($"the machine at '{_address}' has ended.", exception);
}
