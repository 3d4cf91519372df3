using Hv.Runtime.Machines;

namespace Hv.Cli.Replay;

/// <summary>Puts a recorded PCI function on a machine that is not realized yet.</summary>
/// <param name="machine">The machine.</param>
/// <param name="function">The function, with its address as a recording names it: <c>0000:00:01.0</c>.</param>
/// <returns><see langword="false"/> when the machine has no place for it.</returns>
internal delegate bool FunctionPlacer(Machine machine, RecordedConfigurationSpace function);
