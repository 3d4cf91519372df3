using System.Buffers.Binary;
using Hv.Devices.Tests.Nvme;

namespace Hv.Conformance.Infrastructure;

/// <summary>What both sides' NVMe controllers made of a command: the completion, and the page that data go to.</summary>
/// <param name="Version">The machine version.</param>
/// <param name="Queue">The queue: 0 for admin commands.</param>
/// <param name="Entry">The command.</param>
/// <param name="Qemu">QEMU's completion and page.</param>
/// <param name="Hv">Ours.</param>
internal sealed record NvmeObservation(string Version, int Queue, NvmeEntry Entry, byte[] Qemu, byte[] Hv)
{
    /// <summary>The bytes of the completion, before the page.</summary>
    public const int PageStart = 16;

    /// <summary>The status of QEMU's completion.</summary>
    public int QemuStatus => StatusOf(Qemu);

    /// <summary>The status of ours.</summary>
    public int HvStatus => StatusOf(Hv);

    /// <summary>Whether statuses and results are equal, and all bytes of the page but some.</summary>
    /// <param name="ranges">The first of the bytes that may differ, and the one after the last.</param>
    public bool PageDiffersOnlyIn(params ReadOnlySpan<(int Start, int End)> ranges)
    {
        for (var index = 0; index < Qemu.Length; index++)
        {
            var isExpected = false;
            foreach (var (start, end) in ranges)
                isExpected |= index >= PageStart + start && index < PageStart + end;

            if (Qemu[index] != Hv[index] && !isExpected)
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var start = Qemu.AsSpan().CommonPrefixLength(Hv);
        return $"{Entry} in queue {Queue}: QEMU status {QemuStatus:x} result {Result(Qemu):x}, Hv status {HvStatus:x} result {Result(Hv):x};"
            + $" page from 0x{start - PageStart:x}: QEMU {Show(Qemu, start)}, Hv {Show(Hv, start)}";
    }

    private static int StatusOf(byte[] answer) => BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(14)) >> 1;

    private static uint Result(byte[] answer) => BinaryPrimitives.ReadUInt32LittleEndian(answer);

    private static string Show(byte[] answer, int start) => Convert.ToHexStringLower(answer.AsSpan(start, Math.Min(32, answer.Length - start)));
}
