namespace Hv.Generators.Calls;

/// <summary>The two kinds of guest calls. They share the rules for containers and signatures, and differ in their frames.</summary>
internal enum CallKind
{
    Rtas,
    Hypercall,
}
