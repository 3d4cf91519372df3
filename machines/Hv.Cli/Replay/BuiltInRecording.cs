namespace Hv.Cli.Replay;

/// <summary>The recording that comes with the program.</summary>
internal static class BuiltInRecording
{
    /// <summary>What it is called in the output.</summary>
    public const string Name = "pseries-7.2.rtas";

    /// <summary>Opens it.</summary>
    public static Stream Open() =>
        typeof(BuiltInRecording).Assembly.GetManifestResourceStream($"Recordings/{Name}")
        ?? throw new InvalidOperationException($"The program was built without its recording {Name}.");
}
