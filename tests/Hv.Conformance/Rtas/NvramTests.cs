using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.Rtas;

/// <summary>NVRAM: what is stored, what is fetched, and where its end is.</summary>
public sealed class NvramTests : ConformanceTest
{
    private const uint Buffer = 0x30_0000;
    private const uint Size = 0x1_0000;
    private const int BufferSize = 0x400;

    private static readonly uint[] Offsets = [0, 1, 0x10, 0x7FFF, Size - 0x100, Size - 1, Size, Size + 1, 0x7FFF_FFFF, uint.MaxValue];
    private static readonly uint[] Lengths = [0, 1, 7, 0x100, 0x101, 0x3FF, Size, Size + 1, uint.MaxValue];

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    public void What_is_stored_is_fetched(string version)
    {
        var pair = Start(new MachineSetup(version));
        var random = new Random(1);
        var content = new byte[BufferSize];
        for (var step = 0; step < 200; step++)
        {
            random.NextBytes(content);
            pair.Write(Buffer, content);
            var offset = random.Next(2) == 0 ? Offsets[random.Next(Offsets.Length)] : (uint)random.Next((int)Size);
            var length = random.Next(2) == 0 ? Lengths[random.Next(Lengths.Length)] : (uint)random.Next(BufferSize);
            pair.Call(random.Next(2) == 0 ? "nvram-store" : "nvram-fetch", [offset, Buffer, length], 2);
            pair.Read(Buffer, BufferSize, $"the buffer after step {step}");
        }

        pair.Call("nvram-fetch", [0, Buffer, Size], 2);
        pair.Read(Buffer, (int)Size, "all of NVRAM");
    }

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    [Differs(nameof(Differences.NvramBuffersLieInRam))]
    public void A_buffer_outside_ram_stores_nothing(string version)
    {
        var pair = Start(new MachineSetup(version));
        pair.Write(Buffer, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 });
        pair.Call("nvram-store", [0, Buffer, 8], 2);
        foreach (var outside in new[] { (uint)MachineSetup.RamSize, 0x4000_0000u, 0xFFFF_0000u })
        {
            pair.Call("nvram-fetch", [0, outside, 16], 2);
            pair.Call("nvram-store", [0, outside, 0], 2);
        }
    }
}
