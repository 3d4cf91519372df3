using Hv.Generators.Tests.Infrastructure;

namespace Hv.Generators.Tests.Migration;

/// <summary>The code that is generated for state.</summary>
public sealed class StateGeneratorTests
{
    [Test]
    public void All_forms_of_fields_are_generated()
    {
        var result = GeneratorTest.Run(StateSamples.AllForms);
        result.AssertMatchesExpected("Sample.Forms.State.g.cs");
        result.AssertMatchesExpected("Sample.FormsBase.State.g.cs");
        result.AssertMatchesExpected("Sample.Line.State.g.cs");
        result.AssertMatchesExpected("Sample.Event.State.g.cs");
    }
}
