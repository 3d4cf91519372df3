using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hv.Vfio.Kernel;

namespace Hv.Testing.Vfio;

/// <summary>Arguments of requests as the kernel takes them: no more than the caller says there is, and at least what the request needs.</summary>
internal static class FakeArguments
{
    /// <summary>Takes a structure in.</summary>
    /// <param name="argument">The caller's memory.</param>
    /// <param name="minimum">Bytes that the request needs; what is behind stays 0.</param>
    /// <param name="structure">What was taken.</param>
    public static Errno Take<T>(Span<byte> argument, int minimum, out T structure)
        where T : unmanaged
    {
        structure = default;
        if (argument.Length < minimum)
            return Errno.BadAddress;

        argument[..minimum].CopyTo(structure.AsBytes());
        var argumentSize = MemoryMarshal.Read<uint>(argument);
        if (argumentSize < minimum)
            return Errno.InvalidArgument;

        return Errno.None;
    }

    /// <summary>Gives the first bytes of a structure back.</summary>
    public static void Give<T>(Span<byte> argument, ref T structure, int length)
        where T : unmanaged => structure.AsBytes()[..Math.Min(length, argument.Length)].CopyTo(argument);

    /// <summary>
    /// Gives a structure with capabilities back: the capabilities when they fit, and where they begin; else how much room they need.
    /// </summary>
    /// <returns>Whether they fit.</returns>
    public static bool GiveCapabilities(Span<byte> argument, uint argumentSize, int head, ReadOnlySpan<byte> capabilities)
    {
        if (argumentSize < head + capabilities.Length || argument.Length < head + capabilities.Length)
            return false;

        capabilities.CopyTo(argument[head..]);
        return true;
    }

    /// <summary>Bytes of a structure.</summary>
    public static int Size<T>()
        where T : unmanaged => Unsafe.SizeOf<T>();
}
