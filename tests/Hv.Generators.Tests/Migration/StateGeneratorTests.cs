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

    [Test]
    public void Members_may_have_the_names_of_variables_keywords_and_members_of_every_object()
    {
        var state = new StateObject(
            GeneratorTest.Run(
                """
                namespace Sample;

                [VmState("names")]
                [Subsection("names/1.5", Needed = nameof(seen))]
                public sealed partial class Names
                {
                    private const int other = 3;
                    public static int count => 2;
                    [HostOnly("test")] public bool seen;

                    [Migrated] public byte writer;
                    [Migrated] public byte reader;
                    [Migrated] public byte version;
                    [Migrated] public byte index { get; set; }
                    [Migrated] public byte @class;
                    [Migrated] public byte _;
                    [Migrated] public byte __1;
                    [Migrated] public new byte Equals;
                    [Migrated] public byte _toString;
                    [Migrated] public byte StateField;
                    [Migrated] public byte _stateFields;
                    [Migrated(Count = nameof(count), Limit = other)] public byte[] element = [1, 2];
                    [Migrated(Count = nameof(count))] public readonly Names2[] subsection = [new(), new()];

                    [BeforeSave] private void Hidden() => version++;
                }

                [VmState("names2")]
                public sealed partial class Names2
                {
                    [Migrated(Count = nameof(version), Limit = 3)] public byte[] reader = [];
                    private static byte version => 1;
                    [BeforeSave] private void writer() => reader = [9];
                }
                """).Load(),
            "Sample.Names");
        (state["writer"], state["reader"], state["version"], state["index"], state["class"]) = (1, 2, 3, 4, 5);
        Assert.That(state.SaveHex(), Is.EqualTo("01020404" + "05" + "000000000000" + "0102" + "0909"));
    }
}
