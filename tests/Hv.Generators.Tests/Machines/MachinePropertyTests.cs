using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Hv.Generators.Tests.Infrastructure;
using Hv.Runtime.Machines;
using static Hv.Generators.Tests.Machines.MachineSamples;

namespace Hv.Generators.Tests.Machines;

/// <summary>Random chains against a model that knows nothing of tables: the last row that applies, newest version first, decides.</summary>
public sealed class MachinePropertyTests
{
    private static readonly string[] Targets = ["BridgeBase", "HostBridge", "OtherBridge"];

    [Test]
    public void Every_device_of_every_version_has_the_value_of_the_last_row_that_applies()
    {
        // One compilation a case: few cases, each with many rows.
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(15), Prop.ForAll(Chains().ToArbitrary(), chain =>
        {
            var family = MachineLoader.LoadFamily([Declarations, .. chain.Select((rows, index) => Source(Declare(chain.Length - index, rows)))]);
            Assert.That(family.Versions, Has.Count.EqualTo(chain.Length));
            for (var version = 0; version < chain.Length; version++)
            {
                foreach (var device in new[] { "HostBridge", "OtherBridge" })
                    Assert.That(Actual(family.Versions[version], device), Is.EqualTo(Model(chain, version, device)), $"{version}: {device}");
            }
        }));
    }

    [Test]
    public void An_entry_is_rejected_as_dead_exactly_when_nothing_changes_without_it()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(25), Prop.ForAll(Chains().ToArbitrary(), chain =>
        {
            var found = AnalyzerTest.Analyze(SampleCompilation.Create(
                [Declarations, .. chain.Select((rows, index) => Source(Declare(chain.Length - index, rows)))]));

            Assert.That(found.Select(diagnostic => diagnostic.Id), Has.All.EqualTo("HV3009"));
            Assert.That(found.Select(diagnostic => diagnostic.GetMessage().Split(':')[0]), Is.EquivalentTo(Dead(chain)));
        }));
    }

    private static IEnumerable<string> Dead((string Target, bool Value)[][] chain)
    {
        for (var version = 0; version < chain.Length; version++)
        {
            foreach (var row in chain[version])
            {
                var without = chain.Select((rows, index) => index == version ? rows.Where(other => other != row).ToArray() : rows).ToArray();
                if (Targets.All(type => Enumerable.Range(0, chain.Length).All(any => Model(chain, any, type) == Model(without, any, type))))
                {
                    yield return $"Entry '{row.Target}.ExtendedConfiguration = {(row.Value ? "true" : "false")}' changes nothing "
                        + $"in 'sample-2.{chain.Length - version}'";
                }
            }
        }
    }

    private static Gen<(string Target, bool Value)[][]> Chains()
    {
        var row = Gen.Elements(Targets).SelectMany(_ => Gen.Elements(true, false), (target, value) => (target, value));
        var rows = row.ListOf(3).Select(list => list.DistinctBy(item => item.target).ToArray());
        return rows.ArrayOf(6);
    }

    private static string Declare(int minor, (string Target, bool Value)[] rows) => Version(
        string.Create(CultureInfo.InvariantCulture, $"2.{minor}"),
        rows.Select(row => $"Compat<{row.Target}>(\"ExtendedConfiguration\", {(row.Value ? "true" : "false")})"));

    private static bool Model((string Target, bool Value)[][] chain, int version, string device)
    {
        var value = true;
        foreach (var row in chain.Take(version + 1).SelectMany(rows => rows))
        {
            if (row.Target == device || row.Target == "BridgeBase")
                value = row.Value;
        }

        return value;
    }

    private static bool Actual(MachineVersion version, string device)
    {
        var machine = version.Create();
        var type = (Runtime.Objects.ObjectType)machine.GetType().Assembly.GetType("Sample." + device)!.GetProperty("ObjectType")!.GetValue(null)!;
        return type.GetProperty("extended-config").GetText(machine.CreateDevice(type)) == "on";
    }
}
