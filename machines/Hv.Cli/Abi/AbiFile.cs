using System.Text;
using Hv.Cli.Output;
using Hv.Runtime.Abi;

namespace Hv.Cli.Abi;

/// <summary>Texts of guest ABIs in files, and what of them is shown.</summary>
internal static class AbiFile
{
    /// <summary>What the names of the files end with; before it stands the version.</summary>
    public const string Extension = ".abi";

    /// <summary>Reads a file.</summary>
    /// <exception cref="CliException">There is no such file, or it is no such text.</exception>
    public static AbiText Read(string path) => Parse(path, ReadWhole(path));

    /// <summary>Reads what a file holds.</summary>
    /// <exception cref="CliException">It cannot be read.</exception>
    public static string ReadWhole(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException(File.Exists(path) ? $"'{path}' cannot be read: {exception.Message}" : $"there is no file '{path}'.", exception);
        }
    }

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="CliException">It is no such text.</exception>
    public static AbiText Parse(string path, string text) =>
        AbiText.Parse(text, out var problem) ?? throw new CliException($"'{path}' is not the guest ABI of a machine version: {problem}.");

    /// <summary>Writes a file.</summary>
    /// <exception cref="CliException">It cannot be written.</exception>
    public static void Write(string path, AbiText text)
    {
        try
        {
            File.WriteAllText(path, text.ToString(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"'{path}' cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>An exception: <c>VERSION ENTRY = "REASON"</c>.</summary>
    public static AbiExceptionItem Describe(AbiEntry entry)
    {
        var end = entry.Key.IndexOf(' ', StringComparison.Ordinal);
        return end < 0
            ? new AbiExceptionItem("", entry.Key, entry.Value)
            : new AbiExceptionItem(entry.Key[..end], entry.Key[(end + 1)..], entry.Value);
    }

    /// <summary>The word for how something differs.</summary>
    public static string NameOf(AbiChange change) => change.ToString().ToLowerInvariant();
}
