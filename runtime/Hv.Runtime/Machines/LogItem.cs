namespace Hv.Runtime.Machines;

/// <summary>Something that the processors of a machine can write to a log (<c>-d NAME</c>).</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Help">What it is, in one line.</param>
public sealed record LogItem(string Name, string Help);
