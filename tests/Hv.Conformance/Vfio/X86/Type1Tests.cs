namespace Hv.Conformance.Vfio.X86;

/// <summary>
/// The contract on a real type1 IOMMU: Hv.Vfio.Tests, published self-contained, runs inside a q35 machine with intel-iommu, and each
/// of its tests is one here. NUnit runs them there as here; no call is forwarded.
/// </summary>
[Parallelizable(ParallelScope.Self)]
public sealed class Type1Tests
{
    [TestCaseSource(typeof(InnerTests), nameof(InnerTests.Names))]
    public void Inside_a_machine(string test) => InnerTests.Repeat(test);

    [Test]
    public void There_are_tests_to_run_inside() => Assert.That(InnerTests.Names().Count(), Is.GreaterThan(50));
}
