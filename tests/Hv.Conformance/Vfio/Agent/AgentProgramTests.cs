using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Hv.Conformance.Infrastructure;
using Hv.Conformance.Isa;

namespace Hv.Conformance.Vfio.Agent;

/// <summary>The agent does not trust what it is sent. Here it runs in QEMU's user mode, on the kernel of this host.</summary>
public sealed class AgentProgramTests
{
    private const string Magic = "4876414B";
    private const int FrameSize = 16;
    private const long NotImplemented = -38;
    private const long NameTooLong = -36;
    private const long BadAddress = -14;
    private const long InvalidArgument = -22;
    private const long TooBig = -7;
    private const long BadDescriptor = -9;

    private DirectoryInfo _folder = null!;
    private Process _process = null!;

    [SetUp]
    public void StartAgent()
    {
        GuestTool.Require(GuestTool.LittleEndianEngine);
        _folder = Directory.CreateTempSubdirectory("hv-agent-");
        var program = Path.Combine(_folder.FullName, "agent");
        AgentProgram.Build(program);
        _process = Process.Start(new ProcessStartInfo("timeout", ["60", GuestTool.LittleEndianEngine, program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var greeting = new byte[FrameSize + 8];
        Received.ReadExactly(greeting);
        Assert.That(Convert.ToHexString(greeting, 0, 4), Is.EqualTo(Magic));
    }

    [TearDown]
    public void EndAgent()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit(LineChannel.Patience);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    [TestCase("4876414C", 40, 0, TestName = "{m}_another_magic")]
    [TestCase(Magic, 39, 0, TestName = "{m}_no_head")]
    [TestCase(Magic, 0, 0, TestName = "{m}_nothing")]
    [TestCase(Magic, 65536 + 41, 0, TestName = "{m}_more_than_it_has_room_for")]
    [TestCase(Magic, int.MaxValue, 0, TestName = "{m}_far_more")]
    [TestCase(Magic, -1, 0, TestName = "{m}_the_most")]
    [TestCase(Magic, 40, 1, TestName = "{m}_damaged")]
    public void It_ends_at_what_is_no_request(string magic, int length, int damage)
    {
        var sent = new byte[FrameSize + Math.Clamp(length, 0, 100_000)];
        Convert.FromHexString(magic).CopyTo(sent, 0);
        BinaryPrimitives.WriteInt32LittleEndian(sent.AsSpan(4), length);
        BinaryPrimitives.WriteUInt32LittleEndian(sent.AsSpan(8), Sum(sent.AsSpan(FrameSize)) + (uint)damage);
        try
        {
            Sent.Write(sent);
            Sent.Flush();
        }
        catch (IOException)
        {
            // It has ended before it read all.
        }

        Assert.That(_process.WaitForExit(LineChannel.Patience), Is.True, "it has to end");
        Assert.That(_process.ExitCode, Is.EqualTo(1));
        Assert.That(Received.ReadByte(), Is.EqualTo(-1), "without an answer");
    }

    [Test]
    public void It_ends_with_who_started_it()
    {
        Sent.Dispose();
        Assert.That(_process.WaitForExit(LineChannel.Patience), Is.True);
    }

    [Test]
    public void What_cannot_be_done_is_answered_with_the_error()
    {
        var channel = new AgentChannel(new AgentStream(Received, Sent));
        long Ask(AgentRequest request, params byte[] data) => channel.Ask(request, data).Result;
        var longest = new byte[AgentChannel.LargestData];
        longest.AsSpan().Fill((byte)'a');

        Assert.Multiple(() =>
        {
            Assert.That(Ask(new AgentRequest((AgentOperation)1000)), Is.EqualTo(NotImplemented));
            Assert.That(Ask(new AgentRequest((AgentOperation)(-1))), Is.EqualTo(NotImplemented));
            Assert.That(Ask(new AgentRequest(AgentOperation.Open), longest), Is.EqualTo(NameTooLong));
            Assert.That(Ask(new AgentRequest(AgentOperation.WriteText), longest), Is.EqualTo(InvalidArgument), "a path without an end");
            Assert.That(Ask(AgentRequest.Of(AgentOperation.Close, 0)), Is.EqualTo(BadDescriptor), "its own input");
            Assert.That(Ask(new AgentRequest(AgentOperation.Read, 99, 0, ulong.MaxValue)), Is.EqualTo(TooBig));
            Assert.That(Ask(new AgentRequest(AgentOperation.Peek, ulong.MaxValue - 3, 8)), Is.EqualTo(BadAddress));
            Assert.That(Ask(new AgentRequest(AgentOperation.Peek, 0x1000, ulong.MaxValue)), Is.EqualTo(BadAddress));
            Assert.That(Ask(new AgentRequest(AgentOperation.Poke, 0), 1, 2, 3), Is.EqualTo(BadAddress));
            Assert.That(Ask(new AgentRequest(AgentOperation.Unmap, 0)), Is.EqualTo(InvalidArgument));
            Assert.That(Ask(new AgentRequest(AgentOperation.Wait, ulong.MaxValue)), Is.EqualTo(InvalidArgument));
            Assert.That(Ask(new AgentRequest(AgentOperation.Wait), 1, 2, 3), Is.EqualTo(InvalidArgument));
        });
    }

    [Test]
    public void Memory_is_reached_within_its_bounds()
    {
        var channel = new AgentChannel(new AgentStream(Received, Sent));
        var start = (ulong)channel.Ask(new AgentRequest(AgentOperation.MapMemory, 8192), []).Result;
        Assert.That(channel.Ask(new AgentRequest(AgentOperation.Poke, start + 8188), "abcd"u8).Result, Is.EqualTo(4));
        Assert.That(channel.Ask(new AgentRequest(AgentOperation.Poke, start + 8189), "abcd"u8).Result, Is.EqualTo(BadAddress));
        Assert.That(channel.Ask(new AgentRequest(AgentOperation.Peek, start + 8192, 1), []).Result, Is.EqualTo(BadAddress));
        Assert.That(channel.Ask(new AgentRequest(AgentOperation.Peek, start - 1, 4), []).Result, Is.EqualTo(BadAddress));
        Assert.That(Encoding.ASCII.GetString(channel.Ask(new AgentRequest(AgentOperation.Peek, start + 8188, 4), []).Data.Span), Is.EqualTo("abcd"));
        Assert.That(channel.Ask(new AgentRequest(AgentOperation.Unmap, start), []).Result, Is.Zero);
        Assert.That(channel.Ask(new AgentRequest(AgentOperation.Peek, start, 4), []).Result, Is.EqualTo(BadAddress));
    }

    [Test]
    public void It_ends_when_it_is_asked_to()
    {
        new AgentChannel(new AgentStream(Received, Sent)).Ask(new AgentRequest(AgentOperation.End), []);
        Assert.That(_process.WaitForExit(LineChannel.Patience), Is.True);
        Assert.That(_process.ExitCode, Is.Zero);
    }

    private Stream Sent => _process.StandardInput.BaseStream;

    private Stream Received => _process.StandardOutput.BaseStream;

    private static uint Sum(ReadOnlySpan<byte> data)
    {
        var sum = 2166136261u;
        foreach (var value in data)
            sum = (sum ^ value) * 16777619u;

        return sum;
    }
}
