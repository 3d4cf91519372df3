using Hv.Runtime.Migration;
using Hv.Runtime.Migration.Description;

namespace Hv.Cli.Output;

/// <summary>Shows a migration stream, part by part.</summary>
internal interface IStreamView : IDisposable
{
    /// <summary>Shows a part.</summary>
    void Write(StreamPart part);

    /// <summary>Says where the stream is broken; nothing follows.</summary>
    void WriteError(StateException error);
}
