using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Interrupts;
using Hv.Runtime.Memory;
using Hv.Runtime.Objects;
using Hv.Runtime.Rtas;

namespace Hv.Runtime.Monitors.Qtest;

/// <summary>
/// The qtest protocol: a test reads and writes guest memory, makes RTAS calls and hypercalls, watches interrupt lines and lets time
/// pass, with one line for each command and one for its reply. All commands that QEMU 7.2 has, and <c>hcall NUMBER ARGS…</c>.
/// </summary>
/// <remarks>
/// Where QEMU ends the process because a command is malformed the reply begins with <c>ERR</c> here and says what is wrong.
/// </remarks>
/// <param name="session">The machine.</param>
/// <param name="tell">Sends a line that no command asked for.</param>
internal sealed class QtestProtocol(MachineSession session, Action<string> tell)
{
    /// <summary>The longest line that is taken, in bytes: a <c>write</c> of 32 MiB.</summary>
    public const int LongestLine = (64 << 20) + 1024;

    /// <summary>How much memory one command reads or writes at most, in bytes.</summary>
    public const ulong LargestTransfer = 32UL << 20;

    /// <summary>How much memory one <c>memset</c> fills at most, in bytes.</summary>
    public const ulong LargestFill = 4UL << 30;

    // A multiple of three: so many bytes are base64 without padding in the middle.
    private const int Chunk = 48 << 10;
    private const string UnnamedInput = "unnamed-gpio-in";

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    private readonly List<InterruptLine> _watched = [];
    private string? _watchedPath;

    /// <summary>Carries a command out.</summary>
    /// <param name="line">The command.</param>
    /// <param name="send">Takes the reply, without its end, in one piece or several.</param>
    public void Execute(ReadOnlySpan<byte> line, Action<ReadOnlyMemory<byte>> send)
    {
        try
        {
            var words = new QtestWords(line);
            if (Dispatch(words, send) is { } reply)
                send(Encoding.UTF8.GetBytes(reply));
        }
        catch (QtestException exception)
        {
            send(Encoding.UTF8.GetBytes(exception.Message));
        }
        catch (Exception exception)
        {
            // A defect, of a device or of this; the test gets an answer all the same.
            session.Machine.OnHandlerFailed(exception);
            send(Encoding.UTF8.GetBytes($"ERR internal error: {exception.Message.ReplaceLineEndings(" ")}"));
        }
    }

    /// <summary>Stops watching interrupt lines: the test has gone.</summary>
    public void Detach()
    {
        lock (session.Machine.Lock)
        {
            foreach (var line in _watched)
                line.Changed -= OnLineChanged;

            _watched.Clear();
            _watchedPath = null;
        }
    }

    /// <returns>The reply, or <see langword="null"/> when it has been sent.</returns>
    private string? Dispatch(QtestWords words, Action<ReadOnlyMemory<byte>> send)
    {
        switch (words.Command)
        {
            case "endianness":
                return "OK big";
            case "readb":
                return ReadNumber(words, 1);
            case "readw":
                return ReadNumber(words, 2);
            case "readl":
                return ReadNumber(words, 4);
            case "readq":
                return ReadNumber(words, 8);
            case "writeb":
                return WriteNumber(words, 1);
            case "writew":
                return WriteNumber(words, 2);
            case "writel":
                return WriteNumber(words, 4);
            case "writeq":
                return WriteNumber(words, 8);
            case "inb":
                return ReadPort(words, "OK 0x{0:x4}", byte.MaxValue);
            case "inw":
                return ReadPort(words, "OK 0x{0:x4}", ushort.MaxValue);
            case "inl":
                return ReadPort(words, "OK 0x{0:x4}", uint.MaxValue);
            case "outb" or "outw" or "outl":
                _ = Port(words);
                _ = words.Number(2);
                return "OK";
            case "read":
                ReadMemory(words, send);
                return null;
            case "b64read":
                ReadMemoryBase64(words, send);
                return null;
            case "write":
                return WriteMemory(words);
            case "b64write":
                return WriteMemoryBase64(words);
            case "memset":
                return FillMemory(words);
            case "rtas":
                return CallRtas(words);
            case "hcall":
                return CallHypervisor(words);
            case "irq_intercept_in":
                return Watch(words, pins => pins.Inputs);
            case "irq_intercept_out":
                return Watch(words, pins => pins.Outputs);
            case "set_irq_in":
                return SetLine(words);
            case "module_load":
                // Nothing is in modules here, as in a QEMU that was built without them.
                _ = words.Word(2);
                return "FAIL";
            case "clock_step" when session.Options.Clock is { } clock:
                clock.AdvanceTo(words.Has(1) ? unchecked(clock.Now + (long)words.Number(1)) : clock.NextDeadline ?? clock.Now);
                return Format($"OK {clock.Now}");
            case "clock_set" when session.Options.Clock is { } clock:
                clock.AdvanceTo((long)words.Number(1));
                return Format($"OK {clock.Now}");
            default:
                return $"FAIL Unknown command '{QtestWords.Quote(words.Word(0))}'";
        }
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static ulong Port(QtestWords words)
    {
        var port = words.Number(1);
        return port <= ushort.MaxValue ? port : throw new QtestException(Format($"ERR {words.Command}: port 0x{port:x} is above 0xffff"));
    }

    /// <summary>Nothing is in the I/O space of the processor: PCI ports lie in memory (LoPAR 2.7). Empty ports read as ones.</summary>
    private static string ReadPort(QtestWords words, string format, uint value)
    {
        _ = Port(words);
        return string.Format(CultureInfo.InvariantCulture, format, value);
    }

    private string ReadNumber(QtestWords words, int width)
    {
        ulong value;
        lock (session.Machine.Lock)
            session.Machine.AddressSpace.TryReadNumber(words.Number(1), width, ByteOrder.Big, out value);

        return Format($"OK 0x{value:x16}");
    }

    private string WriteNumber(QtestWords words, int width)
    {
        var (address, value) = (words.Number(1), words.Number(2));
        lock (session.Machine.Lock)
            session.Machine.AddressSpace.TryWriteNumber(address, width, ByteOrder.Big, value);

        return "OK";
    }

    private void ReadMemory(QtestWords words, Action<ReadOnlyMemory<byte>> send)
    {
        var (address, length) = (words.Number(1), words.Length(2, 1, LargestTransfer));
        send("OK 0x"u8.ToArray());
        foreach (var chunk in ReadChunks(address, length))
        {
            var text = new byte[chunk.Length * 2];
            Convert.TryToHexStringLower(chunk.Span, text, out _);
            send(text);
        }
    }

    private void ReadMemoryBase64(QtestWords words, Action<ReadOnlyMemory<byte>> send)
    {
        var (address, length) = (words.Number(1), words.Length(2, 0, LargestTransfer));
        send("OK "u8.ToArray());
        foreach (var chunk in ReadChunks(address, length))
        {
            var text = new byte[Base64.GetMaxEncodedToUtf8Length(chunk.Length)];
            Base64.EncodeToUtf8(chunk.Span, text, out _, out _);
            send(text);
        }
    }

    private IEnumerable<ReadOnlyMemory<byte>> ReadChunks(ulong address, ulong length)
    {
        var buffer = new byte[Math.Min(length, Chunk)];
        for (var done = 0UL; done < length;)
        {
            var chunk = buffer.AsMemory(0, (int)Math.Min(length - done, Chunk));
            Read(unchecked(address + done), chunk.Span);
            yield return chunk;
            done += (ulong)chunk.Length;
        }
    }

    private string WriteMemory(QtestWords words)
    {
        var (address, length) = (words.Number(1), words.Length(2, 0, LargestTransfer));
        var data = words.Word(3);
        if (data.Length < 3)
            throw new QtestException("ERR invalid argument size");

        if (!data.StartsWith("0x"u8) || data[2..].ContainsAnyExcept(HexDigits))
            throw new QtestException("ERR write: the data must be hexadecimal digits after 0x");

        // A last digit without a partner is no byte.
        data = data[2..];
        data = data[..(data.Length & ~1)];
        var buffer = new byte[Math.Min(length, Chunk)];
        for (var done = 0UL; done < length;)
        {
            var chunk = buffer.AsSpan(0, (int)Math.Min(length - done, Chunk));
            var digits = data[..Math.Min(data.Length, chunk.Length * 2)];
            Convert.FromHexString(digits, chunk, out _, out var written);
            chunk[written..].Clear();
            Write(unchecked(address + done), chunk);
            data = data[digits.Length..];
            done += (ulong)chunk.Length;
        }

        return "OK";
    }

    private string WriteMemoryBase64(QtestWords words)
    {
        var (address, length) = (words.Number(1), words.Length(2, 0, LargestTransfer));
        var data = words.Word(3);
        if (data.Length < 3)
            throw new QtestException("ERR invalid argument size");

        var bytes = new byte[length];
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(data.Length)];
        if (Base64.DecodeFromUtf8(data, decoded, out _, out var count) != OperationStatus.Done)
            throw new QtestException("ERR b64write: the data is not base64");

        decoded.AsSpan(0, (int)Math.Min((ulong)count, length)).CopyTo(bytes);
        Write(address, bytes);
        return "OK";
    }

    private string FillMemory(QtestWords words)
    {
        var (address, length, value) = (words.Number(1), words.Length(2, 0, LargestFill), words.Number(3));
        var buffer = new byte[Math.Min(length, 1 << 20)];
        buffer.AsSpan().Fill((byte)value);
        for (var done = 0UL; done < length;)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(length - done, (ulong)buffer.Length));
            Write(unchecked(address + done), part);
            done += (ulong)part.Length;
        }

        return "OK";
    }

    /// <summary>Accesses go through the machine's lock, as those of a processor that owns the machine for the moment.</summary>
    private void Read(ulong address, Span<byte> destination)
    {
        lock (session.Machine.Lock)
            session.Machine.AddressSpace.Read(address, destination);
    }

    private void Write(ulong address, ReadOnlySpan<byte> source)
    {
        lock (session.Machine.Lock)
            session.Machine.AddressSpace.Write(address, source);
    }

    /// <summary><c>rtas NAME NARGS ARGS NRET RETS</c>: the call by its name; counts, and where the words lie in guest memory.</summary>
    private string CallRtas(QtestWords words)
    {
        var name = words.String(1);
        var (argumentCount, arguments) = (words.Number(2), words.Number(3));
        var (returnCount, returns) = (words.Number(4), words.Number(5));
        var machine = session.Machine;
        var status = HypercallStatus.Parameter;
        lock (machine.Lock)
        {
            if (machine.Rtas.TryGetToken(name, out var token)
                && RtasFrame.TryOpen(
                    machine.Memory, token, new GuestPhysicalAddress(arguments), argumentCount, new GuestPhysicalAddress(returns), returnCount,
                    out var frame))
            {
                status = machine.CallRtas(frame, machine.Cpus[0]);
            }
        }

        return Format($"OK {unchecked((ulong)status)}");
    }

    /// <summary>
    /// <c>hcall NUMBER ARGS…</c>, ours: r3 and up to nine registers from r4 on; those not given are 0. The reply is
    /// <c>OK STATUS R4 … R12</c>: what the call left in r3 to r12, each <c>0x</c> and 16 digits.
    /// </summary>
    private string CallHypervisor(QtestWords words)
    {
        var number = words.Number(1);
        Span<ulong> registers = stackalloc ulong[HypercallFrame.SlotCount];
        registers.Clear();
        for (var index = 0; words.Has(index + 2); index++)
        {
            if (index == HypercallFrame.SlotCount)
                throw new QtestException($"ERR hcall: more than {HypercallFrame.SlotCount} registers");

            registers[index] = words.Number(index + 2);
        }

        var status = session.Machine.Hypercall(number, registers, session.Machine.Cpus[0]);
        var reply = new StringBuilder(Format($"OK 0x{unchecked((ulong)status):x16}"));
        foreach (var register in registers)
            reply.Append(CultureInfo.InvariantCulture, $" 0x{register:x16}");

        return reply.ToString();
    }

    private string Watch(QtestWords words, Func<IInterruptPins, IReadOnlyList<InterruptLine>> lines)
    {
        var path = words.String(1);
        lock (session.Machine.Lock)
        {
            if (Find(path) is not { Target: IInterruptPins pins } node)
                return "FAIL Unknown device";

            if (_watchedPath is not null)
                return _watchedPath == node.Path ? "OK" : "FAIL IRQ intercept already enabled";

            _watchedPath = node.Path;
            _watched.AddRange(lines(pins));
            foreach (var line in _watched)
                line.Changed += OnLineChanged;

            return "OK";
        }
    }

    private string SetLine(QtestWords words)
    {
        var (path, name) = (words.String(1), words.String(2));
        var (number, level) = (words.Number(3), words.Number(4));
        lock (session.Machine.Lock)
        {
            if (Find(path) is not { Target: IInterruptPins pins } || name != UnnamedInput || number >= (ulong)pins.Inputs.Count)
                return "FAIL Unknown device";

            pins.Inputs[(int)number].Set(level != 0);
            return "OK";
        }
    }

    private ObjectNode? Find(string path)
    {
        try
        {
            return session.Tree.Find(path);
        }
        catch (AmbiguousPathException)
        {
            return null;
        }
    }

    private void OnLineChanged(InterruptLine line) =>
        tell(Format($"IRQ {(line.IsAsserted ? "raise" : "lower")} {_watched.IndexOf(line)}"));
}
