using Hv.Pseries;
using Hv.Pseries.Pci;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Testing;

namespace Hv.Conformance.Infrastructure;

/// <summary>Hv's side.</summary>
internal abstract class HvPeer : IRtasPeer
{
    /// <summary>The machine.</summary>
    public abstract PseriesMachine Machine { get; }

    /// <summary>What the machine has told whoever runs it.</summary>
    public abstract IReadOnlyList<MachineEvent> Events { get; }

    /// <summary>Makes a machine of the setup's version and realizes it.</summary>
    public static HvPeer Create(MachineSetup setup)
    {
        using var version = PseriesMachine.Family.GetVersion(setup.Version).Create();
        var type = typeof(HvPeer<>).MakeGenericType(version.GetType());
        return (HvPeer)Activator.CreateInstance(type, setup)!;
    }

    /// <inheritdoc/>
    public abstract uint[]? Call(string name, ReadOnlySpan<uint> arguments, int returns);

    /// <inheritdoc/>
    public abstract byte[] Read(ulong address, int length);

    /// <inheritdoc/>
    public abstract void Write(ulong address, ReadOnlySpan<byte> content);

    /// <inheritdoc/>
    public void PressPowerButton() => Machine.RequestShutdown();

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>Hv's side, a machine version of it.</summary>
internal sealed class HvPeer<TMachine>(MachineSetup setup) : HvPeer
    where TMachine : PseriesMachine, new()
{
    private readonly TestMachine<TMachine> _machine = new(setup.Options, machine =>
    {
        if (setup.WithoutTransactionalMemory)
            machine.CapHtm = false;

        if (setup.HasDescription)
            machine.SuppressVmDescription = false;

        if (setup.InterruptMode is { } mode)
            machine.InterruptMode = mode;

        if (setup.SecondBridge is { } index)
            machine.CreateDevice<PciHostBridge>().Index = index;

        foreach (var device in setup.Devices)
            device.AddTo(machine);
    });

    /// <inheritdoc/>
    public override PseriesMachine Machine => _machine.Machine;

    /// <inheritdoc/>
    public override IReadOnlyList<MachineEvent> Events => _machine.Events;

    /// <inheritdoc/>
    public override uint[]? Call(string name, ReadOnlySpan<uint> arguments, int returns)
    {
        if (!Machine.Rtas.TryGetToken(name, out var token))
            return null;

        Write(RtasBuffer.Address, RtasBuffer.Encode(token, arguments, returns));
        var status = _machine.CallFrame(new GuestPhysicalAddress(RtasBuffer.Address));
        Assert.That(status, Is.EqualTo(HypercallStatus.Success), $"H_RTAS with {name}");
        return Words.FromBytes(Read(RtasBuffer.Returns(arguments.Length), RtasBuffer.ReturnWords * sizeof(uint)));
    }

    /// <inheritdoc/>
    public override byte[] Read(ulong address, int length)
    {
        var content = new byte[length];
        Machine.AddressSpace.Read(address, content);
        return content;
    }

    /// <inheritdoc/>
    public override void Write(ulong address, ReadOnlySpan<byte> content) => Machine.AddressSpace.Write(address, content);

    /// <inheritdoc/>
    public override void Dispose() => _machine.Dispose();
}
