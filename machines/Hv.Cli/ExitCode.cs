namespace Hv.Cli;

/// <summary>The exit codes of the program.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>A replay or a comparison of guest ABIs found a difference; a migration stream is broken; a device cannot be passed through.</summary>
    public const int Different = 1;

    /// <summary>The command line, a name in it or a file is wrong; one line on stderr says what.</summary>
    public const int Usage = 2;
}
