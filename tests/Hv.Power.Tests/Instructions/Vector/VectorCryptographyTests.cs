using System.Buffers.Binary;
using System.Security.Cryptography;
using Hv.Power.Execution;
using Hv.Power.Memory;
using Hv.Power.State;
using Hv.Power.Tests.Infrastructure;

namespace Hv.Power.Tests.Instructions.Vector;

/// <summary>AES and SHA-256 made of their instructions give what .NET's give.</summary>
internal sealed class VectorCryptographyTests
{
    private const int Rounds = 10;

    private static readonly uint[] Primes = [2, 3, 5, 7, 11, 13, 17, 19];

    [Test]
    public void Ten_rounds_encrypt_and_decrypt_as_AES_does([Range(1, 5)] int seed)
    {
        var random = new Random(seed);
        var key = new byte[16];
        var block = new byte[16];
        random.NextBytes(key);
        random.NextBytes(block);
        using var aes = Aes.Create();
        aes.Key = key;
        var encrypted = aes.EncryptEcb(block, PaddingMode.None);

        // The state is in v0, the keys of the rounds in v1 to v11, a key as decryption takes it in v12.
        var rounds = string.Concat(Enumerable.Range(2, Rounds - 1).Select(round => $"vcipher v0,v0,v{round}\n"));
        using var encryption = new Program<BigEndian64>($"vxor v0,v0,v1\n{rounds}vcipherlast v0,v0,v11\nsc");
        var keys = ExpandKey(key);
        Assert.That(Run(encryption, keys, block), Is.EqualTo(encrypted));
        rounds = string.Concat(Enumerable.Range(2, Rounds - 1).Reverse().Select(round => $"vncipher v0,v0,v{round}\n"));
        using var decryption = new Program<LittleEndian64>($"vxor v0,v0,v11\n{rounds}vncipherlast v0,v0,v1\nsc");
        Assert.That(Run(decryption, keys, encrypted), Is.EqualTo(block));
    }

    [Test]
    public void Sigmas_make_the_digest_of_SHA_256()
    {
        // One block: "abc", the bit behind it, and its length in bits.
        var words = new uint[64];
        words[0] = 0x6162_6380;
        words[15] = 24;
        for (var index = 16; index < 64; index++)
            words[index] = Sigma(0, 15, words[index - 2]) + words[index - 7] + Sigma(0, 0, words[index - 15]) + words[index - 16];

        var state = Primes.Select(prime => Fraction(Math.Sqrt(prime))).ToArray();
        var before = state.ToArray();
        var constants = AllPrimes().Take(64).Select(prime => Fraction(Math.Cbrt(prime))).ToArray();
        for (var index = 0; index < 64; index++)
        {
            var choice = (state[4] & state[5]) ^ (~state[4] & state[6]);
            var majority = (state[0] & state[1]) ^ (state[0] & state[2]) ^ (state[1] & state[2]);
            var first = state[7] + Sigma(1, 15, state[4]) + choice + constants[index] + words[index];
            var second = Sigma(1, 0, state[0]) + majority;
            state = [first + second, state[0], state[1], state[2], state[3] + first, state[4], state[5], state[6]];
        }

        var digest = string.Concat(state.Zip(before).Select(pair => $"{pair.First + pair.Second:X8}"));
        Assert.That(digest, Is.EqualTo(Convert.ToHexString(SHA256.HashData("abc"u8))));
    }

    [Test]
    public void Products_of_polynomials_are_xored([Range(1, 4)] int seed)
    {
        var random = new Random(seed);
        using var program = new Program<BigEndian64>("vpmsumd v3,v1,v2\nvpmsumb v4,v1,v2\nsc");
        program.State.Msr |= MachineState.Vector;
        var first = new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64());
        var second = new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64());
        (program.State.Vr(1), program.State.Vr(2)) = (first, second);
        program.Run();
        Assert.That(program.State.Vr(3), Is.EqualTo(Sum(first, second, 64)));
        Assert.That(program.State.Vr(4), Is.EqualTo(Sum(first, second, 8)));
    }

    private static byte[] Run<TMode>(Program<TMode> program, UInt128[] keys, byte[] block)
        where TMode : struct, IProcessorMode
    {
        program.State.Msr |= MachineState.Vector;
        for (var index = 0; index < keys.Length; index++)
            program.State.Vr(1 + index) = keys[index];

        program.State.Vr(0) = BinaryPrimitives.ReadUInt128BigEndian(block);
        Assert.That(program.Run().Interrupt.Cause, Is.EqualTo(Outcome.SystemCall));
        var result = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(result, program.State.Vr(0));
        return result;
    }

    /// <summary>The keys of the rounds (FIPS 197, 5.2), with the substitutions of vsbox.</summary>
    private static UInt128[] ExpandKey(byte[] key)
    {
        var words = new uint[4 * (Rounds + 1)];
        for (var index = 0; index < 4; index++)
            words[index] = BinaryPrimitives.ReadUInt32BigEndian(key.AsSpan(4 * index));

        var constant = 1u;
        for (var index = 4; index < words.Length; index++)
        {
            var word = words[index - 1];
            if (index % 4 == 0)
            {
                word = Substitute(uint.RotateLeft(word, 8)) ^ (constant << 24);
                constant = (constant << 1) ^ (constant >= 0x80 ? 0x11Bu : 0);
            }

            words[index] = words[index - 4] ^ word;
        }

        return
        [
            .. words.Chunk(4).Select(four => new UInt128(((ulong)four[0] << 32) | four[1], ((ulong)four[2] << 32) | four[3])),
        ];
    }

    private static uint Substitute(uint word)
    {
        using var program = new Program<BigEndian64>("vsbox v0,v1\nsc");
        program.State.Msr |= MachineState.Vector;
        program.State.Vr(1) = word;
        program.Run();
        return (uint)program.State.Vr(0);
    }

    private static uint Sigma(int st, int six, uint word)
    {
        using var program = new Program<LittleEndian64>($"vshasigmaw v0,v1,{st},{six}\nsc");
        program.State.Msr |= MachineState.Vector;
        program.State.Vr(1) = word;
        program.Run();
        return (uint)program.State.Vr(0);
    }

    private static uint Fraction(double root) => (uint)((root - Math.Floor(root)) * 4294967296.0);

    private static IEnumerable<uint> AllPrimes() =>
        Enumerable.Range(2, 1000).Where(number => Enumerable.Range(2, number - 2).All(divisor => number % divisor != 0)).Select(number => (uint)number);

    /// <summary>The products of even and odd elements of a width, bit by bit.</summary>
    private static UInt128 Sum(UInt128 first, UInt128 second, int width)
    {
        UInt128 sum = 0;
        var mask = (UInt128.One << width) - 1;
        for (var element = 0; element < 128; element += width)
        {
            var place = element / (2 * width) * (2 * width);
            for (var bit = 0; bit < width; bit++)
            {
                if (((second >> (element + bit)) & 1) != 0)
                    sum ^= ((first >> element) & mask) << bit << place;
            }
        }

        return sum;
    }
}
