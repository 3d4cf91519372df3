using System.Buffers.Binary;
using System.Text;
using Hv.Pseries.Rtas;
using Hv.Pseries.Versions;
using Hv.Pseries.Vio;
using Hv.Runtime.Hypercalls;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;
using Hv.Testing;

namespace Hv.Pseries.Tests.Rtas;

/// <summary>The RTAS calls that need only machine state, one region each.</summary>
public sealed class MachineStateCallTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private TestClock _clock = null!;
    private TestMachine<Pseries_7_2> _machine = null!;

    [SetUp]
    public void MakeMachine()
    {
        _clock = new TestClock(Start);
        _machine = new TestMachine<Pseries_7_2>(new MachineOptions { RamSize = 64 << 20, Clock = _clock, Cpus = 2, MaximumCpus = 4 });
    }

    [TearDown]
    public void DisposeMachine() => _machine.Dispose();

    [Test]
    public void Characters_are_displayed_on_the_first_terminal()
    {
        using var output = new MemoryStream();
        _machine.Machine.FirstVty!.Output = output;
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Rtas().DisplayCharacter('H'), Is.EqualTo(RtasStatus.Success));
            Assert.That(_machine.CallToken(0x0A, ['v' | 0xFFFFFF00u], 1).Words, Is.EqualTo(new uint[] { 0 }), "the token that early debug code has built in");
            Assert.That(Encoding.ASCII.GetString(output.ToArray()), Is.EqualTo("Hv"));
        });
    }

    [Test]
    public void A_reader_that_has_gone_away_is_no_error_of_the_guest()
    {
        var output = new MemoryStream();
        output.Dispose();
        _machine.Machine.FirstVty!.Output = output;
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Rtas().DisplayCharacter('H'), Is.EqualTo(RtasStatus.Success));
            Assert.That(_machine.Machine.FirstVty.Lost, Is.EqualTo(1));
        });
    }

    [Test]
    public void The_time_of_day_follows_the_machines_clock()
    {
        _clock.Advance(TimeSpan.FromSeconds(55.0000123));
        Assert.That(_machine.Call("get-time-of-day", [], 8).Words, Is.EqualTo(new uint[] { 0, 2026, 1, 2, 3, 5, 0, 12300 }));
    }

    [Test]
    public void Setting_the_time_is_told_and_keeps_running()
    {
        Assert.That(_machine.Rtas().SetTimeOfDay(2030, 12, 31, 23, 59, 59, 5), Is.EqualTo(RtasStatus.Success));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Call("get-time-of-day", [], 8).Words, Is.EqualTo(new uint[] { 0, 2031, 1, 1, 0, 0, 0, 0 }));
            Assert.That(_machine.Events, Is.EqualTo(new[] { new MachineEvent.RtcChanged(new DateTimeOffset(2030, 12, 31, 23, 59, 59, TimeSpan.Zero) - Start) }));
        });
    }

    [TestCase(2026u, 2u, 30u, 0u, 0u, 0u)]
    [TestCase(2026u, 13u, 1u, 0u, 0u, 0u)]
    [TestCase(2026u, 0u, 1u, 0u, 0u, 0u)]
    [TestCase(2026u, 1u, 0u, 0u, 0u, 0u)]
    [TestCase(2026u, 1u, 1u, 24u, 0u, 0u)]
    [TestCase(2026u, 1u, 1u, 0u, 60u, 0u)]
    [TestCase(2026u, 1u, 1u, 0u, 0u, 60u)]
    [TestCase(1969u, 12u, 31u, 0u, 0u, 0u)]
    [TestCase(10000u, 1u, 1u, 0u, 0u, 0u)]
    [TestCase(uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue)]
    public void A_date_that_does_not_exist_is_refused(uint year, uint month, uint day, uint hour, uint minute, uint second)
    {
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Rtas().SetTimeOfDay(year, month, day, hour, minute, second, 0), Is.EqualTo(RtasStatus.ParameterError));
            Assert.That(_machine.Call("get-time-of-day", [], 8).Words[1], Is.EqualTo(2026));
        });
    }

    [Test]
    public void A_clock_near_the_end_of_dates_stops_there()
    {
        _machine.Rtas().SetTimeOfDay(9999, 12, 31, 23, 59, 59, 0);
        _clock.Advance(TimeSpan.FromDays(400));
        Assert.That(_machine.Call("get-time-of-day", [], 8).Words.Take(2), Is.EqualTo(new uint[] { 0, 9999 }));
    }

    [Test]
    public void Power_off_and_reboot_are_told_to_whoever_runs_the_machine()
    {
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Rtas().PowerOff(0, 0), Is.EqualTo(RtasStatus.Success));
            Assert.That(_machine.Cpu.IsStopped, Is.True);
            Assert.That(_machine.Rtas().SystemReboot(), Is.EqualTo(RtasStatus.Success));
            Assert.That(_machine.Events, Is.EqualTo(new MachineEvent[] { new MachineEvent.PowerOffRequested(), new MachineEvent.ResetRequested() }));
        });
    }

    [Test]
    public void The_only_power_domain_is_fully_on()
    {
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Call("get-power-level", [uint.MaxValue], 2).Words, Is.EqualTo(new uint[] { 0, 100 }));
            Assert.That(_machine.Call("set-power-level", [uint.MaxValue, 50], 2).Words, Is.EqualTo(new uint[] { 0, 100 }));
            Assert.That(_machine.Call("get-power-level", [1], 2).Words, Is.EqualTo(new[] { 0xFFFFFFFD, TestMachine<Pseries_7_2>.Untouched }));
        });
    }

    [Test]
    public void Processors_tell_whether_they_are_stopped()
    {
        _machine.Machine.Cpus[1].IsStopped = true;
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Rtas().QueryCpuStoppedState(0, out var first), Is.EqualTo(RtasStatus.Success));
            Assert.That(first, Is.EqualTo(CpuStoppedState.NotStopped));
            Assert.That(_machine.Rtas().QueryCpuStoppedState(1, out var second), Is.EqualTo(RtasStatus.Success));
            Assert.That(second, Is.EqualTo(CpuStoppedState.Stopped));
            Assert.That(_machine.Rtas().QueryCpuStoppedState(2, out _), Is.EqualTo(RtasStatus.ParameterError));
            Assert.That(_machine.Rtas().QueryCpuStoppedState(uint.MaxValue, out _), Is.EqualTo(RtasStatus.ParameterError));
        });
    }

    [Test]
    public void Partition_characteristics_are_text_with_its_length_before()
    {
        const string Expected = "MaxEntCap=4,DesMem=64,DesProcs=2,MaxPlatProcs=4,HostThrs=4\0";
        var buffer = _machine.Allocate(256);
        Assert.That(_machine.Rtas().IbmGetSystemParameter(20, buffer, 256), Is.EqualTo(RtasStatus.Success));
        var answer = _machine.Read(buffer, 2 + Expected.Length);
        Assert.Multiple(() =>
        {
            Assert.That(BinaryPrimitives.ReadUInt16BigEndian(answer), Is.EqualTo(Expected.Length));
            Assert.That(Encoding.ASCII.GetString(answer[2..]), Is.EqualTo(Expected));
        });
    }

    [TestCase(0u, RtasStatus.ParameterLengthError, 0)]
    [TestCase(1u, RtasStatus.ParameterLengthError, 0)]
    [TestCase(2u, RtasStatus.Success, 2)]
    [TestCase(10u, RtasStatus.Success, 10)]
    public void Only_as_much_of_a_parameter_is_written_as_fits(uint length, RtasStatus status, int written)
    {
        var buffer = _machine.Allocate(64);
        _machine.Write(buffer, Enumerable.Repeat((byte)0xEE, 64).ToArray());
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Rtas().IbmGetSystemParameter(20, buffer, length), Is.EqualTo(status));
            Assert.That(_machine.Read(buffer, 64).Skip(written), Is.All.EqualTo(0xEE));
        });
    }

    [Test]
    public void The_identity_and_the_diagnostics_mode_can_be_read_and_none_set()
    {
        var uuid = new Guid("00112233-4455-6677-8899-aabbccddeeff");
        using var machine = new TestMachine<Pseries_7_2>(new MachineOptions { RamSize = 64 << 20, Uuid = uuid });
        var buffer = machine.Allocate(64);
        Assert.Multiple(() =>
        {
            Assert.That(machine.Rtas().IbmGetSystemParameter(48, buffer, 64), Is.EqualTo(RtasStatus.Success));
            Assert.That(Convert.ToHexString(machine.Read(buffer, 18)), Is.EqualTo("001000112233445566778899AABBCCDDEEFF"));
            Assert.That(machine.Rtas().IbmGetSystemParameter(42, buffer, 64), Is.EqualTo(RtasStatus.Success));
            Assert.That(machine.Read(buffer, 3), Is.EqualTo(new byte[] { 0, 1, 0 }));
            Assert.That(machine.Rtas().IbmGetSystemParameter(1, buffer, 64), Is.EqualTo(RtasStatus.ParameterError));
            Assert.That(machine.Rtas().IbmSetSystemParameter(20, buffer), Is.EqualTo(RtasStatus.NotAuthorized));
            Assert.That(machine.Rtas().IbmSetSystemParameter(42, buffer), Is.EqualTo(RtasStatus.NotAuthorized));
            Assert.That(machine.Rtas().IbmSetSystemParameter(48, buffer), Is.EqualTo(RtasStatus.NotAuthorized));
            Assert.That(machine.Rtas().IbmSetSystemParameter(21, buffer), Is.EqualTo(RtasStatus.ParameterError));
        });
    }

    [Test]
    public void What_is_stored_in_NVRAM_is_fetched_and_outlives_a_reset()
    {
        var buffer = _machine.Allocate(16);
        _machine.Write(buffer, "non-volatile mem"u8);
        Assert.That(_machine.Rtas().NvramStore(0xFFF0, buffer, 16, out var stored), Is.EqualTo(RtasStatus.Success));
        _machine.Machine.Reset();
        var other = _machine.Allocate(16);
        Assert.Multiple(() =>
        {
            Assert.That(stored, Is.EqualTo(16));
            Assert.That(_machine.Rtas().NvramFetch(0xFFF0, other, 16, out var fetched), Is.EqualTo(RtasStatus.Success));
            Assert.That(fetched, Is.EqualTo(16));
            Assert.That(_machine.Read(other, 16), Is.EqualTo("non-volatile mem"u8.ToArray()));
        });
    }

    [TestCase(0xFFF0u, 17u)]
    [TestCase(0x10000u, 1u)]
    [TestCase(uint.MaxValue, uint.MaxValue)]
    [TestCase(1u, uint.MaxValue)]
    public void Ranges_beyond_NVRAM_are_refused_and_fetch_says_0_bytes(uint offset, uint length)
    {
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Call("nvram-fetch", [offset, 0x100000, length], 2).Words, Is.EqualTo(new uint[] { 0xFFFFFFFD, 0 }));
            Assert.That(_machine.Call("nvram-store", [offset, 0x100000, length], 2).Words, Is.EqualTo(new[] { 0xFFFFFFFD, TestMachine<Pseries_7_2>.Untouched }));
        });
    }

    [Test]
    public void Buffers_outside_RAM_are_refused_and_NVRAM_keeps_its_content()
    {
        _machine.Machine.Nvram!.Content[0] = 7;
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Call("nvram-store", [0, 64 << 20, 16], 2).Status, Is.EqualTo(RtasStatus.ParameterError));
            Assert.That(_machine.Call("nvram-store", [0, (64 << 20) - 8, 16], 2).Status, Is.EqualTo(RtasStatus.ParameterError));
            Assert.That(_machine.Call("nvram-fetch", [0, (64 << 20) - 8, 16], 2).Words, Is.EqualTo(new uint[] { 0xFFFFFFFD, 0 }));
            Assert.That(_machine.Machine.Nvram.Content[0], Is.EqualTo(7));
        });
    }

    [Test]
    public void There_is_never_an_event_without_an_interrupt() =>
        Assert.That(_machine.Call("event-scan", [uint.MaxValue, 0, 0x100000, 2048], 1).Words, Is.EqualTo(new uint[] { 1 }));

    [Test]
    public void A_requested_shutdown_is_fetched_once_as_the_peer_writes_it()
    {
        // Taken from QEMU 7.2 after system_powerdown, with the time of this test's clock.
        const string Log =
            "063400400000006C" + "86008E00000000000000000049424D00" +
            "50480030000000002026010203040500" + "00000000000000004800000300000000" + "00000000000000000000000000000000" +
            "5548001800000000A00000D00000000000000000" + "00000000" +
            "45500014020000000301010000000000" + "00000000";
        var buffer = _machine.Allocate(2048);
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Machine.RequestShutdown(), Is.True);
            Assert.That(Check(0x10000000, buffer, 2048), Is.EqualTo(RtasStatus.NoErrorFound), "another class");
            Assert.That(Check(0x40000000, buffer, 2048), Is.EqualTo(RtasStatus.Success));
            Assert.That(Convert.ToHexString(_machine.Read(buffer, Log.Length / 2)), Is.EqualTo(Log));
            Assert.That(Check(0xFFFFFFFF, buffer, 2048), Is.EqualTo(RtasStatus.NoErrorFound), "fetched already");
        });
    }

    [Test]
    public void An_event_is_cut_to_the_buffer_and_stays_queued_when_it_cannot_be_written()
    {
        var buffer = _machine.Allocate(2048);
        _machine.Write(buffer, Enumerable.Repeat((byte)0xEE, 2048).ToArray());
        _machine.Machine.RequestShutdown();
        Assert.Multiple(() =>
        {
            Assert.That(Check(0x40000000, new GuestPhysicalAddress(64 << 20), 2048), Is.EqualTo(RtasStatus.ParameterError));
            _machine.Faults.Add(buffer, 16, reads: false);
            Assert.That(Check(0x40000000, buffer, 2048), Is.EqualTo(RtasStatus.ParameterError));
            _machine.Faults.Clear();
            Assert.That(Check(0x40000000, buffer, 8), Is.EqualTo(RtasStatus.Success));
            Assert.That(_machine.Read(buffer, 2048).Skip(8), Is.All.EqualTo(0xEE));
        });
    }

    [Test]
    public void A_guest_that_fetches_no_events_does_not_pile_them_up()
    {
        var accepted = Enumerable.Range(0, 2000).Count(_ => _machine.Machine.RequestShutdown());
        Assert.That(accepted, Is.EqualTo(Hv.Pseries.Events.EventQueue.Capacity));
    }

    [TestCase("Kernel panic - not syncing", "Kernel panic - not syncing")]
    [TestCase("bell \a and \x1b[2J", "bell ? and ?[2J")]
    [TestCase("", "")]
    public void Last_words_are_passed_on_without_control_characters(string message, string passedOn)
    {
        var buffer = _machine.Allocate(512);
        _machine.Write(buffer, Encoding.ASCII.GetBytes(message + '\0'));
        Assert.That(_machine.Rtas().IbmOsTerm(buffer), Is.EqualTo(RtasStatus.Success));
        Assert.That(_machine.Events, Is.EqualTo(new[] { new MachineEvent.Panicked(passedOn) }));
    }

    [Test]
    public void Last_words_end_at_511_bytes_and_at_the_end_of_RAM()
    {
        var buffer = _machine.Allocate(1024);
        _machine.Write(buffer, Enumerable.Repeat((byte)'x', 1024).ToArray());
        _machine.Rtas().IbmOsTerm(buffer);
        _machine.Rtas().IbmOsTerm(new GuestPhysicalAddress((64 << 20) - 3));
        _machine.Rtas().IbmOsTerm(new GuestPhysicalAddress(0xFFFFFFFF));
        Assert.That(_machine.Events.OfType<MachineEvent.Panicked>().Select(panic => panic.Message.Length), Is.EqualTo(new[] { 511, 0, 0 }));
    }

    [Test]
    public void Machine_check_handlers_are_registered_below_32_MiB_once_firmware_is_known()
    {
        Assert.That(_machine.Rtas().IbmNmiRegister(0x100, 0x200), Is.EqualTo(RtasStatus.ParameterError), "no firmware yet");
        _machine.Machine.RtasBase = 0x2FFF000;
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Rtas().IbmNmiInterlock(), Is.EqualTo(RtasStatus.ParameterError), "not registered");
            Assert.That(_machine.Rtas().IbmNmiRegister(32 << 20, 0x200), Is.EqualTo(RtasStatus.ParameterError));
            Assert.That(_machine.Rtas().IbmNmiRegister(0x100, 32 << 20), Is.EqualTo(RtasStatus.ParameterError));
            Assert.That(_machine.Rtas().IbmNmiRegister(0x100, (32 << 20) - 4), Is.EqualTo(RtasStatus.Success));
            Assert.That(_machine.Machine.Nmi.MachineCheck, Is.EqualTo((32 << 20) - 4));
        });
    }

    [Test]
    public void Only_the_processor_that_holds_the_interlock_releases_it()
    {
        _machine.Machine.RtasBase = 0x2FFF000;
        _machine.Rtas().IbmNmiRegister(0x100, 0x200);
        var nmi = _machine.Machine.Nmi;
        Assert.That(nmi.TryAcquire(_machine.Machine.Cpus[1]), Is.True);
        Assert.Multiple(() =>
        {
            Assert.That(_machine.Rtas().IbmNmiInterlock(), Is.EqualTo(RtasStatus.Success));
            Assert.That(nmi.Owner, Is.SameAs(_machine.Machine.Cpus[1]));
            _machine.Cpu = _machine.Machine.Cpus[1];
            Assert.That(_machine.Rtas().IbmNmiInterlock(), Is.EqualTo(RtasStatus.Success));
            Assert.That(nmi.Owner, Is.Null);
        });
    }

    [Test]
    public void Machines_without_the_capability_refuse_machine_check_delivery()
    {
        using var machine = new TestMachine<Pseries_4_2>();
        machine.Machine.RtasBase = 0x2FFF000;
        Assert.That(machine.Rtas().IbmNmiRegister(0x100, 0x200), Is.EqualTo(RtasStatus.ParameterError));
    }

    [Test]
    public void Frames_outside_RAM_or_with_too_many_words_are_refused_and_nothing_is_stored()
    {
        var frame = _machine.Allocate(256);
        Span<byte> words = stackalloc byte[256];
        words.Fill(0xEE);
        BinaryPrimitives.WriteUInt32BigEndian(words, 0x2000);
        BinaryPrimitives.WriteUInt32BigEndian(words[4..], 17);
        BinaryPrimitives.WriteUInt32BigEndian(words[8..], 1);
        _machine.Write(frame, words);
        var before = _machine.Read(frame, 256);
        Assert.Multiple(() =>
        {
            Assert.That(_machine.CallFrame(frame), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_machine.Read(frame, 256), Is.EqualTo(before));
            Assert.That(_machine.CallFrame(new GuestPhysicalAddress(64 << 20)), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_machine.CallFrame(new GuestPhysicalAddress((64 << 20) - 8)), Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(_machine.CallFrame(new GuestPhysicalAddress(ulong.MaxValue)), Is.EqualTo(HypercallStatus.Parameter));
        });
    }

    [Test]
    public void The_top_four_bits_of_a_frames_address_are_ignored()
    {
        var frame = _machine.Allocate(64);
        byte[] words = [0, 0, 0x20, 0x0F, 0, 0, 0, 4, 0, 0, 0, 1, .. new byte[20]];
        _machine.Write(frame, words);
        Assert.Multiple(() =>
        {
            Assert.That(_machine.CallFrame(new GuestPhysicalAddress(frame.Value | 0xF000_0000_0000_0000)), Is.EqualTo(HypercallStatus.Success));
            Assert.That(_machine.Read(frame, 32)[31], Is.EqualTo(1));
        });
    }

    [Test]
    public void An_unknown_token_is_a_parameter_error_of_both_kinds_and_is_counted()
    {
        var reply = _machine.CallToken(0x20FF, [1, 2], 2);
        Assert.Multiple(() =>
        {
            Assert.That(reply.HypercallStatus, Is.EqualTo(HypercallStatus.Parameter));
            Assert.That(reply.Words, Is.EqualTo(new[] { 0xFFFFFFFD, TestMachine<Pseries_7_2>.Untouched }));
            Assert.That(_machine.Machine.UnknownRtasCalls, Is.EqualTo(1));
            Assert.That(_machine.HypercallNumber(0x999).Status, Is.EqualTo(HypercallStatus.Function));
            Assert.That(_machine.Machine.UnknownHypercalls, Is.EqualTo(1));
        });
    }

    private RtasStatus Check(uint mask, GuestPhysicalAddress buffer, uint length) =>
        _machine.Call("check-exception", [0x500, 0, mask, 0, (uint)buffer.Value, length], 1).Status;
}
