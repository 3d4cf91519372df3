namespace Hv.Runtime.Objects;

/// <summary>A property of an object in the tree, as monitors see it.</summary>
/// <param name="Name">The name.</param>
/// <param name="TypeName">The type: <c>bool</c>, <c>uint32</c>, <c>string</c>, <c>child&lt;TYPE&gt;</c>, <c>link&lt;TYPE&gt;</c>.</param>
/// <param name="Get">Reads it: a <see cref="bool"/>, an integer, or text.</param>
/// <param name="Set">Sets it from text; <see langword="null"/> when it cannot be set. Throws <see cref="PropertyException"/>.</param>
public sealed record NodeProperty(string Name, string TypeName, Func<object> Get, Action<string>? Set = null);
