using Hv.Testing;

namespace Hv.Conformance.Infrastructure;

/// <summary>One of the two sides: a machine whose guest's part the test plays.</summary>
internal interface IRtasPeer : IDisposable
{
    /// <summary>
    /// Makes an RTAS call whose argument buffer lies at <see cref="RtasBuffer.Address"/>, and room beyond the return words.
    /// </summary>
    /// <returns>
    /// All <see cref="RtasBuffer.ReturnWords"/> words after the arguments, those the guest left no room for included;
    /// <see langword="null"/> when there is no such call.
    /// </returns>
    uint[]? Call(string name, ReadOnlySpan<uint> arguments, int returns);

    /// <summary>Reads guest memory, or what else there is at an address; zero where nothing is.</summary>
    byte[] Read(ulong address, int length);

    /// <summary>Writes guest memory, or what else there is at an address.</summary>
    void Write(ulong address, ReadOnlySpan<byte> content);

    /// <summary>Asks the guest to shut down, as the button on the machine does.</summary>
    void PressPowerButton();
}

/// <summary>The argument buffer of a call, the same on both sides.</summary>
internal static class RtasBuffer
{
    /// <summary>Where it lies: clear of QEMU's firmware at 0 and of the device tree at the end of RAM.</summary>
    public const uint Address = 0x20_0000;

    /// <summary>How many words after the arguments are watched.</summary>
    public const int ReturnWords = 12;

    /// <summary>What return words hold before the call.</summary>
    public const uint Untouched = TestMachine<Pseries.Versions.Pseries_7_2>.Untouched;

    private const int HeaderWords = 3;

    /// <summary>The address of the argument words.</summary>
    public static uint Arguments => Address + HeaderWords * sizeof(uint);

    /// <summary>The address of the return words.</summary>
    public static uint Returns(int argumentCount) => Arguments + (uint)argumentCount * sizeof(uint);

    /// <summary>The buffer's content before the call.</summary>
    public static byte[] Encode(uint token, ReadOnlySpan<uint> arguments, int returns) =>
        Words.ToBytes([token, (uint)arguments.Length, (uint)returns, .. arguments, .. Enumerable.Repeat(Untouched, ReturnWords)]);
}
