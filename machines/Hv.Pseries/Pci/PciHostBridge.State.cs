using Hv.Pseries.Dma;
using Hv.Runtime.Calls;
using Hv.Runtime.Declarations;
using Hv.Runtime.Migration;
using Hv.Runtime.Pci;

namespace Hv.Pseries.Pci;

/// <content>What migrates: the messages that the guest asked for. The windows and the bus are sections of their own.</content>
[VmState("spapr_pci", Version = 2)]
public sealed partial class PciHostBridge
{
    // Every number of a message is asked for by at most one function, and there are fewer numbers than these.
    private const int MostMessageRecords = 8192;

    /// <summary>The bus unit identifier: how the guest names the bridge.</summary>
    [Migrated(Name = "buid", MustMatch = true)]
    public Buid Buid => new(FirstBuid + Index);

    [Migrated(Name = "mig_liobn", When = nameof(Pre28Migration), MustMatch = true, TypeName = "uint32")]
    [GuestVisible("ibm,dma-window of the bridge's node")]
    private uint OldLiobn => _dmaWindows[0].Liobn.Value;

    [Migrated(Name = "mig_mem_win_addr", When = nameof(Pre28Migration), MustMatch = true, TypeName = "uint64")]
    [GuestVisible("ranges of the bridge's node")]
    private ulong OldMemoryAddress => Windows.Memory32.Address;

    /// <summary>Who reads it is older than windows that can lie apart: two that follow each other are one.</summary>
    [Migrated(Name = "mig_mem_win_size", When = nameof(Pre28Migration), MustMatch = true, TypeName = "uint64")]
    [GuestVisible("ranges of the bridge's node")]
    private ulong OldMemorySize =>
        Windows.Memory32.Size + (Windows.Memory64.Address == Windows.Memory32.Address + Windows.Memory32.Size ? Windows.Memory64.Size : 0);

    [Migrated(Name = "mig_io_win_addr", When = nameof(Pre28Migration), MustMatch = true, TypeName = "uint64")]
    [GuestVisible("ranges of the bridge's node")]
    private ulong OldIoAddress => Windows.Io.Address;

    [Migrated(Name = "mig_io_win_size", When = nameof(Pre28Migration), MustMatch = true, TypeName = "uint64")]
    [GuestVisible("ranges of the bridge's node")]
    private ulong OldIoSize => IoWindowSize;

    [Migrated(Name = "lsi_table")]
    private PinIdentity[] _pinIdentities = [];

    [Migrated(Name = "msi_devs_num")]
    private int _messageRecordCount;

    [Migrated(Name = "msi_devs", Count = nameof(_messageRecordCount), Limit = MostMessageRecords)]
    private MessageRecord[] _messageRecords = [];

    /// <inheritdoc/>
    public override IEnumerable<StateSection> StateSections =>
    [
        .. _dmaWindows.Select(window => new StateSection(TceTable.VmState.Name, window) { Instance = window.Liobn.Value }),
        CreateSection(this),
        new StateSection(PciBus.VmState.Name, Bus),
    ];

    [BeforeSave]
    private void PrepareSave()
    {
        _messageRecords = [.. _messages.Select(messages => new MessageRecord(messages.Key, messages.Value.First, messages.Value.Count))];
        _messageRecordCount = _messageRecords.Length;
    }

    [AfterSave]
    private void EndSave() => _messageRecords = [];

    [AfterLoad]
    private void ReplaceMessages()
    {
        ResetMessages();
        foreach (var (address, first, count) in _messageRecords)
        {
            // The function need not be where it was when it got them: the guest may have given its bus another number since.
            if (!Platform.Interrupts.TryTakeMessages(first, count))
            {
                throw new StateException(
                    $"messages of config_addr {address}: 0x{first:x} and the {count - 1L} numbers after it are not all numbers of messages here");
            }

            if (!_messages.TryAdd(address, new MessageRange(null, first, count)))
                throw new StateException($"messages of config_addr {address} come twice");
        }

        _messageRecords = [];
    }

    /// <summary>The number of a pin's interrupt source, which the guest reads in the bridge's interrupt-map.</summary>
    [VmState("spapr_pci/lsi")]
    private sealed partial class PinIdentity(uint number)
    {
        [Migrated(Name = "irq", MustMatch = true)]
        [GuestVisible("interrupt-map of the bridge's node")]
        private uint Number { get; } = number;
    }

    /// <summary>Messages on their way.</summary>
    [VmState("spapr_pci/msi")]
    private partial struct MessageRecord(PciConfigAddress address, uint first, uint count)
    {
        [Migrated(Name = "key")]
        private PciConfigAddress _address = address;

        [Migrated(Name = "value.first_irq")]
        private uint _first = first;

        [Migrated(Name = "value.num")]
        private uint _count = count;

        public readonly void Deconstruct(out PciConfigAddress address, out uint first, out uint count) =>
            (address, first, count) = (_address, _first, _count);
    }
}
