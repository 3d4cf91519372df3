namespace Hv.Conformance.Vfio.X86;

/// <summary>A program that is run inside a machine.</summary>
/// <param name="Name">Its name among the programs of the machine.</param>
/// <param name="Folder">The folder with its files, as it was published.</param>
/// <param name="Command">
/// A script of the shell that runs it, in its folder: /programs/NAME. What it leaves in the folder <c>$RESULTS</c> comes back.
/// </param>
/// <param name="Patience">How long it may take.</param>
internal sealed record MachineProgram(string Name, string Folder, string Command, TimeSpan Patience);
