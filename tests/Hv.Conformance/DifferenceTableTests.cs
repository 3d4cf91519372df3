using System.Reflection;
using Hv.Conformance.Infrastructure;

namespace Hv.Conformance;

/// <summary>The table of intended differences itself.</summary>
public sealed class DifferenceTableTests
{
    [Test]
    public void Every_difference_is_met_by_a_test_and_every_test_names_differences_that_exist()
    {
        var named = typeof(DifferenceTableTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes<DiffersAttribute>())
            .Select(attribute => attribute.Difference)
            .Distinct();

        Assert.That(named, Is.EquivalentTo(DifferenceLog.Table.Keys));
    }
}
