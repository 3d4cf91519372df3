namespace Hv.Runtime.Tracing;

/// <summary>
/// One kind of trace record of one machine, such as <c>spapr_iommu_ddw_query</c>. Off unless a pattern of the machine's
/// <see cref="TraceLog"/> matches its name; off costs one test of a field.
/// </summary>
public sealed class TraceEvent
{
    private readonly TraceLog _log;

    internal TraceEvent(TraceLog log, string name)
    {
        _log = log;
        Name = name;
    }

    /// <summary>The name patterns are matched against.</summary>
    public string Name { get; }

    /// <summary>Whether records of this event are written. Test it before a message is put together.</summary>
    public bool IsEnabled { get; internal set; }

    /// <summary>Writes a record, when enabled.</summary>
    /// <param name="message">Named arguments and results: <c>phb=0x800000020000000 -> Success windows=1</c>.</param>
    public void Write(string message)
    {
        if (IsEnabled)
            _log.Write(this, message);
    }
}
