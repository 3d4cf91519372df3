using Hv.Runtime.Declarations;
using Hv.Runtime.Machines;
using Hv.Runtime.Memory;
using Hv.Runtime.Rtas;

namespace Hv.Cli.Tests.Infrastructure;

/// <summary>
/// Four calls: sample-add answers the sum of two words, get-time-of-day a time, sample-fill clears 16 bytes at an address and
/// answers which it was, sample-throw fails.
/// </summary>
internal sealed class SampleRtas : RtasDispatcher
{
    private readonly Machine _machine;
    private readonly RtasProbe[] _probes;

    public SampleRtas(Machine machine)
    {
        _machine = machine;
        _probes =
        [
            Probe(0x2000, "sample-add", 2, 2, "(a, b) -> (status, sum)", "Adds."),
            Probe(0x2001, "get-time-of-day", 0, 8, "() -> (status, year, month, day, hour, minute, second, nanosecond)", "Tells the time."),
            Probe(0x2002, "sample-fill", 1, 2, "(buffer) -> (status, buffer)", "Clears a buffer."),
            Probe(0x2003, "sample-throw", 0, 1, "() -> (status)", "Fails.", counts: RtasCounts.Any),
        ];
    }

    public override IEnumerable<RtasProbe> Probes => _probes;

    public override bool Dispatch(in RtasFrame frame, VirtualCpu cpu)
    {
        switch (frame.Token)
        {
            case 0x2000:
                frame.Return(1, frame.Argument(0) + frame.Argument(1));
                break;
            case 0x2001:
                for (var index = 1; index < 8; index++)
                    frame.Return(index, 0x1000 + (uint)index);

                break;
            case 0x2002:
                _machine.Memory.TryWrite(new GuestPhysicalAddress(frame.Argument(0)), new byte[16]);
                frame.Return(1, frame.Argument(0));
                break;
            case 0x2003:
                throw new InvalidOperationException("A defect\nof two lines.");
            default:
                return false;
        }

        var probe = _probes[frame.Token - 0x2000];
        probe.Event.Write($"nargs={frame.ArgumentCount}");
        probe.Completed(RtasStatus.Success);
        return true;
    }

    public override bool TryGetToken(string name, out uint token)
    {
        token = _probes.FirstOrDefault(probe => probe.Call.Name == name)?.Call.Token ?? 0;
        return token != 0;
    }

    private RtasProbe Probe(uint token, string name, int arguments, int returns, string signature, string summary, RtasCounts counts = RtasCounts.Exact) =>
        new(
            new RtasCallInfo(token, name, arguments, returns, counts, signature, summary),
            _machine.Trace.GetEvent($"sample_rtas_{name.Replace('-', '_')}"));
}
