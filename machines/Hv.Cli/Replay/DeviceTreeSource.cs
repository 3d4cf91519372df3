using Hv.Runtime.Machines;

namespace Hv.Cli.Replay;

/// <summary>Answers device-tree properties of a realized machine.</summary>
/// <param name="machine">The machine.</param>
/// <param name="path">Node and property as a recording names them, e.g. <c>rtas/rtas-size</c> or <c>pci/ibm,dma-window</c>.</param>
/// <returns>The property's bytes, or <see langword="null"/> when the machine has no such property.</returns>
internal delegate byte[]? DeviceTreeSource(Machine machine, string path);
