namespace Hv.Cli.Tests.Infrastructure;

/// <summary>A recording in a file of its own, deleted when disposed.</summary>
internal sealed class RecordingFile : IDisposable
{
    public RecordingFile(string text)
    {
        Path = System.IO.Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():n}.rtas");
        File.WriteAllText(Path, text);
    }

    public string Path { get; }

    public void Dispose() => File.Delete(Path);
}
