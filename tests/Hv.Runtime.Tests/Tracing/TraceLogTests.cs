using Hv.Runtime.Tracing;

namespace Hv.Runtime.Tests.Tracing;

public sealed class TraceLogTests
{
    [Test]
    public void Only_events_that_a_pattern_matches_are_recorded()
    {
        var log = new TraceLog();
        var records = new List<string>();
        log.Recorded += (traceEvent, message) => records.Add($"{traceEvent.Name}: {message}");
        var one = log.GetEvent("spapr_rtas_power_off");
        var other = log.GetEvent("spapr_iommu_put");
        Assert.That(log.Enable("spapr_rtas_*"), Is.EqualTo(1));
        one.Write("a=1");
        other.Write("b=2");
        Assert.That(records, Is.EqualTo(new[] { "spapr_rtas_power_off: a=1" }));
    }

    [Test]
    public void A_pattern_holds_for_events_that_are_made_later()
    {
        var log = new TraceLog();
        Assert.That(log.Enable("spapr_?tas_*"), Is.Zero);
        Assert.Multiple(() =>
        {
            Assert.That(log.GetEvent("spapr_rtas_power_off").IsEnabled, Is.True);
            Assert.That(log.GetEvent("spapr_iommu_put").IsEnabled, Is.False);
        });
    }

    [Test]
    public void One_name_is_one_event()
    {
        var log = new TraceLog();
        var first = log.GetEvent("a");
        Assert.That(log.GetEvent("a"), Is.SameAs(first));
    }
}
