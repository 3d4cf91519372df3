using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Hv.Runtime.Pci;

namespace Hv.Devices.Nvme;

/// <summary>The command Identify (NVM Express 1.4, 5.15).</summary>
/// <param name="controller">The controller.</param>
internal sealed class NvmeIdentify(NvmeController controller)
{
    /// <summary>The temperature that it says it should not have, in kelvins.</summary>
    public const ushort WarningTemperature = 0x157;

    private const int Size = 4096;
    private const int CriticalTemperature = 0x175;

    /// <summary>What is to be identified (CNS).</summary>
    private enum Structure : byte
    {
        Namespace = 0x00,
        Controller = 0x01,
        ActiveNamespaces = 0x02,
        NamespaceDescriptors = 0x03,
        NamespaceOfCommandSet = 0x05,
        ControllerOfCommandSet = 0x06,
        ActiveNamespacesOfCommandSet = 0x07,
        AllocatedNamespaces = 0x10,
        AllocatedNamespace = 0x11,
        AllocatedNamespacesOfCommandSet = 0x1A,
        AllocatedNamespaceOfCommandSet = 0x1B,
        CommandSets = 0x1C,
    }

    /// <summary>Runs the command.</summary>
    public NvmeStatus Execute(in NvmeCommand command, NvmeWorker worker)
    {
        var structure = (Structure)command.Word(10);
        var commandSet = command.Word(11) >> 24;
        if (controller.Trace.Identify.IsEnabled)
            controller.Trace.Identify.Write($"cid {command.Id} cns 0x{(byte)structure:x} ctrlid {command.Word(10) >> 16} csi 0x{commandSet:x}");

        Span<byte> data = stackalloc byte[Size];
        data.Clear();
        var status = structure switch
        {
            Structure.Namespace or Structure.AllocatedNamespace => DescribeNamespace(command.NamespaceId, data),
            Structure.Controller => DescribeController(data),
            Structure.ActiveNamespaces or Structure.AllocatedNamespaces => ListNamespaces(command.NamespaceId, data),
            Structure.NamespaceDescriptors => DescribeIdentifiers(command.NamespaceId, data),
            Structure.NamespaceOfCommandSet or Structure.AllocatedNamespaceOfCommandSet => CheckNamespaceOfSet(command.NamespaceId, commandSet),
            Structure.ControllerOfCommandSet => CheckSet(commandSet),
            Structure.ActiveNamespacesOfCommandSet or Structure.AllocatedNamespacesOfCommandSet =>
                ListNamespacesOfSet(command.NamespaceId, commandSet, data),
            Structure.CommandSets => DescribeCommandSets(data),
            _ => NvmeStatus.InvalidField | NvmeStatus.DoNotRetry,
        };
        return status == NvmeStatus.Success ? controller.Send(command, data, worker) : status;
    }

    private static NvmeStatus CheckNamespaceId(uint id) =>
        NvmeController.IsNamespaceId(id) && id != NvmeController.AllNamespaces
            ? NvmeStatus.Success
            : NvmeStatus.InvalidNamespace | NvmeStatus.DoNotRetry;

    private static NvmeStatus CheckSet(uint commandSet) =>
        commandSet == 0 ? NvmeStatus.Success : NvmeStatus.InvalidField | NvmeStatus.DoNotRetry;

    private static NvmeStatus DescribeCommandSets(Span<byte> data)
    {
        // One combination: the NVM command set.
        data[0] = 1;
        return NvmeStatus.Success;
    }

    /// <summary>One that is not there is all zeros.</summary>
    private NvmeStatus DescribeNamespace(uint id, Span<byte> data)
    {
        controller.FindNamespace(id)?.Identify(data);
        return CheckNamespaceId(id);
    }

    private NvmeStatus DescribeIdentifiers(uint id, Span<byte> data)
    {
        var status = CheckNamespaceId(id);
        if (status != NvmeStatus.Success)
            return status;

        if (controller.FindNamespace(id) is not { } described)
            return NvmeStatus.InvalidField | NvmeStatus.DoNotRetry;

        described.IdentifyDescriptors(data);
        return NvmeStatus.Success;
    }

    /// <summary>The NVM command set says nothing more of a namespace that has no metadata.</summary>
    private NvmeStatus CheckNamespaceOfSet(uint id, uint commandSet)
    {
        var status = CheckNamespaceId(id);
        if (status != NvmeStatus.Success || controller.FindNamespace(id) is null)
            return status;

        return CheckSet(commandSet);
    }

    private NvmeStatus ListNamespacesOfSet(uint after, uint commandSet, Span<byte> data)
    {
        var status = ListNamespaces(after, data);
        return status == NvmeStatus.Success ? CheckSet(commandSet) : status;
    }

    private NvmeStatus ListNamespaces(uint after, Span<byte> data)
    {
        if (after >= uint.MaxValue - 1)
            return NvmeStatus.InvalidNamespace | NvmeStatus.DoNotRetry;

        foreach (var listed in controller.Namespaces)
        {
            if (listed.Id <= after)
                continue;

            BinaryPrimitives.WriteUInt32LittleEndian(data, listed.Id);
            data = data[sizeof(uint)..];
        }

        return NvmeStatus.Success;
    }

    /// <summary>The Identify Controller data structure (figure 251).</summary>
    private NvmeStatus DescribeController(Span<byte> data)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(data, controller.Configuration.GetUInt16(PciRegister.VendorId));
        BinaryPrimitives.WriteUInt16LittleEndian(data[2..], controller.Configuration.GetUInt16(PciRegister.SubsystemVendorId));
        Pad(data.Slice(4, 20), controller.Serial);
        Pad(data.Slice(24, 40), "Hv NVMe Ctrl");
        Pad(data.Slice(64, 8), NvmeLogPages.FirmwareRevision);

        // RAB: 64 commands; an OUI that nobody has, or Intel's.
        data[72] = 6;
        (controller.UsesIntelId ? [0xB3, 0x02, 0x00] : new byte[] { 0x00, 0x54, 0x52 }).CopyTo(data[73..]);
        data[77] = controller.MaximumDataTransferSize;
        BinaryPrimitives.WriteUInt32LittleEndian(data[80..], 0x0001_0400);

        // OAES: changes of namespaces. CNTRLTYPE: I/O.
        BinaryPrimitives.WriteUInt32LittleEndian(data[92..], 0x100);
        data[111] = 1;

        // ACL and AERL (less one). FRMW: one slot, read-only. LPA: SMART by namespace, effects, extended data. ELPE: one entry.
        data[258] = 3;
        data[259] = controller.EventRequestLimit;
        data[260] = 0x03;
        data[261] = 0x07;
        BinaryPrimitives.WriteUInt16LittleEndian(data[266..], WarningTemperature);
        BinaryPrimitives.WriteUInt16LittleEndian(data[268..], CriticalTemperature);

        // SQES, CQES: entries of 64 and 16 bytes. ONCS: compare, dataset management, write zeroes, select, timestamp.
        data[512] = 0x66;
        data[513] = 0x44;
        BinaryPrimitives.WriteUInt32LittleEndian(data[516..], NvmeNamespace.Maximum);
        BinaryPrimitives.WriteUInt16LittleEndian(data[520..], 0x5D);

        // VWC: present, and flushed for all namespaces at once. SGLS: of any alignment.
        data[525] = 0x07;
        BinaryPrimitives.WriteUInt32LittleEndian(data[536..], 1);
        Encoding.ASCII.GetBytes(QualifiedName(controller.Serial), data[768..]);

        // Power state 0: 25 W, times in microseconds.
        BinaryPrimitives.WriteUInt16LittleEndian(data[2048..], 0x9C4);
        BinaryPrimitives.WriteUInt32LittleEndian(data[2052..], 0x10);
        BinaryPrimitives.WriteUInt32LittleEndian(data[2056..], 0x04);
        return NvmeStatus.Success;
    }

    /// <summary>The name of the subsystem (7.9): that of a UUID, which the serial number makes (RFC 9562, version 8).</summary>
    private static string QualifiedName(string serial)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"hv nvme subsystem {serial}"), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return $"nqn.2014-08.org.nvmexpress:uuid:{new Guid(hash[..16], bigEndian: true)}";
    }

    private static void Pad(Span<byte> field, string text)
    {
        field.Fill((byte)' ');
        Encoding.ASCII.GetBytes(text, field);
    }
}
