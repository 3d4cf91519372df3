namespace Hv.Cli.Run;

/// <summary>A device of the command line.</summary>
/// <param name="Text">What the user wrote.</param>
/// <param name="Type">The name of its type.</param>
/// <param name="Id">Its id, or empty.</param>
/// <param name="Properties">Its properties, in order.</param>
internal sealed record RunDevice(string Text, string Type, string Id, IReadOnlyList<(string Name, string Value)> Properties);
