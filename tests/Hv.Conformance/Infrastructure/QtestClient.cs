using System.Globalization;

namespace Hv.Conformance.Infrastructure;

/// <summary>The qtest protocol: guest memory and RTAS calls of a QEMU whose processors stand still.</summary>
internal sealed class QtestClient(LineChannel channel) : IDisposable
{
    /// <summary>
    /// Writes a buffer, makes the RTAS call of a name, arguments and return words at guest addresses, and reads from the return words
    /// on: sent as one, for what a call costs is the way to QEMU and back.
    /// </summary>
    /// <returns>What was read; <see langword="null"/> when there is no such call.</returns>
    public byte[]? CallRtas(
        string name, ulong bufferAddress, ReadOnlySpan<byte> buffer, int argumentCount, ulong arguments, int returnCount, ulong returns,
        int readLength)
    {
        var call = string.Create(CultureInfo.InvariantCulture, $"rtas {name} {argumentCount} 0x{arguments:x} {returnCount} 0x{returns:x}");
        var replies = Execute([WriteCommand(bufferAddress, buffer), call, ReadCommand(returns, readLength)]);
        return replies[1] == "0" ? Bytes(replies[2]) : null;
    }

    /// <summary>Reads guest memory.</summary>
    public byte[] Read(ulong address, int length) => length == 0 ? [] : Bytes(Execute([ReadCommand(address, length)])[0]);

    /// <summary>Writes guest memory.</summary>
    public void Write(ulong address, ReadOnlySpan<byte> content)
    {
        if (!content.IsEmpty)
            Execute([WriteCommand(address, content)]);
    }

    /// <inheritdoc/>
    public void Dispose() => channel.Dispose();

    private static string ReadCommand(ulong address, int length) => $"read 0x{address:x} 0x{length:x}";

    private static string WriteCommand(ulong address, ReadOnlySpan<byte> content) =>
        $"write 0x{address:x} 0x{content.Length:x} 0x{Convert.ToHexStringLower(content)}";

    private static byte[] Bytes(string reply) => Convert.FromHexString(reply["0x".Length..]);

    /// <summary>Sends commands, and then receives what each was answered.</summary>
    private string[] Execute(string[] commands)
    {
        channel.Send(string.Join('\n', commands));
        return Array.ConvertAll(commands, Receive);
    }

    private string Receive(string command)
    {
        string reply;
        do
        {
            reply = channel.Receive();
        }
        while (reply.StartsWith("IRQ ", StringComparison.Ordinal));

        return reply.Split(' ') is ["OK", .. var values]
            ? string.Join(' ', values)
            : throw new InvalidOperationException($"qtest command '{command}' was answered with '{reply}'.");
    }
}
