using Hv.Runtime.Objects;

namespace Hv.Runtime.Monitors;

/// <summary>A type of objects, as monitors list it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parent">The name of its parent, or <see langword="null"/>.</param>
/// <param name="IsAbstract">Whether there are objects of exactly this type.</param>
/// <param name="Device">The device type, or <see langword="null"/>.</param>
public sealed record TypeEntry(string Name, string? Parent, bool IsAbstract, ObjectType? Device);
