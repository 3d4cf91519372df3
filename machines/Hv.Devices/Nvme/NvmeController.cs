using System.Numerics;
using Hv.Runtime.Declarations;
using Hv.Runtime.Memory;
using Hv.Runtime.Objects;
using Hv.Runtime.Pci;

namespace Hv.Devices.Nvme;

/// <summary>
/// An NVMe controller (NVM Express 1.4): admin queue and I/O queues, MSI-X or a pin, PRP and SGL, one namespace of its own
/// (<c>drive=ID</c>) or several (<c>-device nvme-ns</c>).
/// </summary>
/// <remarks>
/// <para>
/// Registers, completion queues and interrupts are used under the machine's lock. Commands are fetched and executed by threads of
/// the device (<see cref="NvmeWorkers"/>); all DMA goes through the bus, to RAM alone.
/// </para>
/// <para>
/// What is left out is not advertised: metadata and protection, zones, namespace management, format, firmware, shadow doorbells,
/// memory buffers, virtualization.
/// </para>
/// </remarks>
[Device("nvme", Summary = "Non-Volatile Memory Express")]
[NotMigratable("what it has in flight cannot be carried over")]
public sealed partial class NvmeController : PciFunction, IMmioDevice
{
    internal const uint AllNamespaces = uint.MaxValue;

    private const ushort RedHat = 0x1B36;
    private const ushort RedHatNvme = 0x0010;
    private const ushort Intel = 0x8086;
    private const ushort IntelNvme = 0x5845;
    private const ushort RedHatSubsystem = 0x1AF4;
    private const ushort QemuSubsystem = 0x1100;
    private const ushort StorageExpress = 0x0108;
    private const byte NvmeInterface = 0x02;
    private const byte PowerManagement = 0x01;
    private const byte Express = 0x10;
    private const int PowerManagementOffset = 0x60;
    private const int ExpressOffset = 0x80;
    private const int ExpressSize = 0x3C;
    private const int DeviceControl = ExpressOffset + 8;
    private const ushort FunctionLevelReset = 0x8000;
    private const uint RegistersEnd = 0x1000;
    private const uint Alignment = 0x1000;
    private const int DoorbellsOfPair = 8;
    private const int MessageBar = 4;
    private const int DefaultBlockSize = 512;
    private const int SerialLength = 20;

    private readonly NvmeNamespace?[] _namespaces = new NvmeNamespace?[NvmeNamespace.Maximum + 1];
    private NvmeWorkers? _workers;
    private NvmeTrace? _trace;
    private NvmeBus? _namespaceBus;
    private NvmeIoCommands? _io;
    private NvmeAdminCommands? _admin;

    /// <summary>The drive of its namespace 1, by id; empty: namespaces are devices of their own (<c>nvme-ns</c>).</summary>
    [Property("drive")]
    public partial string Drive { get; set; }

    /// <summary>The serial number, up to 20 characters; it must be given.</summary>
    [Property("serial")]
    public partial string Serial { get; set; }

    /// <summary>Bytes of a logical block of its namespace: a power of two from 512 to 64K; 0: 512.</summary>
    [Property("logical_block_size", Format = PropertyFormat.Size)]
    public partial uint LogicalBlockSize { get; set; }

    /// <summary>Pairs of I/O queues.</summary>
    [Property("max_ioqpairs", Default = 64u, Minimum = 1u, Maximum = 0xFFFFu)]
    public partial uint MaximumQueuePairs { get; set; }

    /// <summary>MSI-X vectors.</summary>
    [Property("msix_qsize", Default = (ushort)65, Minimum = (ushort)1, Maximum = (ushort)2048)]
    public partial ushort MessageVectors { get; set; }

    /// <summary>Asynchronous event requests that can be outstanding, less one.</summary>
    [Property("aerl", Default = (byte)3)]
    public partial byte EventRequestLimit { get; set; }

    /// <summary>Asynchronous events that wait for a request at most.</summary>
    [Property("aer_max_queued", Default = 64u, Maximum = 65536u)]
    public partial uint QueuedEventLimit { get; set; }

    /// <summary>The most data of a command: 2^this pages of 4 KiB; 0: no limit.</summary>
    [Property("mdts", Default = (byte)7, Maximum = (byte)20)]
    public partial byte MaximumDataTransferSize { get; set; }

    /// <summary>Whether it has the vendor and device id that Intel gave QEMU's controller, for drivers that know no other.</summary>
    [Property("use-intel-id")]
    public partial bool UsesIntelId { get; set; }

    /// <summary>Whether the MSI-X table has a base address register of its own (4), as controllers of older machines have it.</summary>
    [Property("msix-exclusive-bar")]
    public partial bool HasExclusiveMessageBar { get; set; }

    /// <inheritdoc/>
    public override IEnumerable<Bus> ChildBuses => _namespaceBus is null ? [] : [_namespaceBus];

    /// <summary>The namespaces, by number.</summary>
    internal IEnumerable<NvmeNamespace> Namespaces => _namespaces.OfType<NvmeNamespace>();

    /// <summary>The features.</summary>
    internal NvmeFeatures Features => _admin?.Features ?? throw NotRealized();

    /// <summary>The trace events.</summary>
    internal NvmeTrace Trace => _trace ?? throw NotRealized();

    /// <summary>The host's page size.</summary>
    internal int PageSize { get; private set; } = (int)Alignment;

    /// <summary>The most bytes that a command may transfer.</summary>
    internal long LargestTransfer => MaximumDataTransferSize == 0 ? long.MaxValue : (long)PageSize << MaximumDataTransferSize;

    /// <inheritdoc/>
    protected override int ConfigurationSize => PciConfigurationSpace.ExpressSize;

    private NvmeWorkers Workers => _workers ?? throw NotRealized();

    private int QueuePairs => (int)MaximumQueuePairs;

    /// <summary>Whether a number can be a namespace's, or all namespaces'.</summary>
    internal static bool IsNamespaceId(uint id) => id is >= 1 and <= NvmeNamespace.Maximum or AllNamespaces;

    /// <summary>The namespace of a number, or <see langword="null"/>.</summary>
    internal NvmeNamespace? FindNamespace(uint id) =>
        id <= NvmeNamespace.Maximum ? Volatile.Read(ref _namespaces[id]) : null;

    /// <summary>Adds a namespace on a drive.</summary>
    /// <param name="drive">The drive's id.</param>
    /// <param name="owner">The device model that names it.</param>
    /// <param name="id">The number; 0: the first free one.</param>
    /// <param name="blockSize">Bytes of a logical block; 0: 512.</param>
    /// <param name="uuid">The UUID; empty: none.</param>
    /// <param name="eui64">The Extended Unique Identifier; 0: none.</param>
    /// <exception cref="PropertyException">The number is taken, or the drive cannot be had.</exception>
    internal NvmeNamespace AddNamespace(string drive, string owner, uint id, uint blockSize, Guid uuid, ulong eui64)
    {
        if (id != 0 && _namespaces[id] is not null)
            throw new PropertyException($"{owner}: namespace id '{id}' already allocated");

        for (id = Math.Max(id, 1); _namespaces[id] is not null; id++)
        {
            if (id == NvmeNamespace.Maximum)
                throw new PropertyException($"{owner}: no free namespace id");
        }

        var block = Machine.Options.BlockDevices.Take(drive, owner, "drive");
        try
        {
            var added = new NvmeNamespace(
                id, block, blockSize == 0 ? DefaultBlockSize : blockSize, uuid, eui64, $"{owner}.logical_block_size");
            Volatile.Write(ref _namespaces[id], added);
            return added;
        }
        catch (PropertyException)
        {
            block.Release();
            throw;
        }
    }

    /// <summary>Takes a namespace away, when nothing is done with it any more.</summary>
    internal void RemoveNamespace(NvmeNamespace removed)
    {
        _workers?.StartGeneration(waits: true);
        Volatile.Write(ref _namespaces[removed.Id], null);
        removed.Block.Flush();
        removed.Block.Release();
    }

    /// <inheritdoc/>
    protected override void OnRealizeFunction()
    {
        if (Serial.Length == 0)
            throw new PropertyException($"{Type.Name}: serial property not set");

        if (Serial.Length > SerialLength || !Serial.All(char.IsAscii))
            throw new PropertyException($"{Properties.Serial}: '{Serial}' has more than {SerialLength} characters, or others than ASCII's");

        _trace = new NvmeTrace(Machine.Trace);
        _io = new NvmeIoCommands(this);
        _admin = new NvmeAdminCommands(this);
        _workers = new NvmeWorkers(this, Machine.Options.HasSynchronousIo, Serve);
        _coalescingTimer = Machine.CreateTimer(EndCoalescing);
        _submissions = new SubmissionQueue?[QueuePairs + 1];
        _completions = new CompletionQueue?[QueuePairs + 1];
        _namespaceBus = new NvmeBus(Id.Length > 0 ? Id : Machine.NextBusName("nvme-bus"), this);
        FillConfiguration();
        AddRegisters();
        if (Drive.Length > 0)
            AddNamespace(Drive, Type.Name, 1, LogicalBlockSize, Guid.Empty, 0);
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        ResetController(waits: true);
        (_adminAttributes, _adminSubmission, _adminCompletion) = (0, 0, 0);
        base.OnReset();
    }

    /// <inheritdoc/>
    protected override void OnUnrealize()
    {
        _coalescingTimer?.Dispose();
        _coalescingTimer = null;
        _workers?.Close();
        foreach (var removed in Namespaces.ToList())
            RemoveNamespace(removed);

        base.OnUnrealize();
    }

    /// <inheritdoc/>
    protected override void OnConfigurationWritten(int offset, int width, uint value)
    {
        // Resets the function, and reads as zero ever after (PCI Express, 7.8.4).
        var control = Configuration.GetUInt16(DeviceControl);
        if ((control & FunctionLevelReset) == 0)
            return;

        Configuration.SetUInt16(DeviceControl, (ushort)(control & ~FunctionLevelReset));
        OnReset();
    }

    private void FillConfiguration()
    {
        Configuration.SetIdentity(UsesIntelId ? Intel : RedHat, UsesIntelId ? IntelNvme : RedHatNvme, StorageExpress, revision: 2);
        Configuration.SetByte(PciRegister.ProgrammingInterface, NvmeInterface);
        Configuration.SetUInt16(PciRegister.SubsystemVendorId, RedHatSubsystem);
        Configuration.SetUInt16(PciRegister.SubsystemId, QemuSubsystem);
        Configuration.SetByte(PciRegister.InterruptPin, 1);

        // Power management 1.2: software sets the power state, which changes nothing; a return to D0 is no reset.
        Configuration.AddCapability(PowerManagement, 8, PowerManagementOffset);
        Configuration.SetUInt16(PowerManagementOffset + 2, 0x0003);
        Configuration.SetUInt16(PowerManagementOffset + 4, 0x0008);
        Configuration.SetWritable(PowerManagementOffset + 4, sizeof(ushort), 0x0003);

        // PCI Express 2: an endpoint with role-based error reporting and function level reset, on a link of one lane of 2.5 GT/s.
        Configuration.AddCapability(Express, ExpressSize, ExpressOffset);
        Configuration.SetUInt16(ExpressOffset + 2, 0x0002);
        Configuration.SetUInt32(ExpressOffset + 4, 0x1000_8000);
        Configuration.SetWritable(DeviceControl, sizeof(ushort), FunctionLevelReset);
        Configuration.SetUInt32(ExpressOffset + 12, 0x0000_0411);
        Configuration.SetUInt16(ExpressOffset + 18, 0x0011);
        Configuration.SetUInt32(ExpressOffset + 36, 0x0030_0000);
        Configuration.SetWritable(ExpressOffset + 40, sizeof(ushort), 0x8000);
    }

    /// <summary>
    /// Registers and doorbells behind a base address register, and after them, or behind one of their own, the MSI-X table and its
    /// pending bits.
    /// </summary>
    private void AddRegisters()
    {
        var end = Align(RegistersEnd + ((uint)(QueuePairs + 1) * DoorbellsOfPair));
        var registers = new MmioRegion("nvme", end, this, Machine.Lock);
        var tableSize = (uint)MessageVectors * MsixCapability.EntrySize;
        var pendingSize = (MessageVectors + 63u) / 64 * sizeof(ulong);
        if (HasExclusiveMessageBar)
        {
            var half = Math.Max(Alignment / 2, tableSize);
            var exclusive = AddMsix(MessageVectors, 0, MessageBar, 0, MessageBar, half);
            AddBar(0, PciBarKind.Memory64, Compose("nvme-bar0", end, new AddressSpace.Mapping(registers, 0, 0)));
            AddBar(
                MessageBar, PciBarKind.Memory32,
                Compose("nvme-msix", half + pendingSize, new(exclusive.Table, 0, 0), new(exclusive.Pending, half, 0)));
            return;
        }

        var pending = Align(end + tableSize);
        var msix = AddMsix(MessageVectors, 0, 0, end, 0, pending);
        AddBar(
            0, PciBarKind.Memory64,
            Compose("nvme-bar0", pending + pendingSize, new(registers, 0, 0), new(msix.Table, end, 0), new(msix.Pending, pending, 0)));
    }

    private static WindowRegion Compose(string name, uint size, params ReadOnlySpan<AddressSpace.Mapping> parts)
    {
        var whole = new AddressSpace(name);
        foreach (var part in parts)
            whole.Map(part.Region, part.Address);

        return new WindowRegion(name, BitOperations.RoundUpToPowerOf2(Math.Max(size, Alignment)), whole, 0);
    }

    private static uint Align(uint size) => (size + (Alignment - 1)) & ~(Alignment - 1);
}
