using System.Buffers.Binary;
using System.Text;
using Hv.Pseries.Firmware.Negotiation;
using Hv.Pseries.Firmware.Nodes;
using Hv.Pseries.Processors;
using Hv.Pseries.Vio;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;

namespace Hv.Pseries.Firmware.OpenFirmware;

/// <summary>
/// The firmware that a kernel finds when no image was named: the machine itself answers the client interface of Open Firmware (IEEE 1275,
/// 6.3; LoPAR B.6). A few instructions in the guest's memory make the hypercall that leads here.
/// </summary>
internal sealed class ClientInterface
{
    /// <summary>What a client calls.</summary>
    public const ulong Entry = 0x3000;

    /// <summary>Where the stack of a client begins, which grows towards 0.</summary>
    public const ulong Stack = 0x2FC0;

    private const ulong FirstFree = 0x4000;
    private const uint Failed = uint.MaxValue;
    private const uint InstanceBit = 0x8000_0000;
    private const int LargestGrowth = 1 << 20;
    private const int LargestTransfer = 1 << 20;
    private const ulong LargestAddress = 1UL << 32;

    private static readonly string[] Services =
    [
        "test", "finddevice", "getprop", "getproplen", "nextprop", "setprop", "peer", "child", "parent", "instance-to-package",
        "instance-to-path", "package-to-path", "canon", "open", "close", "read", "write", "claim", "release", "call-method", "milliseconds",
        "quiesce", "start-cpu", "exit", "boot", "enter",
    ];

    private readonly PseriesMachine _machine;
    private readonly MemoryClaims _claims;
    private readonly int _largestTree;

    /// <summary>Goes on with a tree that a client has seen.</summary>
    public ClientInterface(PseriesMachine machine, DeviceTreeNode root)
    {
        _machine = machine;
        Tree = new LiveTree(root);
        _largestTree = Tree.Size + LargestGrowth;
        _claims = new MemoryClaims(root.Children.First(node => node.Name.StartsWith("memory@", StringComparison.Ordinal)));
    }

    /// <summary>The tree as the client has it.</summary>
    public LiveTree Tree { get; }

    /// <summary>Begins: puts the code into memory, and takes what is loaded for claimed.</summary>
    public static ClientInterface Begin(PseriesMachine machine)
    {
        var root = DeviceTree.Create(machine);
        var client = new ClientInterface(machine, root);
        client._claims.Begin(FirstFree, Math.Min(machine.RealModeAreaSize, LargestAddress));
        if (machine.Boot.Kernel is { } kernel)
            client._claims.TryClaim(kernel.Address, kernel.Length);

        if (machine.Boot.InitialRamDisk is { Length: > 0 } disk)
            client._claims.TryClaim(disk.Address, disk.Length);

        client.NameInstances();
        FirmwareCode.Write(machine.Memory, Entry, FirmwareCode.ClientCall);
        return client;
    }

    /// <summary>Serves a call.</summary>
    /// <param name="cpu">Who makes it.</param>
    /// <param name="address">The address of the argument array.</param>
    public HypercallStatus Call(PseriesCpu cpu, ulong address)
    {
        if (!ClientFrame.TryOpen(_machine.Memory, address, out var frame))
            return HypercallStatus.Parameter;

        if (!Array.Exists(Services, service => service == frame.Service))
        {
            frame.Return(0, Failed);
            return HypercallStatus.Hardware;
        }

        if (frame.Service == "call-method")
            CallMethod(in frame);
        else
            frame.Return(0, Serve(in frame, cpu));

        return HypercallStatus.Success;
    }

    private uint Serve(in ClientFrame frame, PseriesCpu cpu)
    {
        switch (frame.Service)
        {
            case "test":
                return frame.TryText(0, out var service) && Services.Contains(service) ? 0u : 1;
            case "finddevice":
                return frame.TryText(0, out var path) && Tree.Find(path) is { } found ? Tree.PhandleOf(found) : Failed;
            case "getprop" or "getproplen":
                return GetProperty(in frame);
            case "nextprop":
                return NextProperty(in frame);
            case "setprop":
                return SetProperty(in frame);
            case "peer":
                return frame.Argument(0) == 0 ? Tree.PhandleOf(Tree.Root) : Handle(Tree[frame.Argument(0)] is { } node ? Tree.NextOf(node) : null);
            case "child":
                return Handle(Tree[frame.Argument(0)]?.Children.FirstOrDefault());
            case "parent":
                return Handle(Tree[frame.Argument(0)] is { } child ? Tree.ParentOf(child) : null);
            case "instance-to-package":
                return InstanceOf(frame.Argument(0)) is { } instance ? Tree.PhandleOf(instance) : Failed;
            case "instance-to-path":
                return Path(InstanceOf(frame.Argument(0)), in frame);
            case "package-to-path":
                return Path(Tree[frame.Argument(0)], in frame);
            case "canon":
                return Path(frame.TryText(0, out var name) ? Tree.Find(name) : null, in frame);
            case "open":
                return frame.TryText(0, out var device) && Tree.Find(device) is { } opened ? Tree.PhandleOf(opened) | InstanceBit : 0;
            case "close":
                return 0;
            case "read":
                return Read(in frame);
            case "write":
                return Write(in frame);
            case "claim":
                return Claim(in frame);
            case "release":
                return _claims.TryRelease(frame.Argument(0), frame.Argument(1)) ? 0 : Failed;
            case "milliseconds":
                return (uint)(_machine.Clock.Now / 1_000_000);
            case "start-cpu":
                return StartCpu(in frame);
            case "quiesce":
                _machine.EndClient();
                return 0;
            default:
                // exit, boot, enter: the client gives up, and there is nobody to go back to.
                cpu.IsStopped = true;
                _machine.Raise(new MachineEvent.Panicked($"the kernel has returned to its firmware ({frame.Service})"));
                return 0;
        }
    }

    private static uint InstanceHandle(uint phandle) => phandle | InstanceBit;

    private uint Handle(DeviceTreeNode? node) => node is null ? 0 : Tree.PhandleOf(node);

    private DeviceTreeNode? InstanceOf(uint handle) => (handle & InstanceBit) != 0 ? Tree[handle & ~InstanceBit] : null;

    /// <summary>Tells in /chosen what is open from the beginning (IEEE 1275, 3.5; PowerPC binding, 5.1).</summary>
    private void NameInstances()
    {
        var chosen = Tree.Find("/" + ChosenNode.Name)!;
        var memory = Tree.Root.Children.First(node => node.Name.StartsWith("memory@", StringComparison.Ordinal));
        Tree.Set(chosen, DeviceTreeProperty.OfCells("memory", InstanceHandle(Tree.PhandleOf(memory))));
        if (Tree.Find("/cpus")?.Children.FirstOrDefault() is { } core)
            Tree.Set(chosen, DeviceTreeProperty.OfCells("cpu", InstanceHandle(Tree.PhandleOf(core))));

        if (_machine.FirstVty is not { } vty || Tree.Find(VdeviceNode.PathOf(vty)) is not { } terminal)
            return;

        Tree.Set(chosen, DeviceTreeProperty.OfCells("stdin", InstanceHandle(Tree.PhandleOf(terminal))));
        Tree.Set(chosen, DeviceTreeProperty.OfCells("stdout", InstanceHandle(Tree.PhandleOf(terminal))));
    }

    private uint GetProperty(in ClientFrame frame)
    {
        if (Tree[frame.Argument(0)] is not { } node || !frame.TryText(1, out var name))
            return Failed;

        var value = node.Find(name)?.Value ?? (name == "name" ? Encoding.ASCII.GetBytes(node.Name.Split('@')[0] + '\0') : null);
        if (value is null)
            return Failed;

        if (frame.Service == "getprop")
        {
            var count = Math.Min(value.Length, (int)Math.Min(frame.Argument(3), int.MaxValue));
            if (!_machine.Memory.TryWrite(new GuestPhysicalAddress(frame.Argument(2)), value.AsSpan(0, count)))
                return Failed;
        }

        return (uint)value.Length;
    }

    /// <summary>1 and the name of the next property; 0 when there is none; -1 when the one before is none (IEEE 1275, 6.3.2.2).</summary>
    private uint NextProperty(in ClientFrame frame)
    {
        var name = "";
        if (Tree[frame.Argument(0)] is not { } node || (frame.Argument(1) != 0 && !frame.TryText(1, out name)))
            return Failed;

        var index = name!.Length == 0 ? 0 : node.Properties.FindIndex(property => property.Name == name) + 1;
        if (name.Length > 0 && index == 0)
            return Failed;

        var next = index < node.Properties.Count ? node.Properties[index].Name : "";
        return _machine.Memory.TryWrite(new GuestPhysicalAddress(frame.Argument(2)), Encoding.ASCII.GetBytes(next + '\0'))
            ? next.Length > 0 ? 1u : 0
            : Failed;
    }

    private uint SetProperty(in ClientFrame frame)
    {
        var length = frame.Argument(3);
        if (Tree[frame.Argument(0)] is not { } node || !frame.TryText(1, out var name) || name.Length is 0 or > 31
            || length > LargestTransfer)
        {
            return Failed;
        }

        var property = new DeviceTreeProperty(name, new byte[length]);
        var replaced = node.Find(name) is { } known ? LiveTree.SizeOf(known) : 0;
        if (Tree.Size - replaced + LiveTree.SizeOf(property) > _largestTree
            || !_machine.Memory.TryRead(new GuestPhysicalAddress(frame.Argument(2)), property.Value))
        {
            return Failed;
        }

        Tree.Set(node, property);
        return length;
    }

    private uint Path(DeviceTreeNode? node, in ClientFrame frame)
    {
        if (node is null)
            return Failed;

        var path = Encoding.ASCII.GetBytes(Tree.PathOf(node) + '\0');
        var count = Math.Min(path.Length, (int)Math.Min(frame.Argument(2), int.MaxValue));
        return _machine.Memory.TryWrite(new GuestPhysicalAddress(frame.Argument(1)), path.AsSpan(0, count)) ? (uint)path.Length - 1 : Failed;
    }

    private Vty? TerminalOf(uint handle) => InstanceOf(handle) is { } node
        ? _machine.Devices.OfType<Vty>().FirstOrDefault(vty => Tree.Find(VdeviceNode.PathOf(vty)) == node)
        : null;

    private uint Read(in ClientFrame frame)
    {
        if (TerminalOf(frame.Argument(0)) is not { } terminal)
            return Failed;

        Span<byte> characters = stackalloc byte[Vty.InputCapacity];
        var count = terminal.Read(characters[..(int)Math.Min(frame.Argument(2), Vty.InputCapacity)]);
        return _machine.Memory.TryWrite(new GuestPhysicalAddress(frame.Argument(1)), characters[..count]) ? (uint)count : Failed;
    }

    private uint Write(in ClientFrame frame)
    {
        var count = frame.Argument(2);
        if (TerminalOf(frame.Argument(0)) is not { } terminal || count > LargestTransfer)
            return Failed;

        var characters = new byte[count];
        if (!_machine.Memory.TryRead(new GuestPhysicalAddress(frame.Argument(1)), characters))
            return Failed;

        terminal.Write(characters);
        return count;
    }

    private uint Claim(in ClientFrame frame)
    {
        var (address, size, alignment) = (frame.Argument(0), frame.Argument(1), frame.Argument(2));
        if (alignment == 0)
            return _claims.TryClaim(address, size) ? address : Failed;

        return _claims.TryClaimAny(size, alignment, out var anywhere) ? (uint)anywhere : Failed;
    }

    private uint StartCpu(in ClientFrame frame)
    {
        var node = Tree[frame.Argument(0)];
        if (node?.Find("reg") is not { Value.Length: >= sizeof(uint) } property)
            return Failed;

        var id = BinaryPrimitives.ReadUInt32BigEndian(property.Value);
        if (_machine.Processors.FirstOrDefault(cpu => (uint)cpu.Id == id) is not { IsStopped: true } target)
            return Failed;

        target.Core.Start(frame.Argument(1), frame.Argument(2));
        return 0;
    }

    /// <summary>Methods of the packages: the first result says whether there is one, the second is its own.</summary>
    private void CallMethod(in ClientFrame frame)
    {
        frame.Return(0, Failed);
        if (!frame.TryText(0, out var method) || InstanceOf(frame.Argument(1)) is not { } node)
            return;

        switch (method)
        {
            case "ibm,client-architecture-support" when node == Tree.Root:
                var status = ArchitectureNegotiation.Run(_machine, frame.Argument(2));
                if (status == HypercallStatus.Success)
                    Tree.Renew(DeviceTree.Create(_machine));

                frame.Return(0, 0);
                frame.Return(1, status == HypercallStatus.Success ? 0 : Failed);
                break;
            case "instantiate-rtas" when node.Name == RtasNode.Name:
                if (!FirmwareCode.Write(_machine.Memory, frame.Argument(2), FirmwareCode.RtasCall))
                    return;

                Tree.Set(node, DeviceTreeProperty.OfCells(RtasNode.Base, frame.Argument(2)));
                _machine.RtasBase = frame.Argument(2);
                frame.Return(0, 0);
                frame.Return(1, frame.Argument(2));
                break;
            default:
                break;
        }
    }
}
