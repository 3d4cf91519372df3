namespace Hv.Runtime.Monitors.Qmp;

/// <summary>What client and server agree on first.</summary>
internal static class QmpNegotiation
{
    /// <summary>The arguments of <c>qmp_capabilities</c>.</summary>
    public static QmpType.Record Arguments { get; } = new(
        new QmpMember("enable", new QmpType.List(new QmpType.Enumeration("oob")), IsOptional: true));

    /// <summary>The command as it is before negotiation; the session knows what it changes.</summary>
    public static QmpCommand Command { get; } = new("qmp_capabilities", _ => null) { Arguments = Arguments };
}
