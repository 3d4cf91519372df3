using System.ComponentModel;
using System.Diagnostics;

namespace Hv.Runtime.Migration.Transports;

/// <summary>A channel to or from a program. It counts as failed when the program does.</summary>
internal sealed class CommandChannel : MigrationChannel
{
    private const int LargestTail = 1 << 20;

    private readonly Process _process;
    private readonly bool _isIncoming;

    /// <summary>Makes the channel.</summary>
    /// <param name="process">The program; the channel ends it.</param>
    /// <param name="isIncoming">Whether the stream comes from it.</param>
    public CommandChannel(Process process, bool isIncoming)
    {
        (_process, _isIncoming) = (process, isIncoming);
        if (isIncoming)
        {
            // It is told nothing.
            process.StandardInput.Close();
            Stream = process.StandardOutput.BaseStream;
        }
        else
        {
            // Nothing that it says is needed, and it must not wait until somebody reads it.
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            Stream = process.StandardInput.BaseStream;
        }
    }

    /// <inheritdoc/>
    public override Stream Stream { get; }

    /// <inheritdoc/>
    public override void Complete(CancellationToken cancellation)
    {
        if (_isIncoming && !HasEnded())
            return;

        Stream.Close();
        _process.WaitForExitAsync(cancellation).GetAwaiter().GetResult();
        if (_process.ExitCode != 0)
            throw new IOException($"The command ended with exit code {_process.ExitCode}");
    }

    /// <inheritdoc/>
    public override void Abort()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It has ended already.
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _process.Dispose();
    }

    /// <summary>
    /// Whether nothing comes any more. One that goes on is none of ours to judge: it ends because nobody reads it.
    /// </summary>
    private bool HasEnded()
    {
        var rest = new byte[4096];
        for (var total = 0; total < LargestTail;)
        {
            var got = Stream.Read(rest);
            if (got == 0)
                return true;

            total += got;
        }

        return false;
    }
}
