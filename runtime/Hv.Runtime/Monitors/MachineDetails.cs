namespace Hv.Runtime.Monitors;

/// <summary>What monitors tell of a machine version that its properties do not say by themselves.</summary>
/// <param name="DefaultCpu">The type of its processors when the user names none, or empty.</param>
/// <param name="MaximumCpus">How many processors it may have.</param>
/// <param name="HasHotPluggableCpus">Whether processors can be added.</param>
/// <param name="TakesNumaMemorySizes">Whether <c>-numa node,mem=SIZE</c> is taken.</param>
/// <param name="RamName">The name of its RAM, or empty.</param>
public sealed record MachineDetails(
    string DefaultCpu = "", long MaximumCpus = 1, bool HasHotPluggableCpus = false, bool TakesNumaMemorySizes = false, string RamName = "");
