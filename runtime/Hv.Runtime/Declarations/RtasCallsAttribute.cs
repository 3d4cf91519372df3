namespace Hv.Runtime.Declarations;

/// <summary>
/// Marks a class whose methods, declared with <see cref="RtasCallAttribute"/>, serve RTAS calls of a machine.
/// </summary>
/// <remarks>
/// <para>
/// The class is <c>partial</c>, not generic, and says which machine it serves by its one constructor:
/// <c>sealed partial class Clock(PseriesMachine machine)</c>. The dispatcher of that machine creates one instance and calls it.
/// A <c>static partial class</c> says it by the first parameter of its methods, into which the machine is injected.
/// </para>
/// <para>
/// Generated are the marshalling of each call, the dispatcher <c>PseriesMachineRtas</c> (one dense switch over all classes that
/// serve the machine), the typed client <c>PseriesMachineRtasClient</c> that tests call, and the trace events.
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RtasCallsAttribute : Attribute;
