namespace Hv.Power.Tests.Infrastructure;

/// <summary>
/// Random numbers by the hundred million, the same ones for the same seed (SplitMix64): those of a seeded <see cref="Random"/> cost more
/// than the instructions that are made of them.
/// </summary>
internal struct RandomBits(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var value = _state += 0x9E37_79B9_7F4A_7C15;
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
