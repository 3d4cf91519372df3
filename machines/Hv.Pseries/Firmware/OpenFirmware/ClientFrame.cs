using System.Diagnostics.CodeAnalysis;
using System.Text;
using Hv.Runtime.Memory;

namespace Hv.Pseries.Firmware.OpenFirmware;

/// <summary>
/// The argument array of a call of the client interface (IEEE 1275, 6.3.1; cells of 32 bits in the PowerPC binding): the name of the
/// service, how many arguments and results, the arguments, the results.
/// </summary>
internal readonly struct ClientFrame
{
    /// <summary>The most arguments, and the most results, of a call.</summary>
    public const int MaximumCells = 16;

    private const int HeaderCells = 3;
    private const int LongestText = 1024;

    private readonly GuestMemory _memory;
    private readonly ulong _address;
    private readonly uint[] _arguments;

    private ClientFrame(GuestMemory memory, ulong address, string service, uint[] arguments, int results)
    {
        _memory = memory;
        _address = address;
        Service = service;
        _arguments = arguments;
        ResultCount = results;
    }

    /// <summary>Which service.</summary>
    public string Service { get; }

    /// <summary>How many arguments there are.</summary>
    public int ArgumentCount => _arguments.Length;

    /// <summary>How many results there is room for.</summary>
    public int ResultCount { get; }

    /// <summary>Opens the array at an address.</summary>
    /// <returns><see langword="false"/> when it is none, or not all of it is in RAM.</returns>
    public static bool TryOpen(GuestMemory memory, ulong address, out ClientFrame frame)
    {
        frame = default;
        Span<uint> head = stackalloc uint[HeaderCells];
        if (!TryRead(memory, address, head) || head[1] > MaximumCells || head[2] > MaximumCells)
            return false;

        var arguments = new uint[head[1]];
        if (!TryRead(memory, address + (HeaderCells * sizeof(uint)), arguments) || !TryReadText(memory, head[0], out var service))
            return false;

        frame = new ClientFrame(memory, address, service, arguments, (int)head[2]);
        return memory.Contains(new GuestPhysicalAddress(address), (ulong)(HeaderCells + arguments.Length + frame.ResultCount) * sizeof(uint));
    }

    /// <summary>An argument; 0 for one that was not given.</summary>
    public uint Argument(int number) => number < _arguments.Length ? _arguments[number] : 0;

    /// <summary>The text that an argument is the address of.</summary>
    public bool TryText(int number, [NotNullWhen(true)] out string? text) => TryReadText(_memory, Argument(number), out text);

    /// <summary>Stores a result, where there is room.</summary>
    public void Return(int number, uint value)
    {
        if (number < ResultCount)
            _memory.TryWriteUInt32(new GuestPhysicalAddress(_address + ((ulong)(HeaderCells + _arguments.Length + number) * sizeof(uint))), value);
    }

    private static bool TryRead(GuestMemory memory, ulong address, Span<uint> cells)
    {
        for (var index = 0; index < cells.Length; index++)
        {
            if (!memory.TryReadUInt32(new GuestPhysicalAddress(address + ((ulong)index * sizeof(uint))), out cells[index]))
                return false;
        }

        return true;
    }

    private static bool TryReadText(GuestMemory memory, ulong address, [NotNullWhen(true)] out string? text)
    {
        var bytes = new byte[LongestText];
        text = null;
        for (var length = 0; length < bytes.Length; length++)
        {
            if (!memory.TryRead(new GuestPhysicalAddress(address + (ulong)length), bytes.AsSpan(length, 1)))
                return false;

            if (bytes[length] != 0)
                continue;

            text = Encoding.Latin1.GetString(bytes, 0, length);
            return true;
        }

        return false;
    }
}
