using Hv.Conformance.Infrastructure;

namespace Hv.Conformance.Rtas;

/// <summary>Events that the guest fetches: the log of a request to shut down, byte by byte.</summary>
public sealed class EventTests : ConformanceTest
{
    private const uint Buffer = 0x30_0000;
    private const int BufferSize = 200;
    private const uint Power = 0x4000_0000;

    // Header 8, version 6 header 16; in the private header the time at 8, eight bytes, and the log's id at 40.
    private const int TimeOffset = 8 + 16 + 8;
    private const int IdOffset = 8 + 16 + 40;

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    public void A_scan_finds_nothing(string version)
    {
        var pair = Start(new MachineSetup(version));
        foreach (var mask in new uint[] { 0, Power, 0xFFFF_FFFF })
            pair.Call("event-scan", [mask, 1, Buffer, BufferSize], 1);

        pair.PressPowerButton();
        pair.Call("event-scan", [0xFFFF_FFFF, 1, Buffer, BufferSize], 1);
    }

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    public void A_request_to_shut_down_is_fetched_once(string version)
    {
        var pair = Start(new MachineSetup(version));
        Fetch(pair, Power, 2048, 6);
        pair.PressPowerButton();
        Fetch(pair, 0x8800_0000, 2048, 6);
        Fetch(pair, Power, 2048, 6);
        Fetch(pair, Power, 2048, 6);

        pair.PressPowerButton();
        pair.PressPowerButton();
        Fetch(pair, 0xFFFF_FFFF, 2048, 7);
        Fetch(pair, Power, 2048, 7);
        Fetch(pair, Power, 2048, 7);
    }

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    [Differs(nameof(Differences.LogsAreCutToTheBuffer))]
    public void A_log_that_does_not_fit(string version)
    {
        var pair = Start(new MachineSetup(version));
        foreach (var length in new uint[] { 0, 1, 8, 24, 50, 115, 116, 117 })
        {
            pair.PressPowerButton();
            Fetch(pair, Power, length, 6);
        }
    }

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    [Differs(nameof(Differences.EventsOutliveBadBuffers))]
    public void A_buffer_outside_ram(string version)
    {
        var pair = Start(new MachineSetup(version));
        pair.PressPowerButton();
        pair.Call("check-exception", [0, 0, Power, 1, 0xF000_0000, 2048], 1);
    }

    [TestCaseSource(typeof(TestedVersions), nameof(TestedVersions.Few))]
    [Differs(nameof(Differences.LogIdsAreBigEndian))]
    public void Logs_are_numbered_from_0(string version)
    {
        var pair = Start(new MachineSetup(version));
        for (var number = 0; number < 3; number++)
        {
            pair.PressPowerButton();
            pair.Call("check-exception", [0, 0, Power, 1, Buffer, 2048], 1);
            pair.Read(Buffer + IdOffset, sizeof(uint), $"id of log {number}");
        }
    }

    private static void Fetch(PeerPair pair, uint mask, uint length, int arguments)
    {
        pair.Write(Buffer, Enumerable.Repeat((byte)0x5A, BufferSize).ToArray());
        pair.Call("check-exception", new uint[] { 0x500, 0, mask, 1, Buffer, length, 0 }.AsSpan(0, arguments), 1);
        var (qemu, hv) = (pair.Qemu.Read(Buffer, BufferSize), pair.Hv.Read(Buffer, BufferSize));
        pair.Compare(new ContentObservation(pair.Version, $"event log, {length} bytes of buffer", WithoutTimeAndId(qemu), WithoutTimeAndId(hv)));
    }

    private static byte[] WithoutTimeAndId(byte[] log)
    {
        log.AsSpan(TimeOffset, 8).Clear();
        log.AsSpan(IdOffset, sizeof(uint)).Clear();
        return log;
    }
}
