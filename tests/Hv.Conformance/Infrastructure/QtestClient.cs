using System.Globalization;

namespace Hv.Conformance.Infrastructure;

/// <summary>The qtest protocol: guest memory and RTAS calls of a QEMU whose processors stand still.</summary>
internal sealed class QtestClient(LineChannel channel) : IDisposable
{
    /// <summary>Makes the RTAS call of a name, arguments and return words at guest addresses.</summary>
    /// <returns><see langword="false"/> when there is no such call.</returns>
    public bool CallRtas(string name, int argumentCount, ulong arguments, int returnCount, ulong returns) =>
        Execute(string.Create(CultureInfo.InvariantCulture, $"rtas {name} {argumentCount} 0x{arguments:x} {returnCount} 0x{returns:x}")) == "0";

    /// <summary>Reads guest memory.</summary>
    public byte[] Read(ulong address, int length) =>
        length == 0 ? [] : Convert.FromHexString(Execute($"read 0x{address:x} 0x{length:x}")["0x".Length..]);

    /// <summary>Writes guest memory.</summary>
    public void Write(ulong address, ReadOnlySpan<byte> content)
    {
        if (!content.IsEmpty)
            Execute($"write 0x{address:x} 0x{content.Length:x} 0x{Convert.ToHexStringLower(content)}");
    }

    /// <inheritdoc/>
    public void Dispose() => channel.Dispose();

    private string Execute(string command)
    {
        channel.Send(command);
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
