namespace Hv.Generators.Calls;

/// <summary>What differs between RTAS calls and hypercalls for the parser.</summary>
internal sealed class CallFacts
{
    public static readonly CallFacts Rtas = new()
    {
        Kind = CallKind.Rtas,
        ContainerAttribute = AttributeNames.RtasCalls,
        HandlerAttribute = AttributeNames.RtasCall,
        StatusType = AttributeNames.RtasStatusType,
        Noun = "an RTAS call (lower-case words joined by '-' or ',', such as ibm,query-pe-dma-window)",
        ReturnRule = "an RTAS handler returns RtasStatus, or void when it stores no status word",
        InputLimit = 16,
        OutputLimit = 16,
        InputNoun = "argument words",
        OutputNoun = "return words",
    };

    public static readonly CallFacts Hypercall = new()
    {
        Kind = CallKind.Hypercall,
        ContainerAttribute = AttributeNames.Hypercalls,
        HandlerAttribute = AttributeNames.Hypercall,
        StatusType = AttributeNames.HypercallStatusType,
        Noun = "a hypercall (capitals joined by '_', such as H_PUT_TCE)",
        ReturnRule = "a hypercall handler returns HypercallStatus",
        InputLimit = 9,
        OutputLimit = 9,
        InputNoun = "input registers",
        OutputNoun = "output registers",
    };

    public required CallKind Kind { get; init; }

    public required string ContainerAttribute { get; init; }

    public required string HandlerAttribute { get; init; }

    public required string StatusType { get; init; }

    public required string Noun { get; init; }

    public required string ReturnRule { get; init; }

    public required int InputLimit { get; init; }

    public required int OutputLimit { get; init; }

    public required string InputNoun { get; init; }

    public required string OutputNoun { get; init; }
}
