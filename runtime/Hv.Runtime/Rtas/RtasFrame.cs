using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hv.Runtime.Memory;

namespace Hv.Runtime.Rtas;

/// <summary>
/// The argument buffer of one RTAS call, in guest memory (LoPAR 7.2.7): token, nargs, nret, the argument words, the return words;
/// all big-endian 32-bit.
/// </summary>
/// <remarks>
/// The three header words are read once, when the frame is opened: a guest that rewrites them meanwhile changes nothing.
/// Generated code checks the counts before it touches arguments or return words.
/// </remarks>
public readonly ref struct RtasFrame
{
    /// <summary>The largest nargs and the largest nret that a frame may carry.</summary>
    public const int MaximumWords = 16;

    private const int HeaderWords = 3;

    // As words, not bytes: one comparison with a length then is both the test for room and the bounds check.
    private readonly Span<uint> _arguments;
    private readonly Span<uint> _returns;

    private RtasFrame(Span<uint> arguments, Span<uint> returns, uint token)
    {
        _arguments = arguments;
        _returns = returns;
        Token = token;
    }

    /// <summary>The token: which call.</summary>
    public uint Token { get; }

    /// <summary>nargs, 0 to 16.</summary>
    public int ArgumentCount => _arguments.Length;

    /// <summary>nret, 0 to 16, the status word included.</summary>
    public int ReturnCount => _returns.Length;

    /// <summary>Both counts in one number, nargs × 256 + nret, to switch on.</summary>
    public int Counts => (ArgumentCount << 8) | ReturnCount;

    /// <summary>
    /// Opens the frame at <paramref name="address"/>, of which the top four bits are ignored.
    /// </summary>
    /// <returns>
    /// <see langword="false"/> when nargs or nret is above 16 or any of the frame lies outside RAM; nothing has been stored then.
    /// </returns>
    public static bool TryOpen(GuestMemory memory, GuestPhysicalAddress address, out RtasFrame frame)
    {
        var start = address.RealMode;
        if (memory.TryGetSpan(start, HeaderWords * sizeof(uint), forWrite: false, out var header))
        {
            var token = BinaryPrimitives.ReadUInt32BigEndian(header);
            var argumentCount = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
            var returnCount = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
            var size = (argumentCount + returnCount) * sizeof(uint);
            if (argumentCount <= MaximumWords && returnCount <= MaximumWords
                && memory.TryGetSpan(start + HeaderWords * sizeof(uint), (int)size, forWrite: true, out var words))
            {
                var all = MemoryMarshal.Cast<byte, uint>(words);
                frame = new RtasFrame(all[..(int)argumentCount], all[(int)argumentCount..], token);
                return true;
            }
        }

        frame = default;
        return false;
    }

    /// <summary>
    /// Opens a frame whose argument words and return words lie apart, with a token that is not in guest memory: a call that a test
    /// makes from outside.
    /// </summary>
    /// <returns>
    /// <see langword="false"/> when a count is above 16 or words lie outside RAM; nothing has been stored then.
    /// </returns>
    public static bool TryOpen(
        GuestMemory memory, uint token, GuestPhysicalAddress arguments, ulong argumentCount, GuestPhysicalAddress returns, ulong returnCount,
        out RtasFrame frame)
    {
        if (argumentCount <= MaximumWords && returnCount <= MaximumWords
            && memory.TryGetSpan(arguments.RealMode, (int)argumentCount * sizeof(uint), forWrite: false, out var argumentWords)
            && memory.TryGetSpan(returns.RealMode, (int)returnCount * sizeof(uint), forWrite: true, out var returnWords))
        {
            frame = new RtasFrame(MemoryMarshal.Cast<byte, uint>(argumentWords), MemoryMarshal.Cast<byte, uint>(returnWords), token);
            return true;
        }

        frame = default;
        return false;
    }

    /// <summary>The same frame as if the guest had passed another token, for tokens that are aliases.</summary>
    public RtasFrame WithToken(uint token) => new(_arguments, _returns, token);

    /// <summary>Argument word <paramref name="index"/>, from 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Argument(int index) => BigEndian(_arguments[index]);

    /// <summary>Two argument words, high then low, from word <paramref name="index"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Argument64(int index) => ((ulong)Argument(index) << 32) | Argument(index + 1);

    /// <summary>
    /// Stores return word <paramref name="index"/>, from 0 (the status), when the guest has room for it; otherwise nothing.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Return(int index, uint value)
    {
        var returns = _returns;
        if ((uint)index < (uint)returns.Length)
            returns[index] = BigEndian(value);
    }

    /// <summary>Stores two return words, high then low, from word <paramref name="index"/>; each where there is room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Return64(int index, ulong value)
    {
        Return(index, (uint)(value >> 32));
        Return(index + 1, (uint)value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint BigEndian(uint word) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(word) : word;
}
