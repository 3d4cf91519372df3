namespace Hv.Runtime.Monitors.Gdb;

/// <summary>Registers that belong together (GDB manual, Standard Target Features).</summary>
/// <param name="Name">The feature's name: <c>org.gnu.gdb.power.core</c>.</param>
/// <param name="Registers">Its registers.</param>
/// <param name="Types">Definitions of types that its registers have, in gdb's language; empty when there are none.</param>
public sealed record DebugFeature(string Name, IReadOnlyList<DebugRegister> Registers, string Types = "");
