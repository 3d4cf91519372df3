namespace Hv.Cli.Tests.Infrastructure;

/// <summary>The programs as the build put them beside each other.</summary>
internal static class BuiltProgram
{
    /// <summary>The program <c>hv</c>.</summary>
    public static string Hv => Path.Combine(Folder, "hv");

    /// <summary>The program that libqtest starts.</summary>
    public static string System => Path.Combine(Folder, "hv-system-ppc64");

    // artifacts/bin/PROJECT/CONFIGURATION/ is where each project's output is.
    private static string Folder
    {
        get
        {
            var own = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(own.Parent!.Parent!.FullName, "Hv.Cli", own.Name);
        }
    }
}
