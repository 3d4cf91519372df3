namespace Hv.Runtime.Monitors.Qtest;

/// <summary>A command is malformed or cannot be carried out; its message is the reply.</summary>
/// <param name="reply">The reply: <c>ERR …</c> or <c>FAIL …</c>.</param>
internal sealed class QtestException(string reply) : Exception(reply);
