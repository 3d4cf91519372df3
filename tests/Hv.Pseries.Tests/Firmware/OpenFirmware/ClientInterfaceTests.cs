using System.Text;
using Hv.Pseries.Firmware;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;

namespace Hv.Pseries.Tests.Firmware.OpenFirmware;

/// <summary>The services of the client interface (IEEE 1275, 6.3.2), called well and badly.</summary>
public sealed class ClientInterfaceTests
{
    private const uint Failed = ClientCaller.Failed;
    private const uint Buffer = ClientCaller.Buffer;
    private const uint Nowhere = 0xF000_0000;
    private const uint NoNode = 0x7FFF_FFF0;

    private ClientCaller _client = null!;

    [SetUp]
    public void MakeMachine() => _client = new ClientCaller(cpus: 2);

    [TearDown]
    public void DisposeMachine() => _client.Dispose();

    [TestCase("getprop", 0u)]
    [TestCase("quiesce", 0u)]
    [TestCase("interpret", 1u)]
    [TestCase("", 1u)]
    public void Test_says_whether_there_is_a_service(string service, uint expected) =>
        Assert.That(_client.Call("test", service), Is.EqualTo(expected));

    [TestCase("/")]
    [TestCase("/cpus")]
    [TestCase("/chosen")]
    [TestCase("/rtas")]
    [TestCase("/memory@0")]
    public void Nodes_are_found_and_their_paths_are_told(string path)
    {
        var node = _client.Call("finddevice", path);
        Assert.That(node, Is.Not.EqualTo(Failed));
        Assert.That(_client.Call("package-to-path", node, Buffer, 64), Is.EqualTo(path.Length));
        Assert.That(_client.ReadText(), Is.EqualTo(path));
        Assert.That(_client.Call("canon", path, Buffer, 64), Is.EqualTo(path.Length));
        Assert.That(_client.ReadText(), Is.EqualTo(path));
    }

    [TestCase("/memory", "/memory@0", TestName = "Unit_addresses_may_be_left_out")]
    [TestCase("/chosen:what", "/chosen", TestName = "Arguments_are_for_the_device")]
    public void Names_may_be_short_or_have_arguments(string name, string path) =>
        Assert.That(_client.Call("finddevice", name), Is.EqualTo(_client.Call("finddevice", path)).And.Not.EqualTo(Failed));

    [TestCase("")]
    [TestCase("chosen")]
    [TestCase("/nothing")]
    [TestCase("/chosen/nothing")]
    [TestCase("/memory@1000000000")]
    public void What_is_not_there_is_not_found(string path)
    {
        Assert.That(_client.Call("finddevice", path), Is.EqualTo(Failed));
        Assert.That(_client.Call("canon", path, Buffer, 64), Is.EqualTo(Failed));
        Assert.That(_client.Call("open", path), Is.Zero);
    }

    [Test]
    public void A_walk_by_child_and_peer_meets_every_node_once_below_its_parent()
    {
        var met = new List<uint>();
        Walk(_client.Call("peer", 0u));
        Assert.That(met, Is.Unique);
        Assert.That(met, Has.Count.EqualTo(Count(DeviceTree.Create(_client.Machine))));

        void Walk(uint node)
        {
            met.Add(node);
            for (var child = _client.Call("child", node); child != 0; child = _client.Call("peer", child))
            {
                Assert.That(_client.Call("parent", child), Is.EqualTo(node));
                Walk(child);
            }
        }

        static int Count(DeviceTreeNode node) => 1 + node.Children.Sum(Count);
    }

    [Test]
    public void Handles_of_nothing_lead_nowhere()
    {
        foreach (var handle in new[] { NoNode, Failed, 0x8000_0000 })
        {
            Assert.That(_client.Call("child", handle), Is.Zero);
            Assert.That(_client.Call("peer", handle), Is.Zero);
            Assert.That(_client.Call("parent", handle), Is.Zero);
            Assert.That(_client.Call("getprop", handle, "name", Buffer, 8), Is.EqualTo(Failed));
            Assert.That(_client.Call("getproplen", handle, "name"), Is.EqualTo(Failed));
            Assert.That(_client.Call("nextprop", handle, "", Buffer), Is.EqualTo(Failed));
            Assert.That(_client.Call("setprop", handle, "x", Buffer, 4), Is.EqualTo(Failed));
            Assert.That(_client.Call("package-to-path", handle, Buffer, 8), Is.EqualTo(Failed));
            Assert.That(_client.Call("instance-to-package", handle), Is.EqualTo(Failed));
            Assert.That(_client.Call("instance-to-path", handle, Buffer, 8), Is.EqualTo(Failed));
            Assert.That(_client.Call("read", handle, Buffer, 8), Is.EqualTo(Failed));
            Assert.That(_client.Call("write", handle, Buffer, 8), Is.EqualTo(Failed));
            Assert.That(_client.Call("start-cpu", handle, 0x100, 0), Is.EqualTo(Failed));
        }
    }

    [Test]
    public void Properties_are_read_as_far_as_there_is_room_and_their_length_is_told()
    {
        var root = _client.Call("finddevice", "/");
        Assert.That(_client.Call("getproplen", root, "device_type"), Is.EqualTo(5));
        _client.Write(Buffer, "XXXXXXXX"u8);
        Assert.That(_client.Call("getprop", root, "device_type", Buffer, 2), Is.EqualTo(5));
        Assert.That(_client.Read(Buffer, 4), Is.EqualTo("chXX"u8.ToArray()));
        Assert.That(_client.Call("getprop", root, "device_type", Buffer, Failed), Is.EqualTo(5));
        Assert.That(_client.ReadText(), Is.EqualTo("chrp"));
        Assert.That(_client.Call("getprop", root, "device_type", Nowhere, 5), Is.EqualTo(Failed));
        Assert.That(_client.Call("getprop", root, "nothing", Buffer, 5), Is.EqualTo(Failed));
        Assert.That(_client.Call("getprop", _client.Call("finddevice", "/memory@0"), "name", Buffer, 16), Is.EqualTo(7));
        Assert.That(_client.ReadText(), Is.EqualTo("memory"));
    }

    [Test]
    public void Properties_follow_each_other_in_order()
    {
        var root = _client.Call("finddevice", "/");
        var names = new List<string>();
        for (var name = ""; _client.Call("nextprop", root, name, Buffer) == 1;)
            names.Add(name = _client.ReadText());

        Assert.That(names, Is.EqualTo(_client.Client.Tree.Root.Properties.Select(property => property.Name)));
        Assert.That(_client.ReadText(), Is.Empty, "the one after the last has no name");
        Assert.That(_client.Call("nextprop", root, "nothing", Buffer), Is.EqualTo(Failed));
        Assert.That(_client.Call("nextprop", root, 0u, Nowhere), Is.EqualTo(Failed));
    }

    [Test]
    public void A_property_that_is_set_is_read_back()
    {
        var chosen = _client.Call("finddevice", "/chosen");
        _client.Write(Buffer, [1, 2, 3, 4]);
        Assert.That(_client.Call("setprop", chosen, "linux,test", Buffer, 4), Is.EqualTo(4));
        Assert.That(_client.Cell(chosen, "linux,test"), Is.EqualTo(0x01020304));
        Assert.That(_client.Call("setprop", chosen, new string('n', 32), Buffer, 4), Is.EqualTo(Failed));
        Assert.That(_client.Call("setprop", chosen, "", Buffer, 4), Is.EqualTo(Failed));
        Assert.That(_client.Call("setprop", chosen, "x", Nowhere, 4), Is.EqualTo(Failed));
        Assert.That(_client.Call("setprop", chosen, "x", Buffer, Failed), Is.EqualTo(Failed));
        Assert.That(_client.Call("setprop", chosen, "x", Buffer, 0x7FFF_FFFF), Is.EqualTo(Failed));
        _client.Call("quiesce");
        Assert.That(_client.Machine.Boot.Client, Is.Null, "nobody answers any more");
    }

    [Test]
    public void A_client_cannot_make_the_tree_grow_without_end()
    {
        var chosen = _client.Call("finddevice", "/chosen");
        var first = _client.Client.Tree.Size;
        var count = 0;
        while (count < 200_000 && _client.Call("setprop", chosen, $"x{count}", Buffer, 0x1000) != Failed)
            count++;

        Assert.That(count, Is.InRange(200, 256));
        Assert.That(_client.Client.Tree.Size - first, Is.LessThanOrEqualTo(1 << 20));
        Assert.That(_client.Call("setprop", chosen, "x0", Buffer, 4), Is.EqualTo(4), "less is no growth");
    }

    [Test]
    public void Empty_properties_do_not_make_the_tree_grow_without_end()
    {
        var chosen = _client.Call("finddevice", "/chosen");
        var count = 0;
        while (count < 60_000 && _client.Call("setprop", chosen, $"x{count}", Buffer, 0) != Failed)
            count++;

        Assert.That(count, Is.LessThan(60_000));
    }

    [Test]
    public void Instances_that_chosen_names_are_open()
    {
        var chosen = _client.Call("finddevice", "/chosen");
        var stdout = _client.Cell(chosen, "stdout");
        var package = _client.Call("instance-to-package", stdout);
        Assert.That(package, Is.Not.EqualTo(Failed));
        var length = _client.Call("instance-to-path", stdout, Buffer, 64);
        var path = _client.ReadText();
        Assert.That(length, Is.EqualTo(path.Length));
        Assert.That(_client.Call("finddevice", path), Is.EqualTo(package));
        Assert.That(_client.Call("open", path), Is.EqualTo(stdout));
        Assert.That(_client.Call("close", stdout), Is.Zero);
        Assert.That(_client.Call("write", stdout, Buffer, 3), Is.EqualTo(3));
        Assert.That(_client.Call("write", stdout, Nowhere, 3), Is.EqualTo(Failed));
        Assert.That(_client.Call("write", stdout, Buffer, Failed), Is.EqualTo(Failed));
        Assert.That(_client.Call("read", stdout, Buffer, 8), Is.Zero, "nothing was typed");
    }

    [Test]
    public void Memory_is_claimed_and_released()
    {
        var at = _client.Call("claim", 0u, 0x1000u, 0x1_0000u);
        Assert.That(at % 0x1_0000, Is.Zero);
        Assert.That(_client.Call("claim", at, 0x1000u, 0u), Is.EqualTo(Failed));
        Assert.That(_client.Call("release", at, 0x1000u), Is.Zero);
        Assert.That(_client.Call("release", at, 0x1000u), Is.EqualTo(Failed));
        Assert.That(_client.Call("claim", at, 0x1000u, 0u), Is.EqualTo(at));
        Assert.That(_client.Call("claim", 0x40_0000u, 4u, 0u), Is.EqualTo(Failed), "the kernel is there");
        Assert.That(_client.Call("claim", 0u, Failed, 1u), Is.EqualTo(Failed));
    }

    [Test]
    public void Another_processor_starts_where_the_client_says()
    {
        var target = _client.Machine.Processors.Last();
        var second = _client.Call("child", _client.Call("finddevice", "/cpus"));
        while (_client.Cell(second, "reg") != target.Id)
            second = _client.Call("peer", second);

        Assert.That(target.IsStopped, Is.True);
        Assert.That(_client.Call("start-cpu", second, 0x5000u, 7u), Is.Zero);
        Assert.That(_client.Call("start-cpu", _client.Call("finddevice", "/"), 0x5000u, 7u), Is.EqualTo(Failed));
    }

    [TestCase("exit")]
    [TestCase("boot")]
    [TestCase("enter")]
    public void A_kernel_that_gives_up_has_panicked(string service)
    {
        _client.Call(service);
        Assert.That(_client.Machine.Processors.First().IsStopped, Is.True);
        Assert.That(_client.Test.Events.OfType<MachineEvent.Panicked>().Single().ToString(), Does.Contain(service));
    }

    [Test]
    public void Rtas_is_put_where_the_client_wants_it()
    {
        var rtas = _client.Call("open", "/rtas");
        Assert.That(_client.CallAll("call-method", 2, "instantiate-rtas", rtas, 0x60_0000u), Is.EqualTo(new uint[] { 0, 0x60_0000 }));
        Assert.That(_client.Machine.RtasBase, Is.EqualTo(0x60_0000));
        Assert.That(
            Convert.ToHexString(_client.Read(0x60_0000, 20)), Is.EqualTo("7C641B78386000006063F000440000224E800020"));
        Assert.That(_client.CallAll("call-method", 2, "instantiate-rtas", rtas, Nowhere)[0], Is.EqualTo(Failed));
        Assert.That(_client.CallAll("call-method", 2, "instantiate-rtas", _client.Call("open", "/"), 0x60_0000u)[0], Is.EqualTo(Failed));
        Assert.That(_client.CallAll("call-method", 2, "nothing", rtas, 0u)[0], Is.EqualTo(Failed));
        Assert.That(_client.CallAll("call-method", 2, "instantiate-rtas", NoNode, 0u)[0], Is.EqualTo(Failed));
    }

    [Test]
    public void A_service_that_there_is_not_fails()
    {
        Assert.That(_client.TryCall("interpret", 1, out var results, "words"), Is.EqualTo(HypercallStatus.Hardware));
        Assert.That(results, Is.EqualTo(new[] { Failed }));
    }

    [TestCase(ulong.MaxValue)]
    [TestCase(ClientCaller.RamSize)]
    [TestCase(ClientCaller.RamSize - 4)]
    [TestCase(ulong.MaxValue - 7)]
    public void An_array_outside_RAM_is_none(ulong address) =>
        Assert.That(_client.Client.Call(_client.Machine.Processors.First(), address), Is.EqualTo(HypercallStatus.Parameter));

    [TestCase(17u, 1u)]
    [TestCase(1u, 17u)]
    [TestCase(Failed, Failed)]
    public void An_array_that_is_too_long_is_none(uint arguments, uint results)
    {
        foreach (var (offset, value) in new[] { (0u, Buffer), (4u, arguments), (8u, results) })
            _client.Test.Memory.TryWriteUInt32(new GuestPhysicalAddress(0x50_0000 + offset), value);

        Assert.That(_client.Client.Call(_client.Machine.Processors.First(), 0x50_0000), Is.EqualTo(HypercallStatus.Parameter));
    }

    [Test]
    public void Whatever_a_client_asks_it_gets_an_answer()
    {
        string[] services =
        [
            "test", "finddevice", "getprop", "getproplen", "nextprop", "setprop", "peer", "child", "parent", "instance-to-package",
            "instance-to-path", "package-to-path", "canon", "open", "close", "read", "write", "claim", "release", "call-method",
            "milliseconds", "start-cpu", "nothing",
        ];
        object[] words =
        [
            "/", "/chosen", "/rtas", "reg", "available", "name", "", "instantiate-rtas", "ibm,client-architecture-support", "phandle",
            0u, 1u, 5u, 8u, 0x8000_0001u, 0x8000_0009u, Failed, Nowhere, Buffer, 0x1000u, 0x7FFF_FFFFu, (uint)ClientCaller.RamSize - 2,
        ];
        var random = new Random(5);
        for (var round = 0; round < 20_000; round++)
        {
            var arguments = new object[random.Next(7)];
            for (var index = 0; index < arguments.Length; index++)
                arguments[index] = random.Next(4) == 0 ? (uint)random.Next(60) : words[random.Next(words.Length)];

            var service = services[random.Next(services.Length)];
            Assert.That(
                () => _client.TryCall(service, random.Next(4), out _, arguments), Throws.Nothing, $"{round}: {service} {string.Join(' ', arguments)}");
        }

        Assert.That(_client.Client.Tree.Size, Is.LessThanOrEqualTo(1 << 20));
        Assert.That(FlattenedDeviceTree.IsTree(_client.Machine.FlattenedTree()), Is.True);
    }

    [Test]
    public void Names_that_are_not_ASCII_are_found_again()
    {
        var chosen = _client.Call("finddevice", "/chosen");
        _client.Write(Buffer + 0x100, Encoding.Latin1.GetBytes("caf\u00E9\0"));
        _client.Call("setprop", chosen, Buffer + 0x100, Buffer, 4);
        Assert.That(_client.Call("getproplen", chosen, Buffer + 0x100), Is.EqualTo(4).Or.EqualTo(Failed));
        Assert.That(FlattenedDeviceTree.IsTree(_client.Machine.FlattenedTree()), Is.True);
    }
}
