using Hv.Runtime.Calls;
using Hv.Runtime.Declarations;
using Hv.Runtime.Hypercalls;

namespace Hv.Benchmarks.Calls;

/// <summary>
/// The hypercall that is measured: three inputs, one output. It has the name of H_PUT_TCE and besides answers what the entry
/// held. All contestants call this handler.
/// </summary>
[Hypercalls]
internal sealed partial class TceCalls(BenchmarkMachine machine)
{
    /// <summary>The only table.</summary>
    public const uint Table = 0x8000_0000;

    private const int PageShift = 12;

    private readonly ulong[] _entries = new ulong[256];

    [Hypercall(0x20, "H_PUT_TCE")]
    internal HypercallStatus Put(Liobn liobn, ulong ioba, ulong tce, out ulong previous)
    {
        previous = 0;
        var index = ioba >> PageShift;
        if (liobn.Value != Table || index >= (ulong)_entries.Length)
            return HypercallStatus.Parameter;

        previous = _entries[index];
        _entries[index] = tce;
        return HypercallStatus.Success;
    }

    [Hypercall(0x1C, "H_GET_TCE")]
    internal HypercallStatus Get(Liobn liobn, ulong ioba, out ulong tce)
    {
        var index = ioba >> PageShift;
        var exists = liobn.Value == Table && index < (ulong)_entries.Length;
        tce = exists ? _entries[index] : 0;
        return exists ? HypercallStatus.Success : HypercallStatus.Parameter;
    }

    [Hypercall(0x4, "H_REMOVE")]
    internal HypercallStatus Remove(ulong index, out ulong entry) => Get(new Liobn(Table), index << PageShift, out entry);

    [Hypercall(0x8, "H_ENTER")]
    internal HypercallStatus Enter(ulong index, ulong entry, out ulong previous) =>
        Put(new Liobn(Table), index << PageShift, entry, out previous);

    [Hypercall(0xC, "H_READ")]
    internal HypercallStatus Read(ulong index, out ulong entry) => Get(new Liobn(Table), index << PageShift, out entry);

    [Hypercall(0x54, "H_GET_TERM_CHAR")]
    internal HypercallStatus GetTermChar(ulong terminal, out ulong length)
    {
        length = terminal;
        return HypercallStatus.Success;
    }

    [Hypercall(0x58, "H_PUT_TERM_CHAR")]
    internal HypercallStatus PutTermChar(ulong terminal, ulong length) =>
        machine.IsRealized && length <= terminal ? HypercallStatus.Success : HypercallStatus.Parameter;
}
