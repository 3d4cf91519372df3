using Hv.Conformance.Infrastructure;

namespace Hv.Conformance;

/// <content>NVMe controllers.</content>
internal static partial class Differences
{
    private const int InvalidOpcode = 0x4001;
    private const int InvalidField = 0x4002;
    private const int NotChangeable = 0x410E;

    public static readonly Difference<NvmeObservation> NvmeController = new(
        "Model, firmware and subsystem have names of their own; format, namespace management, shadow doorbells, simple copy, verify and"
            + " extended LBA formats are not there, and not in the controller's data.",
        nvme => nvme is { Queue: 0, Entry: { Opcode: 6, Word10: 1 } }
            && nvme.PageDiffersOnlyIn((24, 72), (96, 98), (256, 258), (520, 522), (534, 536), (768, 1024)));

    public static readonly Difference<NvmeObservation> NvmeNamespace = new(
        "One format without metadata, no protection, no DULBE and no simple copy are there, and in the namespace's data.",
        nvme => nvme is { Queue: 0, Entry: { Opcode: 6, Word10: 0 or 0x11 } }
            && nvme.PageDiffersOnlyIn((24, 26), (27, 29), (74, 81), (128, 192)));

    public static readonly Difference<NvmeObservation> NvmeCommandSets = new(
        "The NVM command set is the only one; QEMU has zoned namespaces too, and limits of commands that are not there.",
        nvme => nvme is { Queue: 0, Entry: { Opcode: 6, Word10: 5 or 6 or 7 or 0x1A or 0x1B or 0x1C } }
            && (nvme is { Entry.Word11: 2u << 24, HvStatus: InvalidField } || nvme.PageDiffersOnlyIn((0, 64))));

    public static readonly Difference<NvmeObservation> NvmeVirtualization = new(
        "There are no secondary controllers, and nothing tells of them.",
        nvme => nvme is { Queue: 0, Entry: { Opcode: 6, Word10: 0x14 or 0x15 }, HvStatus: InvalidField });

    public static readonly Difference<ContentObservation> NvmeResetBringsBackEveryByte = new(
        ResetBringsBackEveryByte.Reason,
        content => content.What.StartsWith("registers of", StringComparison.Ordinal)
            && content.What.EndsWith("after a reset", StringComparison.Ordinal)
            && DiffersOnlyBetween(content, 0x4C, 0x60, 0x64, 0x66, 0x68, 0x80, 0xA8, 0xAA, 0xBC, 0x100));

    public static readonly Difference<NvmeObservation> NvmeRangesAreChecked = new(
        "Dataset management of blocks that are not there fails, and deallocates nothing; QEMU leaves such ranges out.",
        nvme => nvme is { Queue: 1, Entry.Opcode: 9, QemuStatus: 0, HvStatus: 0x4080 });

    public static readonly Difference<NvmeObservation> NvmeTransfersNeedAWindow = new(
        "Data that no window leads to are a data transfer error; QEMU drops them and tells of success.",
        nvme => nvme is { Queue: 1, QemuStatus: 0, HvStatus: 0x4004 });

    public static readonly Difference<NvmeObservation> NvmeAbsentIoCommands = new(
        "Verify and copy are not there, and not advertised.",
        nvme => nvme is { Queue: 1, Entry.Opcode: 0x0C or 0x19, HvStatus: InvalidOpcode });

    public static readonly Difference<NvmeObservation> NvmeAbsentAdminCommands = new(
        "Namespace attachment, virtualization management and format are not there, and not advertised.",
        nvme => nvme is { Queue: 0, Entry.Opcode: 0x15 or 0x1C or 0x80, HvStatus: InvalidOpcode });

    public static readonly Difference<NvmeObservation> NvmeFeatureCanBeChanged = new(
        "Arbitration, interrupt coalescing, vector configuration and write atomicity can be changed, and keep what they are set to.",
        nvme => nvme is { Queue: 0, Entry.Opcode: 9 or 10 } && (nvme.Entry.Word10 & 0xFF) is 1 or 8 or 9 or 10
            && nvme is { QemuStatus: 0 or NotChangeable, HvStatus: 0 or InvalidField });

    public static readonly Difference<NvmeObservation> NvmeErrorsAreLogged = new(
        "The newest error is in the log of errors; QEMU's holds none.",
        nvme => nvme is { Queue: 0, Entry.Opcode: 2, QemuStatus: 0, HvStatus: 0 } && (nvme.Entry.Word10 & 0xFF) == 1);

    public static readonly Difference<NvmeObservation> NvmeHealth = new(
        "Health says that all of the spare is there, and how many errors were logged.",
        nvme => nvme is { Queue: 0, Entry.Opcode: 2, QemuStatus: 0, HvStatus: 0 } && (nvme.Entry.Word10 & 0xFF) == 2
            && nvme.PageDiffersOnlyIn((3, 4), (160, 192)));

    public static readonly Difference<NvmeObservation> NvmeLogOfAllNamespaces = new(
        "Namespace 0 is the controller where a log is asked for (NVM Express 1.4, 5.14.1.2).",
        nvme => nvme is { Queue: 0, Entry: { Opcode: 2, NamespaceId: 0 }, QemuStatus: 0x400B, HvStatus: 0 } && (nvme.Entry.Word10 & 0xFF) == 2);

    public static readonly Difference<NvmeObservation> NvmeEffects = new(
        "Commands that are not there are not in the log of those that are supported.",
        nvme => nvme is { Queue: 0, Entry.Opcode: 2, QemuStatus: 0, HvStatus: 0 } && (nvme.Entry.Word10 & 0xFF) == 5
            && nvme.Hv.Zip(nvme.Qemu).All(pair => pair.First == pair.Second || pair.First == 0));

    /// <summary>Whether all that differs lies between the first and the second offset, the third and the fourth, and so on.</summary>
    private static bool DiffersOnlyBetween(ContentObservation content, params ReadOnlySpan<int> limits)
    {
        for (var offset = 0; offset < content.Qemu.Length; offset++)
        {
            var isExpected = false;
            for (var index = 0; index < limits.Length; index += 2)
                isExpected |= offset >= limits[index] && offset < limits[index + 1];

            if (content.Qemu[offset] != content.Hv[offset] && !isExpected)
                return false;
        }

        return true;
    }
}
