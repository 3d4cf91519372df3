namespace Hv.Cli.Replay;

/// <summary>One line of a recording that says something.</summary>
/// <param name="Line">Its line number, from 1.</param>
internal abstract record RecordingEntry(long Line);

/// <summary>A <c># …</c> line.</summary>
/// <param name="Line">Its line number, from 1.</param>
/// <param name="Text">The whole line, the <c>#</c> included, so that an index into it is a column.</param>
internal sealed record RecordedComment(long Line, string Text) : RecordingEntry(Line);

/// <summary>A <c>config</c> line: the configuration space of a PCI function as firmware left it.</summary>
/// <param name="Line">Its line number, from 1.</param>
/// <param name="Function">The function's address, e.g. <c>0000:00:01.0</c>.</param>
/// <param name="Content">The bytes from offset 0.</param>
internal sealed record RecordedConfigurationSpace(long Line, string Function, byte[] Content) : RecordingEntry(Line);

/// <summary>A <c>dt</c> line: a device-tree property.</summary>
/// <param name="Line">Its line number, from 1.</param>
/// <param name="Path">Node and property, e.g. <c>rtas/display-character</c>.</param>
/// <param name="Value">The property's bytes; none for a property that is only there.</param>
internal sealed record RecordedProperty(long Line, string Path, byte[] Value) : RecordingEntry(Line)
{
    /// <summary>The property's own name: what follows the last slash.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}

/// <summary>A <c>call</c> line: an RTAS call with all its words.</summary>
/// <param name="Line">Its line number, from 1.</param>
/// <param name="Token">The token.</param>
/// <param name="Name">The name of the call.</param>
/// <param name="Arguments">The argument words.</param>
/// <param name="Returns">The return words, the status first.</param>
internal sealed record RecordedCall(long Line, uint Token, string Name, uint[] Arguments, uint[] Returns) : RecordingEntry(Line);
