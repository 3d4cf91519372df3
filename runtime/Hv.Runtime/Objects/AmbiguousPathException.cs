namespace Hv.Runtime.Objects;

/// <summary>A partial path is that of several objects.</summary>
public sealed class AmbiguousPathException(string path) : Exception($"Path '{path}' is ambiguous");
