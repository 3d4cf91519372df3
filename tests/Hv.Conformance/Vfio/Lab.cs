namespace Hv.Conformance.Vfio;

/// <summary>What all of the lab have in common.</summary>
internal static class Lab
{
    /// <summary>Something that the lab needs is not here: the running test fails on a build server and is skipped elsewhere.</summary>
    public static void Missing(string what)
    {
        if (Environment.GetEnvironmentVariable("CI") is "true" or "1")
            Assert.Fail($"{what} With CI=true these tests must run.");
        else
            Assert.Ignore(what);
    }

    /// <summary>A file beside the tests.</summary>
    public static string FileOf(params string[] parts) => Path.Combine([AppContext.BaseDirectory, "Vfio", .. parts]);
}
