using Microsoft.CodeAnalysis;

namespace Hv.Generators.Calls;

/// <summary>HV1xxx: what can be wrong with declarations and uses of RTAS calls and hypercalls.</summary>
internal static class CallDiagnostics
{
    public static readonly DiagnosticDescriptor DuplicateRtasCall = Error(
        "HV1001", "RTAS call declared twice",
        "RTAS call {0} with nargs {1} and nret {2} is already declared by '{3}'; the next free token is {4}",
        "A dispatcher tells calls apart by token, nargs and nret; two handlers for the same three cannot both be reached.",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor NameWithTwoTokens = Error(
        "HV1002", "RTAS call name with two tokens",
        "RTAS call '{0}' has token {1} here and token {2} in '{3}'; one name has one token",
        "The /rtas node of the device tree gives each call one token under its name; a second one would never be used by a guest.",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor TokenWithTwoNames = Error(
        "HV1003", "RTAS token with two names",
        "Token {0} is '{1}' here and '{2}' in '{3}'; the next free token is {4}",
        "One token is one call; its shapes differ in their counts, not in their name.",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor TokenOutOfRange = Error(
        "HV1004", "RTAS token outside its family's range",
        "Token {0} of RTAS call '{1}' is outside the tokens {2} to {3} of '{4}'",
        "A machine family declares with [RtasTokens] which tokens are its own.");

    public static readonly DiagnosticDescriptor HypercallOffStep = Error(
        "HV1005", "Hypercall number off its step",
        "Hypercall number {0} of '{1}' is not a multiple of {2}, as numbers from {3} to {4} are; the nearest are {5} and {6}",
        "LoPAR numbers its hypercalls in steps of four; a number between two steps cannot be called.");

    public static readonly DiagnosticDescriptor HypercallOutOfRange = Error(
        "HV1006", "Hypercall number outside its family's ranges",
        "Hypercall number {0} of '{1}' is outside the ranges of '{2}': {3}",
        "A machine family declares with [HypercallNumbers] which numbers are its own.");

    public static readonly DiagnosticDescriptor DuplicateHypercall = Error(
        "HV1007", "Hypercall number declared twice",
        "Hypercall number {0} is already '{1}', declared by '{2}'",
        "One number is one hypercall; the second handler could not be reached.",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor HypercallNameTwice = Error(
        "HV1008", "Hypercall name with two numbers",
        "Hypercall '{0}' has number {1} here and number {2} in '{3}'; one name has one number",
        "Names are how tests, traces and tables speak of hypercalls; each stands for one number.",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor UnsupportedParameter = Error(
        "HV1009", "Unsupported parameter type",
        "Parameter '{0}' of '{1}' has type '{2}', {3}",
        "The signature is the call's ABI: each parameter must have a width in words or registers.");

    public static readonly DiagnosticDescriptor OutputBeforeInput = Error(
        "HV1010", "Output before an input",
        "Input '{0}' of '{1}' stands after output '{2}'; inputs come first, then outputs",
        "A frame holds all arguments before all return words; the signature reads the same way.");

    public static readonly DiagnosticDescriptor WrongReturnType = Error(
        "HV1011", "Wrong return type of a handler",
        "Handler '{0}' returns '{1}'; {2}",
        "The return value of a handler is the status of the call.");

    public static readonly DiagnosticDescriptor TooManyWords = Error(
        "HV1012", "More words than a frame can carry",
        "'{0}' has {1} {2}; a frame carries at most {3}",
        "An RTAS frame carries at most 16 argument and 16 return words, a hypercall nine registers in each direction.");

    public static readonly DiagnosticDescriptor ContainerNotPartial = Error(
        "HV1013", "Class with handlers is not partial",
        "'{0}' must be partial: the marshalling of the calls in '{1}' is generated into it",
        "Generated code is added to the class, and to the types around it, which must be partial for that.");

    public static readonly DiagnosticDescriptor Generic = Error(
        "HV1014", "Generic handler",
        "'{0}' is generic; a call has one signature, and the dispatcher one instance of the class that serves it",
        "A guest passes words, not types.");

    public static readonly DiagnosticDescriptor NoMachine = Error(
        "HV1015", "Class with handlers serves no machine",
        "'{0}' does not say which machine it serves: {1}",
        "The dispatcher belongs to a machine class; the class with handlers names it in its constructor, or static handlers in their first parameter.");

    public static readonly DiagnosticDescriptor Async = Error(
        "HV1016", "Asynchronous handler",
        "Handler '{0}' is asynchronous; a guest's processor waits for the status, return it",
        "A call is answered before the guest's next instruction. What takes long is answered with busy and finished elsewhere.");

    public static readonly DiagnosticDescriptor MachineNotExtensible = Error(
        "HV1017", "Machine class cannot be extended",
        "Machine class '{0}' must be a partial class of this project: the dispatcher of the calls in '{1}' is added to it",
        "Derive a machine class of your own from one in another assembly and serve that.");

    public static readonly DiagnosticDescriptor UnknownCallName = Error(
        "HV1018", "Unknown call name",
        "There is no {0} '{1}'.{2}",
        "The name of a call at a call site must be one that a declaration in this project or in a referenced one has.");

    public static readonly DiagnosticDescriptor UnknownCallToken = Error(
        "HV1019", "Unknown RTAS token",
        "No RTAS call has token {0}; the nearest is {1} ({2})",
        "The token of a call at a call site must be one that a declaration in this project or in a referenced one has.");

    public static readonly DiagnosticDescriptor AmbiguousCounts = Error(
        "HV1020", "RTAS call with any counts beside another shape",
        "RTAS call {0} takes any counts in '{1}' and is declared again here; a call that takes any counts has one handler",
        "A handler with RtasCounts.Any or AnyReturns takes frames of many counts; a second shape would hide behind it.",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor BadCallName = Error(
        "HV1021", "Call name breaks the naming rule",
        "'{0}' is no name of {1}",
        "RTAS call names become properties of the device tree and trace events; hypercall names follow LoPAR; traces are enabled by name.");

    public static readonly DiagnosticDescriptor OutsideContainer = Error(
        "HV1022", "Handler outside a class of handlers",
        "'{0}' is declared in '{1}', which is not marked [{2}]; nothing would ever call it",
        "Only classes marked [RtasCalls] or [Hypercalls] are dispatched to.");

    public static readonly DiagnosticDescriptor BadWhen = Error(
        "HV1023", "When names no bool property",
        "'{0}' of '{1}' is neither a bool property of '{2}' that the dispatcher can read (an instance property, internal or public) nor a bool [Property] of '{3}'",
        "When names the property of the container, or of the machine, that says whether the call exists on this machine.");

    public static readonly DiagnosticDescriptor Inaccessible = Error(
        "HV1024", "Class with handlers cannot be reached",
        "'{0}' is private or protected; the dispatcher is another class and needs it internal or public",
        "The generated dispatcher of the machine creates the class and calls it.");

    public static readonly DiagnosticDescriptor DifferentWhen = Error(
        "HV1025", "Shapes of an RTAS call that exist under different conditions",
        "RTAS call '{0}' exists {1} here and {2} in '{3}'; all shapes of a call exist together",
        "A guest finds a call under its name in /rtas or does not; it cannot find one shape of it.",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor UncheckedShift = Error(
        "HV1030", "Guest-controlled shift count",
        "The shift count comes from parameter '{0}', which the guest controls; C# takes it modulo {1}, so that {2} acts as {3}. Check it against {1} before, or use GuestShift",
        "C# masks shift counts: a guest that asks for 2^76 gets 2^12, passes every later check and breaks what relies on them.");

    private static DiagnosticDescriptor Error(string id, string title, string message, string description, params string[] tags) =>
        Diagnostics.Error(id, Diagnostics.Category.Calls, title, message, description, tags);
}
