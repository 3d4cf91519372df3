using Hv.Runtime.Pci;

namespace Hv.Devices.Nvme;

/// <summary>What one thread needs that executes commands: room for a batch of them, and for a part of their data.</summary>
/// <param name="function">The controller.</param>
internal sealed class NvmeWorker(PciFunction function)
{
    /// <summary>How many commands are fetched from a queue at once, at most.</summary>
    public const int Burst = 8;

    /// <summary>Bytes that are between disk and memory at once.</summary>
    public const int BufferSize = 256 << 10;

    private byte[]? _buffer;
    private byte[]? _other;

    /// <summary>The entries that were fetched.</summary>
    public byte[] Entries { get; } = new byte[Burst * NvmeCommand.Size];

    /// <summary>Commands that have ended and are not in their completion queue yet.</summary>
    public List<NvmeCompletion> Completions { get; } = [];

    /// <summary>Bytes moved since completions were written last.</summary>
    public long Moved { get; set; }

    /// <summary>Where the data of the command are.</summary>
    public NvmeDataMap Data { get; } = new(function);

    /// <summary>Room for data.</summary>
    public Span<byte> Buffer => _buffer ??= GC.AllocateUninitializedArray<byte>(BufferSize);

    /// <summary>Room for data that are compared with those in <see cref="Buffer"/>.</summary>
    public Span<byte> OtherBuffer => _other ??= GC.AllocateUninitializedArray<byte>(BufferSize);
}
