namespace Hv.Conformance.Vfio.X86;

/// <summary>How a program ended inside a machine.</summary>
/// <param name="ExitCode">Its exit code; 143 when it took too long.</param>
/// <param name="Output">What it wrote to its standard output and error.</param>
/// <param name="Files">The files that it left in the folder of its results, by their paths there.</param>
internal sealed record ProgramOutcome(int ExitCode, string Output, IReadOnlyDictionary<string, byte[]> Files);
