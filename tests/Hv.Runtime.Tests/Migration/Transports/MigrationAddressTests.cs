using System.IO.Pipes;
using System.Net;
using System.Net.Sockets;
using Hv.Runtime.Migration.Transports;

namespace Hv.Runtime.Tests.Migration.Transports;

/// <summary>Where machines migrate to: addresses, and the channels that they make.</summary>
public sealed class MigrationAddressTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [TestCase("file:/tmp/a b", "FileAddress { Path = /tmp/a b, Offset = 0 }")]
    [TestCase("file:x,offset=4096", "FileAddress { Path = x, Offset = 4096 }")]
    [TestCase("file:x,offset=1,offset=0x1000", "FileAddress { Path = x,offset=1, Offset = 4096 }")]
    [TestCase("exec:cat > x:y", "CommandAddress { Command = cat > x:y }")]
    [TestCase("unix:/tmp/s", "SocketAddress { Host = , Port = , Path = /tmp/s }")]
    [TestCase("tcp:host:99", "SocketAddress { Host = host, Port = 99, Path =  }")]
    [TestCase("tcp::99", "SocketAddress { Host = , Port = 99, Path =  }")]
    [TestCase("tcp:[::1]:99", "SocketAddress { Host = ::1, Port = 99, Path =  }")]
    [TestCase("fd:17", "DescriptorAddress { Number = 17 }")]
    public void An_address_is_read(string text, string address) => Assert.That(MigrationAddress.Parse(text).ToString(), Is.EqualTo(address));

    [TestCase("", "'' is no address of a migration")]
    [TestCase("rdma:host:1", "'rdma:host:1' is no address of a migration")]
    [TestCase("/tmp/file", "'/tmp/file' is no address of a migration")]
    [TestCase("file:", "file: needs a path")]
    [TestCase("file:x,offset=y", "file: offset 'y' is no number of bytes, in decimal or with 0x")]
    [TestCase("file:x,offset=-1", "file: offset '-1' is no number of bytes, in decimal or with 0x")]
    [TestCase("exec:", "exec: needs a command")]
    [TestCase("tcp:host", "'tcp:host' has no port")]
    [TestCase("tcp:host:65536", "'65536' is no TCP port, 0 to 65535")]
    [TestCase("fd:migration", "fd: 'migration' is no number of a file descriptor; names, which getfd gives to descriptors, are not there")]
    public void What_is_no_address_is_refused_with_what_is_one(string text, string problem) => Assert.That(
        () => MigrationAddress.Parse(text),
        Throws.TypeOf<MigrationAddressException>().With.Message.EqualTo(
            $"{problem}; allowed: file:PATH[,offset=N], exec:COMMAND, unix:PATH, tcp:HOST:PORT or fd:N"));

    [TestCase("file:/nonexistent/x")]
    [TestCase("unix:/nonexistent/x")]
    [TestCase("fd:1")]
    [TestCase("fd:9999")]
    public void Nobody_is_found_where_nobody_is(string text)
    {
        var address = MigrationAddress.Parse(text);
        Assert.That(() => address.Connect(default), Throws.TypeOf<MigrationAddressException>());
        Assert.That(() => address.Listen(), Throws.TypeOf<MigrationAddressException>());
    }

    [Test]
    public void A_port_that_is_taken_is_refused()
    {
        using var first = MigrationAddress.Parse("tcp:127.0.0.1:0").Listen();
        Assert.That(
            () => MigrationAddress.Parse($"tcp:127.0.0.1:{first.Address!.Port}").Listen(),
            Throws.TypeOf<MigrationAddressException>().With.Message.StartsWith("Failed to listen on '127.0.0.1:"));
    }

    [Test]
    public void Without_a_host_all_addresses_are_listened_at()
    {
        using var listener = MigrationAddress.Parse("tcp::0").Listen();
        Assert.That(listener.Address!.Host, Is.EqualTo("0.0.0.0"));
        using var channel = MigrationAddress.Parse($"tcp::{listener.Address.Port}").Connect(default);
        using var accepted = listener.Accept();
        channel.Stream.WriteByte(5);
        Assert.That(accepted.Stream.ReadByte(), Is.EqualTo(5));
        accepted.Answers!.WriteByte(6);
        Assert.That(channel.Stream.ReadByte(), Is.EqualTo(6));
    }

    [Test]
    [Platform("Linux")]
    public void A_pipe_that_was_passed_is_written_and_read()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        using var target = MigrationAddress.Parse($"fd:{Take(pipe.ClientSafePipeHandle)}").Listen().Accept();
        using var source = MigrationAddress.Parse($"fd:{Take(pipe.SafePipeHandle)}").Connect(default);
        var bytes = new byte[1 << 20];
        new Random(1).NextBytes(bytes);
        var writing = Task.Run(() =>
        {
            source.Stream.Write(bytes);
            source.Complete(default);
            source.Dispose();
        });
        var read = new byte[bytes.Length];
        target.Stream.ReadExactly(read);
        Assert.That(writing.Wait(Patience));
        Assert.That(read, Is.EqualTo(bytes));
        Assert.That(target.Stream.Read(read), Is.Zero, "it ends when the other side closes it");
        Assert.That(target.Answers, Is.Null);
    }

    [TestCase(true)]
    [TestCase(false)]
    [Platform("Linux")]
    public void A_wait_at_a_pipe_that_was_passed_can_be_ended(bool reads)
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        using var channel = MigrationAddress.Parse($"fd:{Take(reads ? pipe.ClientSafePipeHandle : pipe.SafePipeHandle)}").Connect(default);
        var waiting = Task.Run(() =>
        {
            if (reads)
                channel.Stream.ReadByte();
            else
                channel.Stream.Write(new byte[1 << 20]);
        });
        channel.Abort();
        Assert.That(() => waiting.Wait(Patience), Throws.InnerException.TypeOf<IOException>());
    }

    [Test]
    [Platform("Linux")]
    public void A_socket_that_was_passed_is_used()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listener.LocalEndPoint!);
        using var server = listener.Accept();
        using var channel = MigrationAddress.Parse($"fd:{Take(client.SafeHandle)}").Connect(default);
        channel.Stream.WriteByte(9);
        var read = new byte[1];
        server.Receive(read);
        Assert.That(read[0], Is.EqualTo(9));
        Assert.That(channel.Answers, Is.Not.Null);
    }

    /// <summary>Takes a descriptor away from who has it: the channel closes it.</summary>
    private static nint Take(System.Runtime.InteropServices.SafeHandle handle)
    {
        var number = handle.DangerousGetHandle();
        handle.SetHandleAsInvalid();
        return number;
    }
}
