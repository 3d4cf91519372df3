namespace Hv.Vfio.Kernel;

/// <summary>Small text files, links and directories of the host: sysfs and procfs.</summary>
public interface IHostFiles
{
    /// <summary>Reads a file of at most 64 KiB.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="text">Its text, bytes as Latin 1; empty when there was an error.</param>
    KernelResult ReadText(string path, out string text);

    /// <summary>Writes to a file that exists, in one write as sysfs needs it.</summary>
    KernelResult WriteText(string path, string text);

    /// <summary>Reads where a symbolic link leads, as it is stored.</summary>
    KernelResult ReadLink(string path, out string target);

    /// <summary>The names in a directory, in ordinal order.</summary>
    KernelResult List(string path, out IReadOnlyList<string> names);
}
