using Hv.Vfio.Kernel;

namespace Hv.Testing.Vfio.Files;

/// <summary>A file or a link of the modelled tree. Directories are what paths have in common.</summary>
/// <param name="Read">Makes the text; <see langword="null"/>: it cannot be read.</param>
/// <param name="Write">Takes text; <see langword="null"/>: it cannot be written.</param>
/// <param name="Target">Where a link leads.</param>
internal sealed record FakeNode(Func<string>? Read = null, Func<string, Errno>? Write = null, string? Target = null);
