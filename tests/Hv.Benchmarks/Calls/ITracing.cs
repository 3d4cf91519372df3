namespace Hv.Benchmarks.Calls;

/// <summary>Whether a hand-written dispatcher has the tests of its trace events compiled in; decided when the JIT compiles it.</summary>
internal interface ITracing
{
    /// <summary>A constant, so that nothing is left of the test where it is <see langword="false"/>.</summary>
    static abstract bool IsCompiledIn { get; }
}

/// <summary>The tests are there.</summary>
internal readonly struct WithTracing : ITracing
{
    public static bool IsCompiledIn => true;
}

/// <summary>The tests are not there.</summary>
internal readonly struct WithoutTracing : ITracing
{
    public static bool IsCompiledIn => false;
}
