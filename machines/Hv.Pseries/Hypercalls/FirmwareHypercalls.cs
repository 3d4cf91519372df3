using System.Buffers.Binary;
using Hv.Pseries.Firmware.Negotiation;
using Hv.Pseries.Processors;
using Hv.Runtime.Declarations;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;

namespace Hv.Pseries.Hypercalls;

/// <summary>What the firmware in the guest's memory asks of the machine.</summary>
[Hypercalls]
internal sealed partial class FirmwareHypercalls(PseriesMachine machine)
{
    private const int HeaderSize = 4;
    private const int TreeHeaderSize = 8;
    private const uint HeaderVersion = 1;
    private const uint LargestTree = 2 << 20;

    /// <summary>Passes ibm,client-architecture-support on, and stores the new device tree.</summary>
    [Hypercall(0xF002, "KVMPPC_H_CAS")]
    private HypercallStatus Negotiate(GuestPhysicalAddress vectors, GuestPhysicalAddress buffer, ulong size)
    {
        if (size < HeaderSize)
            return HypercallStatus.Parameter;

        var status = ArchitectureNegotiation.Run(machine, vectors.RealMode.Value);
        if (status != HypercallStatus.Success)
            return status;

        // A version, in the byte order of the machine's host as it has always been, and the tree.
        var tree = machine.FlattenedTree();
        var answer = new byte[HeaderSize + tree.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(answer, HeaderVersion);
        tree.CopyTo(answer, HeaderSize);
        return (ulong)answer.Length <= size && machine.Memory.TryWrite(buffer, answer) ? HypercallStatus.Success : HypercallStatus.Parameter;
    }

    /// <summary>Keeps the device tree as the firmware has changed it.</summary>
    [Hypercall(0xF003, "KVMPPC_H_UPDATE_DT")]
    private HypercallStatus UpdateTree(GuestPhysicalAddress tree)
    {
        if (!machine.UpdatesDeviceTree)
            return HypercallStatus.Success;

        var start = tree.RealMode;
        Span<byte> header = stackalloc byte[TreeHeaderSize];
        if (!machine.Memory.TryRead(start, header) || BinaryPrimitives.ReadUInt32BigEndian(header[sizeof(uint)..]) is var size && size > LargestTree)
            return HypercallStatus.Parameter;

        var bytes = new byte[size];
        return machine.Memory.TryRead(start, bytes) && machine.TryKeepDeviceTree(bytes) ? HypercallStatus.Success : HypercallStatus.Parameter;
    }

    /// <summary>Answers a call of the client interface of Open Firmware, where the machine itself is the firmware.</summary>
    [Hypercall(0xF005, "KVMPPC_H_VOF_CLIENT")]
    private HypercallStatus CallClient(VirtualCpu cpu, GuestPhysicalAddress arguments) =>
        machine.Boot.Client is { } client ? client.Call((PseriesCpu)cpu, arguments.RealMode.Value) : HypercallStatus.Function;
}
