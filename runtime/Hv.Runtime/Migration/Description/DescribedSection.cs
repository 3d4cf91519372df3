namespace Hv.Runtime.Migration.Description;

/// <summary>A section, as a stream's description has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Instance">The number that tells it from others of its name.</param>
/// <param name="State">What it consists of.</param>
internal sealed record DescribedSection(string Name, uint Instance, DescribedState State);
