using System.Text;
using Hv.Vfio.Kernel;

namespace Hv.Conformance.Vfio.Agent;

/// <summary>Files of a machine that the agent is in.</summary>
/// <param name="ask">Asks the agent.</param>
internal sealed class RemoteFiles(Func<AgentOperation, byte[], (KernelResult Result, byte[] Data)> ask) : IHostFiles
{
    /// <inheritdoc/>
    public KernelResult ReadText(string path, out string text)
    {
        var (result, data) = ask(AgentOperation.ReadText, Encoding.UTF8.GetBytes(path));
        text = Encoding.Latin1.GetString(data);
        return result;
    }

    /// <inheritdoc/>
    public KernelResult WriteText(string path, string text) =>
        ask(AgentOperation.WriteText, [.. Encoding.UTF8.GetBytes(path), 0, .. Encoding.Latin1.GetBytes(text)]).Result;

    /// <inheritdoc/>
    public KernelResult ReadLink(string path, out string target)
    {
        var (result, data) = ask(AgentOperation.ReadLink, Encoding.UTF8.GetBytes(path));
        target = Encoding.UTF8.GetString(data);
        return result;
    }

    /// <inheritdoc/>
    public KernelResult List(string path, out IReadOnlyList<string> names)
    {
        var (result, data) = ask(AgentOperation.List, Encoding.UTF8.GetBytes(path));
        names = [.. Encoding.UTF8.GetString(data).Split('\0', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
        return result;
    }
}
