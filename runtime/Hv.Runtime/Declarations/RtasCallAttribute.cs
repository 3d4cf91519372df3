namespace Hv.Runtime.Declarations;

/// <summary>
/// Declares a method as the handler of one RTAS call. The method's signature is the call's ABI (LoPAR chapter 7, "RTAS").
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>The return value is the status word: <see cref="Rtas.RtasStatus"/>. A method that returns <c>void</c> stores none.</item>
/// <item>Parameters by value are the argument words, in order: <see cref="uint"/>, <see cref="int"/> and 32-bit enums are one
/// word, <see cref="ulong"/>, <see cref="long"/> and 64-bit enums two (high, low), and a struct with
/// <see cref="CallValueAttribute"/> as many as it declares.</item>
/// <item><c>out</c> parameters are the return words after the status, in order, after all arguments.</item>
/// <item>A first parameter of the machine's type, and one of type <see cref="Machines.VirtualCpu"/>, take no word: the machine
/// and the calling processor are injected.</item>
/// </list>
/// <para>
/// The number of argument and return words follows from the signature. One call may be declared several times with different
/// counts; the dispatcher tells them apart by (token, nargs, nret) and answers -3 (parameter error) to any other counts.
/// After a negative status only the status word is stored, the other return words keep what the guest had there
/// (<see cref="StoredOnErrorAttribute"/> makes an exception). An <c>out</c> parameter of a nullable type (<c>out uint?</c>) is stored
/// only when the handler gives it a value. With nret = 0 nothing is stored at all.
/// </para>
/// </remarks>
/// <param name="token">The token the guest passes, within the range of <see cref="RtasTokensAttribute"/>.</param>
/// <param name="name">The call's name as LoPAR has it, e.g. <c>ibm,query-pe-dma-window</c>; also its property in <c>/rtas</c>.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class RtasCallAttribute(uint token, string name) : Attribute
{
    /// <summary>The token the guest passes.</summary>
    public uint Token { get; } = token;

    /// <summary>The call's name as LoPAR has it.</summary>
    public string Name { get; } = name;

    /// <summary>How strictly the counts of the frame must match the signature; exactly, unless said otherwise.</summary>
    public RtasCounts Counts { get; set; }

    /// <summary>
    /// The status of a frame whose counts do not match; parameter error, unless said otherwise. The first shape of a call decides.
    /// </summary>
    public Rtas.RtasStatus CountsError { get; set; }

    /// <summary>
    /// The name of a <c>bool</c> property of the container (instance containers only), or of one of the machine that has
    /// <see cref="PropertyAttribute"/>. While it is <c>false</c> the call does not exist: it is not in <c>/rtas</c> and its token is
    /// unknown, as for a call of a device that the machine lacks. A property of the machine is how a new call is kept from released
    /// versions: their compat rows switch it off, and then the call is no part of their guest ABI.
    /// </summary>
    public string? When { get; set; }

    /// <summary>
    /// The name of the call's trace event, where users know it by another one than <see cref="RtasTokensAttribute.TracePrefix"/> and
    /// the name of the call: lower-case words joined by <c>_</c>, such as <c>spapr_iommu_ddw_query</c>.
    /// </summary>
    public string? Trace { get; set; }
}
