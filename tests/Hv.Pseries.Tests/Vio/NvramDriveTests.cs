using Hv.Pseries.Vio;
using Hv.Pseries.Versions;
using Hv.Runtime.Block;
using Hv.Runtime.Machines;
using Hv.Runtime.Objects;
using Hv.Runtime.Rtas;
using Hv.Testing;

namespace Hv.Pseries.Tests.Vio;

/// <summary>NVRAM that a drive keeps.</summary>
public sealed class NvramDriveTests
{
    [TestCase(BlockInterface.Mtd)]
    [TestCase(BlockInterface.Pflash)]
    public void What_the_guest_stores_is_on_the_drive_and_in_the_next_machine(BlockInterface attachedTo)
    {
        using var drives = new BlockDevices();
        var drive = new MemoryBlockDevice("flash", 0x8000) { Interface = attachedTo };
        drive.Write(0x100, [0xAB, 0xCD]);
        drives.Add(drive);
        using (var test = Create(drives))
        {
            Assert.That((test.Machine.Nvram!.Size, test.Machine.Nvram.Content[0x101]), Is.EqualTo((0x8000u, (byte)0xCD)));
            var buffer = test.Allocate(16);
            test.Write(buffer, [1, 2, 3, 4]);
            Assert.That(test.Rtas().NvramStore(0x7FFC, buffer, 4, out var stored), Is.EqualTo(RtasStatus.Success));
            Assert.That(stored, Is.EqualTo(4));
            var content = new byte[4];
            drive.Read(0x7FFC, content);
            Assert.That(content, Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
        }

        using var next = Create(drives);
        Assert.That(next.Machine.Nvram!.Content[0x7FFF], Is.EqualTo(4));
    }

    [TestCase(0x1000, false, "spapr-nvram: drive 'flash' has 4096 bytes; allowed: 8192 to 1048576")]
    [TestCase(0x200000, false, "spapr-nvram: drive 'flash' has 2097152 bytes; allowed: 8192 to 1048576")]
    [TestCase(0x8000, true, "Property 'spapr-nvram.drive': drive 'flash' is read-only")]
    public void A_drive_that_cannot_be_nvram_is_refused(int size, bool isReadOnly, string message)
    {
        using var drives = new BlockDevices();
        drives.Add(new MemoryBlockDevice("flash", size, isReadOnly) { Interface = BlockInterface.Pflash });
        Assert.That(() => Create(drives), Throws.TypeOf<PropertyException>().With.Message.EqualTo(message));
    }

    [Test]
    public void There_is_one_nvram()
    {
        using var drives = new BlockDevices();
        drives.Add(new MemoryBlockDevice("a", 0x8000) { Interface = BlockInterface.Pflash });
        drives.Add(new MemoryBlockDevice("b", 0x8000) { Interface = BlockInterface.Mtd });
        Assert.That(() => Create(drives), Throws.TypeOf<PropertyException>()
            .With.Message.EqualTo("drive 'b' (if=mtd) has nothing to go to: pseries-7.2 has one NVRAM."));
    }

    [Test]
    public void A_drive_that_fails_is_an_error_of_the_hardware()
    {
        using var drives = new BlockDevices();
        var drive = new MemoryBlockDevice("flash", 0x8000);
        drives.Add(drive);
        drives.Add(new BrokenDrive());
        using var test = Create(drives, machine => machine.CreateDevice<Nvram>(properties: ("drive", "broken")));

        var buffer = test.Allocate(16);
        Assert.That(test.Rtas().NvramStore(0, buffer, 4, out _), Is.EqualTo(RtasStatus.HardwareError));
    }

    private static TestMachine<Pseries_7_2> Create(BlockDevices drives, Action<Pseries_7_2>? configure = null) =>
        new(new MachineOptions { RamSize = 64 << 20, BlockDevices = drives }, configure);

    private sealed class BrokenDrive() : BlockDevice("broken", 0x8000)
    {
        public override string Kind => "broken";

        protected override BlockStatus ReadCore(long offset, Span<byte> destination) => BlockStatus.Success;

        protected override BlockStatus WriteCore(long offset, ReadOnlySpan<byte> source) => BlockStatus.NoSpace;

        protected override BlockStatus WriteZeroesCore(long offset, long length) => BlockStatus.NoSpace;

        protected override BlockStatus DiscardCore(long offset, long length) => BlockStatus.Success;

        protected override BlockStatus FlushCore() => BlockStatus.Success;
    }
}
