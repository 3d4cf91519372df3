using System.Buffers.Binary;

namespace Hv.Devices.Tests.Nvme;

/// <summary>A guest that writes anything anywhere: the controller completes with errors or fails, and can be used after a reset.</summary>
public sealed class NvmeFuzzTests
{
    private const int Steps = 4000;

    [TestCase(1, true)]
    [TestCase(2, true)]
    [TestCase(3, false)]
    [TestCase(4, false)]
    public void Random_accesses_to_registers_and_doorbells(int seed, bool isSynchronous)
    {
        using var guest = new NvmeGuest(isSynchronous: isSynchronous, enables: false);
        var failures = Watch(guest);
        var random = new Random(seed);
        var content = new byte[16];
        for (var step = 0; step < Steps; step++)
        {
            var offset = random.Next(4) switch
            {
                0 => (ulong)random.Next(0x40),
                1 => 0x1000 + (ulong)random.Next(0x220),
                2 => (ulong)random.Next(0x4000),
                _ => 0x14UL,
            };
            var length = random.Next(1, 17);
            Fill(random, content, guest);
            if (random.Next(5) == 0)
                guest.ReadBytes(offset, content.AsSpan(0, length));
            else
                guest.WriteBytes(offset, content.AsSpan(0, length));
        }

        WorksAfterReset(guest, failures);
    }

    [TestCase(11, true)]
    [TestCase(12, true)]
    [TestCase(13, false)]
    [TestCase(14, false)]
    public void Random_commands_in_all_queues(int seed, bool isSynchronous)
    {
        using var guest = new NvmeGuest(isSynchronous: isSynchronous);
        var failures = Watch(guest);
        var random = new Random(seed);
        var scratch = guest.AllocatePages(64);
        var noise = new byte[64 * 4096];
        var queues = new List<NvmeQueuePair> { guest.Admin };
        for (var step = 0; step < Steps / 4; step++)
        {
            if (step % 100 == 0)
            {
                for (var at = 0; at < noise.Length; at += 8)
                    BinaryPrimitives.WriteUInt64LittleEndian(noise.AsSpan(at), Address(random, guest, scratch.Value));

                guest.Test.Write(scratch, noise);
                guest.Disable();
                guest.Enable();
                queues = [guest.Admin, guest.CreateQueues(1, 16), guest.CreateQueues(2, 64)];
            }

            var queue = queues[random.Next(queues.Count)];
            var isUsual = random.Next(3) != 0;
            queue.Add(new NvmeEntry((byte)(isUsual ? random.Next(0x0E) : random.Next(256)))
            {
                Flags = (byte)(random.Next(4) == 0 ? random.Next(256) : random.Next(2) * 0x40),
                NamespaceId = random.Next(4) == 0 ? (uint)random.NextInt64(1L << 32) : (uint)random.Next(3),
                Prp1 = Address(random, guest, scratch.Value),
                Prp2 = Address(random, guest, scratch.Value),
                Word10 = (uint)(random.Next(2) == 0 ? random.Next(256) : random.NextInt64(1L << 32)),
                Word11 = (uint)(random.Next(2) == 0 ? 0 : random.NextInt64(1L << 32)),
                Word12 = (uint)(random.Next(2) == 0 ? random.Next(2048) : random.NextInt64(1L << 32)),
                Word13 = (uint)random.Next(2),
            });
            queue.Ring();
            if (random.Next(3) == 0)
                queue.Poll();
        }

        WorksAfterReset(guest, failures);
    }

    private static List<Exception> Watch(NvmeGuest guest)
    {
        var failures = new List<Exception>();
        guest.Test.Machine.HandlerFailed += exception =>
        {
            lock (failures)
                failures.Add(exception);
        };
        return failures;
    }

    private static void WorksAfterReset(NvmeGuest guest, List<Exception> failures)
    {
        guest.Test.Machine.Reset();
        lock (failures)
            Assert.That(failures, Is.Empty);

        guest.Open();
        guest.Disable();
        guest.Enable();
        var page = guest.AllocatePages(1);
        Assert.That(guest.CreateQueues().Run(NvmeEntry.Read(0, 1) with { Prp1 = guest.Bus(page) }).Status, Is.Zero);
    }

    private static void Fill(Random random, byte[] content, NvmeGuest guest)
    {
        random.NextBytes(content);
        switch (random.Next(4))
        {
            case 0:
                BinaryPrimitives.WriteUInt32LittleEndian(content, 0x0046_0000u | (uint)random.Next(2));
                break;
            case 1:
                BinaryPrimitives.WriteUInt64LittleEndian(content, guest.Window + (ulong)random.Next(1 << 26));
                break;
            case 2:
                BinaryPrimitives.WriteUInt64LittleEndian(content, (ulong)random.Next(256));
                break;
        }
    }

    /// <summary>An address that may be right, in the way of drivers or not.</summary>
    private static ulong Address(Random random, NvmeGuest guest, ulong scratch) => random.Next(6) switch
    {
        0 => (ulong)random.NextInt64(),
        1 => 0,
        2 => guest.Window + scratch + (ulong)random.Next(64 * 4096),
        3 => ulong.MaxValue - (ulong)random.Next(8192),
        _ => guest.Window + scratch + ((ulong)random.Next(64) * 4096),
    };
}
