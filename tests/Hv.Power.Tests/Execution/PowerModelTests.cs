using Hv.Power.Declarations;
using Hv.Power.Execution;

namespace Hv.Power.Tests.Execution;

/// <summary>What models are declared as.</summary>
public sealed class PowerModelTests
{
    [TestCase(0x004E_1200u, "POWER9")]
    [TestCase(0x004D_0100u, "POWER8")]
    [TestCase(0x003F_0201u, "POWER7")]
    [TestCase(0x0080_0200u, null)]
    public void A_version_of_any_revision_names_its_model(uint version, string? name) =>
        Assert.That(PowerModel.Find(version)?.Name, Is.EqualTo(name));

    [Test]
    public void Models_behave_as_older_versions_and_never_as_newer_ones()
    {
        foreach (var model in PowerModel.All)
        {
            Assert.That(model.LogicalVersions.Select(logical => logical.Level), Is.Ordered.Descending, model.Name);
            Assert.That(model.LogicalVersions[0].Level, Is.EqualTo(model.Level), model.Name);
            Assert.That(model.HasRadix, Is.EqualTo(model.Level >= Isa.V3_0), model.Name);
        }
    }

    [TestCase("modsw 3,4,5", true, false, false)]
    [TestCase("bctar 20,0,0", true, true, false)]
    [TestCase("popcntd 3,4", true, true, true)]
    public void An_instruction_that_a_model_lacks_is_illegal(string source, bool isOf9, bool isOf8, bool isOf7)
    {
        foreach (var (model, isThere) in new[] { (PowerModel.Power9, isOf9), (PowerModel.Power8, isOf8), (PowerModel.Power7, isOf7) })
        {
            using var program = new Infrastructure.Program<Memory.LittleEndian64>(source, model);
            program.State.Tar = 0x10000;
            var result = program.Run(1);
            Assert.That(result.Interrupt.Cause == Outcome.Illegal, Is.EqualTo(!isThere), $"{source} on {model}");
        }
    }
}
