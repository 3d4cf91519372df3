namespace Hv.Generators.Calls;

/// <summary>A class with handlers, as one file is generated for it.</summary>
/// <param name="FullName">The class with <c>global::</c>.</param>
/// <param name="Name">The class's simple name.</param>
/// <param name="Namespace">Its namespace, or empty.</param>
/// <param name="HintName">The name of the generated file.</param>
/// <param name="Heads">The partial declarations around and of the class.</param>
/// <param name="IsStatic">Whether the dispatcher calls it without an instance.</param>
/// <param name="Machine">The machine it serves.</param>
/// <param name="Calls">The handlers, by number, name and counts.</param>
internal sealed record CallContainer(
    string FullName, string Name, string Namespace, string HintName, EquatableArray<string> Heads, bool IsStatic,
    CallMachine Machine, EquatableArray<CallHandler> Calls)
{
    /// <summary>The names of the calls in the class. A member cannot have the name of its class.</summary>
    public CallNames Names => new(Calls, [Name]);

    /// <summary>
    /// The handlers that marshalling is written for: of several with one name and the same counts only the first. The analyzer
    /// reports the others; a member written twice would stop a build before the analyzers run.
    /// </summary>
    public IEnumerable<CallHandler> Marshalled(CallKind kind)
    {
        var taken = new HashSet<(string, int, int)>();
        return Calls.Where(handler => taken.Add(kind == CallKind.Rtas
            ? (handler.Name, handler.Inputs, handler.ReturnWords)
            : (handler.Name, 0, 0)));
    }
}

/// <summary>A machine class that has calls.</summary>
/// <param name="FullName">The class with <c>global::</c>.</param>
/// <param name="Name">The class's simple name.</param>
/// <param name="Namespace">Its namespace, or empty.</param>
/// <param name="HintPrefix">What the names of its generated files begin with.</param>
/// <param name="Heads">The partial declarations around and of the class.</param>
/// <param name="IsPublic">Whether other assemblies can name it.</param>
/// <param name="TracePrefix">What the names of its trace events begin with.</param>
internal sealed record CallMachine(
    string FullName, string Name, string Namespace, string HintPrefix, EquatableArray<string> Heads, bool IsPublic, string TracePrefix);

/// <summary>One handler: one shape of one call.</summary>
/// <param name="Number">The token or hypercall number.</param>
/// <param name="Name">LoPAR's name.</param>
/// <param name="Method">The handler's name.</param>
/// <param name="IsStatic">Whether the handler is static.</param>
/// <param name="HasStatus">Whether it returns a status.</param>
/// <param name="Counts">Which frames with other counts are taken too.</param>
/// <param name="When">The property of the container or the machine that says whether the call exists, or empty.</param>
/// <param name="Trace">The name of the trace event, or empty where it follows from the call's name.</param>
/// <param name="Parameters">All parameters, in order.</param>
/// <param name="Summary">The first sentence of the handler's documentation.</param>
internal sealed record CallHandler(
    uint Number, string Name, string Method, bool IsStatic, bool HasStatus, CallCounts Counts, string When, string Trace,
    EquatableArray<CallParameter> Parameters, string Summary)
{
    /// <summary>Whether frames with other counts are taken too.</summary>
    public bool AnyCounts => Counts != CallCounts.Exact;

    /// <summary>The status with which frames of other counts are refused; 0: parameter error, as of nearly all calls.</summary>
    public int CountsError { get; init; }

    /// <summary>
    /// The machine's property that <see cref="When"/> names, where it is one of its own: <c>spapr-machine.cap-fwnmi</c>; empty where it
    /// is one of the container.
    /// </summary>
    public string WhenProperty { get; init; } = "";

    /// <summary>Argument words (RTAS) or input registers (hypercalls).</summary>
    public int Inputs => Parameters.Where(parameter => parameter.Role == ParameterRole.Input).Sum(parameter => parameter.Words);

    /// <summary>Words or registers of the <c>out</c> parameters; the status is not among them.</summary>
    public int Outputs => Parameters.Where(parameter => parameter.Role == ParameterRole.Output).Sum(parameter => parameter.Words);

    /// <summary>nret of an RTAS frame: the status and the outputs.</summary>
    public int ReturnWords => Outputs + (HasStatus ? 1 : 0);

    /// <summary>A C# name for the call: <c>ibm,query-pe-dma-window</c> is <c>IbmQueryPeDmaWindow</c>.</summary>
    public string PascalName => CallNaming.Pascal(Name);

    /// <summary>Where an input or output begins, in words or registers.</summary>
    public int OffsetOf(CallParameter parameter) =>
        Parameters.TakeWhile(other => !ReferenceEquals(other, parameter))
            .Where(other => other.Role == parameter.Role)
            .Sum(other => other.Words);
}

/// <summary>One parameter of a handler.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type with <c>global::</c>.</param>
/// <param name="Role">What it stands for.</param>
/// <param name="Encoding">How its value is made from words.</param>
/// <param name="Raw">The integer type that its value is made from: <c>uint</c>, <c>int</c>, <c>ulong</c>, <c>long</c>.</param>
/// <param name="Words">Words of an RTAS frame, or registers.</param>
/// <param name="StoredOnError">Whether it is stored after a negative status too.</param>
/// <param name="IsPublic">Whether other assemblies can name its type.</param>
internal sealed record CallParameter(
    string Name, string Type, ParameterRole Role, ValueEncoding Encoding, string Raw, int Words, bool StoredOnError, bool IsPublic)
{
    /// <summary>Whether an output is stored only when it has a value: its declared type is nullable, <see cref="Type"/> is not.</summary>
    public bool IsOptional { get; init; }
}

/// <summary>Which counts of a frame a handler takes: the values of RtasCounts.</summary>
internal enum CallCounts
{
    Exact,
    Any,
    AnyReturns,
}

/// <summary>What a parameter of a handler stands for.</summary>
internal enum ParameterRole
{
    /// <summary>Argument words or input registers.</summary>
    Input,

    /// <summary>Return words or output registers.</summary>
    Output,

    /// <summary>The machine is injected.</summary>
    Machine,

    /// <summary>The calling processor is injected.</summary>
    Cpu,

    /// <summary>The frame itself is injected (hypercalls).</summary>
    Frame,
}

/// <summary>How a parameter's value is made from its words.</summary>
internal enum ValueEncoding
{
    Integer,
    Enum,
    Struct,
}
