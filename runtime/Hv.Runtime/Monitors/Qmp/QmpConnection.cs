using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Hv.Runtime.Monitors.Qmp;

/// <summary>
/// One client of QMP: negotiation, then commands in order, each with its reply; between them events. A client that enables
/// out-of-band commands has them carried out while others wait.
/// </summary>
internal sealed class QmpConnection : IDisposable
{
    /// <summary>How many commands wait at most while out-of-band ones may pass them; then nothing more is read.</summary>
    private const int WaitingCommands = 8;

    private readonly MachineSession _session;
    private readonly QmpCommandTable _commands;
    private readonly QmpOutput _output;
    private readonly ConnectionGate _gate;
    private readonly QmpMessageReader _reader;
    private BlockingCollection<Action>? _waiting;
    private Thread? _worker;
    private bool _isNegotiated;

    public QmpConnection(MachineSession session, QmpCommandTable commands, QmpOutput output, ConnectionGate gate)
    {
        _session = session;
        _commands = commands;
        _output = output;
        _gate = gate;
        _reader = new QmpMessageReader(OnMessage, reason => Do(() => SendError(null, new MonitorException(reason))));
    }

    public void Greet() => _output.Send(QmpJson.Format(new JsonObject
    {
        ["QMP"] = new JsonObject
        {
            ["version"] = Commands.ProtocolCommands.Version,
            ["capabilities"] = new JsonArray("oob"),
        },
    }));

    public void Receive(ReadOnlySpan<byte> bytes) => _reader.Feed(bytes);

    /// <summary>Carries out what waits; no more comes.</summary>
    public void Finish()
    {
        _waiting?.CompleteAdding();
        _worker?.Join();
    }

    public void Dispose()
    {
        _session.EventRaised -= OnEvent;
        Finish();
        _waiting?.Dispose();
    }

    /// <summary>In order, what is no command included; an out-of-band command passes all others.</summary>
    private void OnMessage(JsonNode? message)
    {
        var takesOutOfBand = _waiting is not null;
        if (takesOutOfBand && QmpRequest.IsOutOfBandMessage(message))
            Answer(message, takesOutOfBand);
        else
            Do(() => Answer(message, takesOutOfBand));
    }

    private void Do(Action action)
    {
        if (_waiting is null)
            action();
        else
            _waiting.Add(action);
    }

    private void Answer(JsonNode? message, bool takesOutOfBand)
    {
        JsonNode? id = null;
        var hasId = message is JsonObject members && members.TryGetPropertyValue("id", out id);
        var echo = hasId ? QmpJson.Format(id) : null;
        try
        {
            Run(QmpRequest.Read(message, echo, takesOutOfBand));
        }
        catch (MonitorException exception)
        {
            SendError(echo, exception);
        }
    }

    private void Run(QmpRequest request)
    {
        using var running = _gate.Enter();
        try
        {
            var result = _isNegotiated ? Execute(request) : Negotiate(request);
            var reply = new StringBuilder("{\"return\": ");
            QmpJson.Append(reply, result);
            if (request.Id is not null)
                reply.Append(CultureInfo.InvariantCulture, $", \"id\": {request.Id}");

            _output.Send(reply.Append('}').ToString());
        }
        catch (MonitorException exception)
        {
            SendError(request.Id, exception);
        }
        catch (Exception exception)
        {
            // A defect of a command, which is told to whoever runs the machine; the client gets an answer all the same.
            _session.Machine.OnHandlerFailed(exception);
            SendError(request.Id, new MonitorException($"internal error: {exception.Message}"));
        }
    }

    private JsonNode Execute(QmpRequest request)
    {
        if (!_commands.TryGet(request.Command, out var command))
            throw NotFound($"The command {request.Command} has not been found");

        if (request.IsOutOfBand && !command.AllowsOutOfBand)
            throw new MonitorException($"The command {request.Command} does not support OOB");

        return command.Run(QmpArguments.Check(command, request.Arguments)) ?? new JsonObject();
    }

    private JsonObject Negotiate(QmpRequest request)
    {
        if (request.Command != QmpNegotiation.Command.Name)
            throw NotFound("Expecting capabilities negotiation with 'qmp_capabilities'");

        var arguments = QmpArguments.Check(QmpNegotiation.Command, request.Arguments);
        if (arguments.Value("enable") is JsonArray { Count: > 0 })
        {
            _waiting = new BlockingCollection<Action>(WaitingCommands);
            _worker = new Thread(() => RunWaiting(_waiting)) { IsBackground = true, Name = "qmp" };
            _worker.Start();
        }

        _isNegotiated = true;
        _session.EventRaised += OnEvent;
        return [];
    }

    private void RunWaiting(BlockingCollection<Action> waiting)
    {
        try
        {
            foreach (var action in waiting.GetConsumingEnumerable())
                action();
        }
        catch (ObjectDisposedException) when (_gate.IsClosed)
        {
            // The program ends; what still waited is not carried out.
        }
    }

    private void SendError(string? id, MonitorException exception)
    {
        var reply = new StringBuilder("{");
        if (id is not null)
            reply.Append(CultureInfo.InvariantCulture, $"\"id\": {id}, ");

        reply.Append("\"error\": {\"class\": ");
        QmpJson.AppendString(reply, exception.ErrorClass);
        reply.Append(", \"desc\": ");
        QmpJson.AppendString(reply, exception.Message);
        _output.Send(reply.Append("}}").ToString());
    }

    private void OnEvent(MonitorEvent monitorEvent)
    {
        var time = monitorEvent.Time - DateTimeOffset.UnixEpoch;
        var message = new StringBuilder();
        message.Append(
            CultureInfo.InvariantCulture,
            $"{{\"timestamp\": {{\"seconds\": {time.Ticks / TimeSpan.TicksPerSecond}, \"microseconds\": {time.Ticks % TimeSpan.TicksPerSecond / 10}}}");
        message.Append(CultureInfo.InvariantCulture, $", \"event\": \"{monitorEvent.Name}\"");
        if (monitorEvent.Data is not null)
        {
            message.Append(", \"data\": ");
            QmpJson.Append(message, monitorEvent.Data);
        }

        _output.Tell(monitorEvent.Name, message.Append('}').ToString(), monitorEvent.IsReplaceable);
    }

    private static MonitorException NotFound(string message) => new(message, MonitorException.CommandNotFound);
}
