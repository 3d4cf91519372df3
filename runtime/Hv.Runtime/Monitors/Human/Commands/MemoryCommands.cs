using System.Globalization;
using System.Text;
using Hv.Runtime.Memory;

namespace Hv.Runtime.Monitors.Human.Commands;

/// <summary>Commands that show guest memory and compute.</summary>
internal sealed class MemoryCommands(MachineSession session)
{
    /// <summary>How many units one command shows at most.</summary>
    private const int MostUnits = 64 << 10;

    /// <summary>How many bytes one checksum covers at most.</summary>
    private const ulong LargestSum = 1UL << 30;

    /// <summary>The commands.</summary>
    public IEnumerable<HumanCommand> All =>
    [
        new("xp", "/fmt addr", "physical memory dump starting at 'addr'", Dump),
        new("print|p", "/fmt expr", "print expression value (use $reg for CPU register access)", Print),
        new("i", "/fmt addr", "I/O port read", ReadPort),
        new("o", "/fmt addr value", "I/O port write", WritePort),
        new("pmemsave", "addr size file", "save to disk physical memory dump starting at 'addr' of size 'size'", Save),
        new("sum", "addr size", "compute the checksum of a memory region", Sum),
    ];

    private string Dump(HumanArguments arguments)
    {
        var format = HumanFormat.Parse(arguments.TakeFormat(), 'x', defaultWidth: 4);
        if (format.Letter == 'i')
            throw new MonitorException("there is no disassembler yet; use /x");

        if (format.Count > MostUnits)
            throw new MonitorException($"{format.Count} units are more than the {MostUnits} that one command shows");

        var address = HumanExpression.Evaluate(arguments.From(0));
        var perLine = format.Letter == 'c' ? 16 : 16 / format.Width;
        var text = new StringBuilder();
        for (var index = 0; index < format.Count; index++)
        {
            if (index % perLine == 0)
                text.Append(CultureInfo.InvariantCulture, $"{address:x16}:");

            bool isAnswered;
            ulong value;
            lock (session.Machine.Lock)
                isAnswered = session.Machine.AddressSpace.TryReadNumber(address, format.Width, ByteOrder.Big, out value);

            if (!isAnswered)
                return text.Append(" Cannot access memory\n").ToString();

            text.Append(' ').Append(format.Show(value));
            address += (ulong)format.Width;
            if (index % perLine == perLine - 1 || index == format.Count - 1)
                text.Append('\n');
        }

        return text.ToString();
    }

    private static string Print(HumanArguments arguments)
    {
        var format = HumanFormat.Parse(arguments.TakeFormat(), 'x', defaultWidth: 8);
        return format.ShowPlain(HumanExpression.Evaluate(arguments.From(0))) + "\n";
    }

    /// <summary>The I/O space of the processor is empty: PCI ports lie in memory.</summary>
    private static string ReadPort(HumanArguments arguments)
    {
        var width = HumanFormat.Parse(arguments.TakeFormat(), 'x', defaultWidth: 1).Width;
        var port = arguments.Number(0, "port") & ushort.MaxValue;
        var (suffix, value) = width switch
        {
            1 => ('b', "0xff"),
            2 => ('w', "0xffff"),
            _ => ('l', "0xffffffff"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"port{suffix}[0x{port:x4}] = {value}\n");
    }

    private static string WritePort(HumanArguments arguments)
    {
        arguments.TakeFormat();
        _ = arguments.Number(0, "port");
        _ = arguments.Number(1, "value");
        return "";
    }

    private string Save(HumanArguments arguments)
    {
        MemoryFile.Save(session.Machine, arguments.Number(0, "addr"), arguments.Number(1, "size"), arguments.Required(2, "file name"));
        return "";
    }

    private string Sum(HumanArguments arguments)
    {
        var (address, size) = (arguments.Number(0, "addr"), arguments.Number(1, "size"));
        if (size > LargestSum)
            throw new MonitorException($"{size} bytes are more than the {LargestSum} that one command sums");

        // The checksum of BSD's sum(1): rotate right by one, add, 16 bits.
        ushort sum = 0;
        var buffer = new byte[Math.Min(size, 64 << 10)];
        for (var done = 0UL; done < size;)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(size - done, (ulong)buffer.Length));
            lock (session.Machine.Lock)
                session.Machine.AddressSpace.Read(unchecked(address + done), part);

            foreach (var value in part)
                sum = unchecked((ushort)(ushort.RotateRight(sum, 1) + value));

            done += (ulong)part.Length;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{sum:d5}\n");
    }
}
