namespace Hv.Runtime.Monitors.Gdb;

/// <summary>A register of a processor.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name, as gdb knows it.</param>
/// <param name="Bytes">Its size, 1 to 64.</param>
/// <param name="Type">Its type in gdb's description.</param>
public sealed record DebugRegister(int Number, string Name, int Bytes, string Type);
