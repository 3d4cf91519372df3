namespace Hv.Runtime.Monitors.Qmp;

/// <summary>What a client sent is no JSON, or more of it than is taken.</summary>
internal sealed class QmpSyntaxException(string message) : Exception(message);
