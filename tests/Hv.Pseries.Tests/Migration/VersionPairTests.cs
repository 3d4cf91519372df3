using Hv.Runtime.Machines;
using Hv.Runtime.Migration;

namespace Hv.Pseries.Tests.Migration;

/// <summary>Streams of every version, given to machines of every version: taken by the same, refused in words by all others.</summary>
public sealed class VersionPairTests
{
    private static readonly Dictionary<string, byte[]> Streams = PseriesMachine.Family.Versions.ToDictionary(version => version.Name, Record);

    // Up to this one a stream does not say what machine it is of.
    private static readonly string[] WithoutName = ["pseries-2.1", "pseries-2.2", "pseries-2.3"];

    private static IReadOnlyList<MachineVersion> Versions => PseriesMachine.Family.Versions;

    [Test]
    public void A_stream_is_for_its_version([ValueSource(nameof(Versions))] MachineVersion to)
    {
        using var target = new RandomGuest(to);
        foreach (var from in Versions)
        {
            if (from == to)
            {
                Assert.That(() => target.Load(Streams[from.Name]), Throws.Nothing, from.Name);
                RandomGuest.AssertSame(target.Save(), Streams[from.Name], from.Name);
            }
            else if (WithoutName.Contains(from.Name) && WithoutName.Contains(to.Name))
            {
                // What tells them apart is where the bridge's windows lie; those of 2.1 and 2.2 lie alike.
                if (to.Name == "pseries-2.3" || from.Name == "pseries-2.3")
                    Assert.That(() => target.Load(Streams[from.Name]), Throws.InstanceOf<StateException>().With.Message.Contains("mig_mem_win"), from.Name);
                else
                    Assert.That(() => target.Load(Streams[from.Name]), Throws.Nothing, from.Name);
            }
            else
            {
                Assert.That(() => target.Load(Streams[from.Name]), Throws.InstanceOf<StateException>(), from.Name);
                Works(target, from.Name);
            }
        }
    }

    [TestCase("pseries-7.2", "pseries-7.1", "pseries-7.2")]
    [TestCase("pseries-2.4", "pseries-2.3", "pseries-2.4")]
    [TestCase("pseries-2.3", "pseries-2.4", "pseries-2.4")]
    public void The_refusal_says_what_is_what(string from, string to, string named)
    {
        using var target = new RandomGuest(Versions.Single(version => version.Name == to));
        var problem = Assert.Throws<StateException>(() => target.Load(Streams[from]))!;
        Assert.That(problem.Message, Does.Contain(named).And.Not.Contain("\n"));
    }

    [Test]
    public void A_chain_that_is_broken_in_the_middle_loses_nothing_at_its_ends()
    {
        var (old, current) = (Versions.Single(version => version.Name == "pseries-4.1"), Versions.Single(version => version.Name == "pseries-7.2"));
        using var source = new RandomGuest(old);
        using var wrong = new RandomGuest(current);
        using var right = new RandomGuest(old);
        source.Run(new Random(3), 100);
        var stream = source.Save();
        Assert.That(() => wrong.Load(stream), Throws.InstanceOf<StateException>());
        right.MoveFrom(source);
        Assert.That(right.Run(new Random(4), 100), Is.EqualTo(source.Run(new Random(4), 100)));
    }

    private static byte[] Record(MachineVersion version)
    {
        using var guest = new RandomGuest(version);
        guest.Run(new Random(7), 150);
        return guest.Save();
    }

    private static void Works(RandomGuest target, string from)
    {
        Assert.That(target.Machine.HostBridges.First().EnabledDmaWindows, Is.EqualTo(1), from);
        Assert.That(target.Run(new Random(5), 20), Is.Not.Empty, from);
    }
}
