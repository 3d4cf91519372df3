using System.Net;
using System.Net.Sockets;
using Hv.Power.Assembly;
using Hv.Pseries;
using Hv.Runtime.Chardev;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Monitors;
using Hv.Runtime.Monitors.Gdb;

namespace Hv.Conformance.Debugging;

/// <summary>A pseries machine that executes a program, with gdb's remote protocol at a port.</summary>
internal sealed class DebuggedMachine : IDisposable
{
    public const ulong Code = 0x1_0000;

    private readonly Machine _machine;
    private readonly MachineSession _session;
    private readonly MonitorHost _host;
    private readonly Thread _serving;
    private readonly List<Exception> _defects = [];

    /// <summary>Makes it; all of its processors are at the beginning of the program, and do not run.</summary>
    public DebuggedMachine(string version, string program, int cpus = 1, bool isBigEndian = true)
    {
        _machine = PseriesMachine.Family.GetVersion(version).Create();
        _machine.Options = new MachineOptions { RamSize = 64 << 20, Cpus = cpus, Execution = ExecutionMode.Threads };
        _machine.HandlerFailed += _defects.Add;
        _machine.Realize();
        _session = new MachineSession(_machine, new Hv.Runtime.Monitors.MachineCatalog([PseriesMachine.Family], []));
        Assert.That(_machine.Memory.TryWrite(new GuestPhysicalAddress(Code), PowerAssembler.Assemble(program, Code, isBigEndian).Bytes.Span));
        foreach (var cpu in Pseries.Processors)
        {
            cpu.IsStopped = false;
            cpu.Core.State.Nia = Code;
            const ulong vectors = 0x200_A000;
            const ulong littleEndian = 1;
            cpu.Core.State.SetMachineState(cpu.Core.State.Msr | vectors | (isBigEndian ? 0 : littleEndian), ulong.MaxValue);
        }

        Port = FreePort();
        _host = new MonitorHost(_defects.Add);
        _host.Start(
            new GdbServer(_session, _machine.DebugTarget!),
            CharacterDeviceFactory.CreateShort("gdb", $"tcp:127.0.0.1:{Port},server=on,wait=off"));
        _serving = new Thread(() => _session.WaitForEnd()) { IsBackground = true };
        _serving.Start();
    }

    public int Port { get; }

    public PseriesMachine Pseries => (PseriesMachine)_machine;

    public RunState State => _session.State;

    /// <summary>Stops it, so that its registers can be looked at.</summary>
    public void Stop() => _session.Stop();

    public void Dispose()
    {
        _session.Quit("test");
        _serving.Join();
        _session.Stop();
        _host.Dispose();
        _session.Dispose();
        _machine.Dispose();
        Assert.That(_defects, Is.Empty);
    }

    private static int FreePort()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)listener.LocalEndPoint!).Port;
    }
}
