using Hv.Runtime.Block;
using Hv.Runtime.Objects;
using Hv.Runtime.Text;

namespace Hv.Runtime.Tests.Block;

public sealed class BlockDeviceFactoryTests
{
    private string _image = "";

    [SetUp]
    public void MakeImage()
    {
        _image = Path.GetTempFileName();
        File.WriteAllBytes(_image, new byte[4096]);
    }

    [TearDown]
    public void RemoveImage() => File.Delete(_image);

    [TestCase("id=x", "a drive needs file=PATH, or format=memory,size=SIZE")]
    [TestCase("file=/none/such", "Could not open '/none/such': No such file or directory")]
    [TestCase("file=x,format=qcow2", "Unknown driver 'qcow2': images are raw; convert others with 'qemu-img convert -O raw'")]
    [TestCase("file=x,format=raw,driver=raw", "Cannot specify both 'driver' and 'format'")]
    [TestCase("file=x,if=scsi", "if=scsi: there are no such disks; use if=none,id=ID and -device nvme,serial=NAME,drive=ID")]
    [TestCase("file=x,if=mdt", "unsupported bus type 'mdt': there are none, mtd and pflash")]
    [TestCase("file=x,id=1", "Parameter 'id' expects an identifier")]
    [TestCase("file=x,cache=fast", "invalid cache option 'fast': there are writeback, none, writethrough, directsync and unsafe")]
    [TestCase("file=x,readonly=maybe", "Parameter 'readonly' expects 'on' or 'off'")]
    [TestCase("file=x,redonly=on", "Invalid parameter 'redonly'. Did you mean 'readonly'?")]
    [TestCase("file=x,media=cdrom", "'media' can only be 'disk': there are no CD-ROM drives")]
    [TestCase("file=x,size=1M", "'size' is that of format=memory; a file is as long as it is")]
    [TestCase("format=memory", "format=memory needs size=SIZE")]
    [TestCase("format=memory,size=many", "Parameter 'size' expects a size, such as 64M, not 'many'")]
    [TestCase("format=memory,size=2T", "Parameter 'size' is 2T; allowed: up to 1T")]
    public void A_wrong_parameter_is_named(string text, string message) =>
        Assert.That(() => Create(text), Throws.TypeOf<BlockDeviceException>().With.Message.EqualTo(message));

    [Test]
    public void A_file_is_opened_as_the_parameters_say()
    {
        using var device = Create($"file={_image},if=none,id=d0,readonly=on,cache=writethrough,discard=ignore,aio=threads,media=disk");
        Assert.That((device.Id, device.Kind, device.Length, device.IsReadOnly), Is.EqualTo(("d0", "file", 4096L, true)));
        Assert.That((device.Caching, device.HasWriteCache, device.Interface), Is.EqualTo((BlockCaching.Writethrough, false, BlockInterface.None)));
    }

    [Test]
    public void One_without_an_id_is_named_after_its_interface()
    {
        using var device = BlockDeviceFactory.Create(OptionList.Parse($"file={_image},if=mtd"), 2);
        Assert.That((device.Id, device.Interface), Is.EqualTo(("mtd2", BlockInterface.Mtd)));
    }

    [TestCase("", true, true)]
    [TestCase(",snapshot=on", false, true)]
    [TestCase(",snapshot=off", true, false)]
    [TestCase(",snapshot=on,readonly=on", false, false)]
    public void With_snapshots_the_image_stays_as_it_is(string parameters, bool byDefault, bool isSnapshot)
    {
        using (var device = BlockDeviceFactory.Create(OptionList.Parse($"file={_image}{parameters}"), 0, byDefault))
        {
            Assert.That(device.Kind, Is.EqualTo(isSnapshot ? "snapshot" : "file"));
            device.Write(0, [1]);
        }

        Assert.That(File.ReadAllBytes(_image)[0], Is.EqualTo(parameters.Contains("off") ? 1 : 0));
    }

    [Test]
    public void Memory_needs_no_file()
    {
        using var device = Create("driver=memory,size=1000,id=m");
        Assert.That((device.Kind, device.Length), Is.EqualTo(("memory", 1024L)));
    }

    [Test]
    public void A_device_has_one_user()
    {
        using var devices = new BlockDevices();
        devices.Add(new MemoryBlockDevice("disk", 512, isReadOnly: true));
        Assert.That(() => devices.Take("dsk", "nvme", "drive"), Throws.TypeOf<PropertyException>()
            .With.Message.EqualTo("Property 'nvme.drive' can't find value 'dsk'. Did you mean 'disk'?"));
        Assert.That(() => devices.Take("disk", "nvme", "drive", needsWriting: true), Throws.TypeOf<PropertyException>()
            .With.Message.EqualTo("Property 'nvme.drive': drive 'disk' is read-only"));

        Assert.That(devices.Take("disk", "nvme", "drive").User, Is.EqualTo("nvme"));
        Assert.That(() => devices.Take("disk", "nvme-ns", "drive"), Throws.TypeOf<PropertyException>()
            .With.Message.EqualTo("Property 'nvme-ns.drive' can't take value 'disk', it's in use by nvme"));
    }

    [Test]
    public void Ids_are_unique()
    {
        using var devices = new BlockDevices();
        devices.Add(new MemoryBlockDevice("disk", 512));
        Assert.That(
            () => devices.Add(new MemoryBlockDevice("disk", 512)),
            Throws.TypeOf<BlockDeviceException>().With.Message.EqualTo("Duplicate ID 'disk' for drive"));
    }

    private static BlockDevice Create(string text) => BlockDeviceFactory.Create(OptionList.Parse(text), 0);
}
