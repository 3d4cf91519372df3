using Hv.Testing;
using Toy;
using Toy.Versions;

Console.WriteLine(string.Join(' ', ToyMachine.Family.Versions.Select(version => version.Name)));

using var newer = new TestMachine<Toy_1_1>();
newer.Trace("rtas_*");
newer.Machine.Sensors.SetTemperature(0, 85);
var buffer = newer.Allocate(16);
var status = newer.Rtas().ToyReadSensors(buffer, 16, out var sensors);
Console.WriteLine($"{newer.Machine.Version.Name}: {status}, {sensors} sensors, the first at {newer.Read(buffer, 4)[3]}");
foreach (var record in newer.TraceRecords)
    Console.WriteLine($"{record.Event}: {record.Message}");

using var older = new TestMachine<Toy_1_0>();
var reply = older.Call("toy,read-sensors", [(uint)older.Allocate(16).Value, 16], returns: 2);
Console.WriteLine($"{older.Machine.Version.Name}: {reply.Status}, {reply.Words[1]} sensors");

Console.WriteLine($"H_RTAS outside of memory: {older.Hypercall("H_RTAS", older.Memory.Size).Status}");
Console.WriteLine($"unknown token: {older.CallToken(0x20FF, [], returns: 1)}");
