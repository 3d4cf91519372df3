using System.Net.Sockets;
using Hv.Conformance.Vfio.Images;
using Hv.Conformance.Vfio.Machines;

namespace Hv.Conformance.Vfio.Agent;

/// <summary>A machine that runs the agent. One session at a time: a process whose descriptors, memory and locks end with it.</summary>
internal sealed class AgentMachine : IDisposable
{
    private static readonly TimeSpan BootPatience = TimeSpan.FromMinutes(2);

    // Far more than all who use it need, with other tests in between.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly LabMachine _machine;
    private readonly AgentChannel _channel;
    private readonly int _pageSize;
    private bool _hasSession;
    private volatile Exception? _failure;

    /// <summary>Starts the machine and waits for the agent.</summary>
    public AgentMachine(MachineKind kind)
    {
        _machine = new LabMachine(kind, Lifetime, (files, path) =>
        {
            var program = path + ".agent";
            AgentProgram.Build(program);
            var image = new LabImage(files, File.ReadAllText(Lab.FileOf("Images", "agent.sh")));
            image.AddFile("bin/agent", program, isExecutable: true);
            image.Write(path);
        });
        try
        {
            _channel = new AgentChannel(new NetworkStream(_machine.Channel));
            _pageSize = _channel.ReceiveGreeting(BootPatience);
        }
        catch (IOException exception)
        {
            var failure = _machine.Failed($"The agent did not start: {exception.Message}", exception);
            _machine.Dispose();
            throw failure;
        }
    }

    /// <summary>Waits until the last session is over, and gives a kernel that is as after a program's start.</summary>
    public RemoteKernel StartSession()
    {
        // A fixture has its session for all of its tests; one that lasts longer than the machine does not give it back.
        if (!_turn.Wait(Lifetime))
            throw new TimeoutException("Another test does not give the machine back.");

        try
        {
            // Who comes after the test in which it failed need not wait for an answer.
            if (_failure is { } failure)
                throw new IOException("The machine has failed before.", failure);

            // The machine's first session is there already.
            if (_hasSession)
            {
                _channel.EndSession();
                _channel.ReceiveGreeting(AgentChannel.Patience);
            }

            _hasSession = true;
            return new RemoteKernel(_channel, _pageSize, Fail, () => _turn.Release());
        }
        catch (IOException exception)
        {
            _turn.Release();
            throw _failure ?? Fail(exception.Message, exception);
        }
    }

    private Exception Fail(string what, Exception cause) => _failure ??= _machine.Failed(what, cause);

    /// <inheritdoc/>
    public void Dispose()
    {
        _machine.Dispose();
        _turn.Dispose();
    }
}
