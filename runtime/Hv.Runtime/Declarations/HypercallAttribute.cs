namespace Hv.Runtime.Declarations;

/// <summary>
/// Declares a method as the handler of one hypercall. The method's signature is the call's ABI (LoPAR chapter 14, "hcall()").
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>The return value goes to r3: <see cref="Hypercalls.HypercallStatus"/>.</item>
/// <item>Parameters by value are r4 and up, one register each. A type narrower than a register is checked: if any of the upper
/// bits is set the caller gets H_PARAMETER and the handler does not run.</item>
/// <item><c>out</c> parameters are stored to r4 and up, after a status that is not negative.</item>
/// <item>The machine, a <see cref="Machines.VirtualCpu"/> and a <see cref="Hypercalls.HypercallFrame"/> (all nine registers, for
/// calls that update them in place) are injected and take no register.</item>
/// </list>
/// A frame has nine registers, r4 to r12; a signature with more inputs or more outputs does not compile (HV1012).
/// </remarks>
/// <param name="number">The number in r3, within a range of <see cref="HypercallNumbersAttribute"/>.</param>
/// <param name="name">The call's name as LoPAR has it, e.g. <c>H_PUT_TCE</c>.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class HypercallAttribute(uint number, string name) : Attribute
{
    /// <summary>The number in r3.</summary>
    public uint Number { get; } = number;

    /// <summary>The call's name as LoPAR has it.</summary>
    public string Name { get; } = name;

    /// <summary>
    /// The name of a <c>bool</c> property of the container (instance containers only), or of one of the machine that has
    /// <see cref="PropertyAttribute"/>. While it is <c>false</c> the call does not exist and is answered H_FUNCTION.
    /// </summary>
    public string? When { get; set; }

    /// <summary>
    /// The name of the call's trace event, where users know it by another one than <c>hcall_</c> and the name of the call: lower-case
    /// words joined by <c>_</c>, such as <c>spapr_iommu_put</c>.
    /// </summary>
    public string? Trace { get; set; }
}
