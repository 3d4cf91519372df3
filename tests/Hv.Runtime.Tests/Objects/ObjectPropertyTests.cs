using Hv.Runtime.Objects;

namespace Hv.Runtime.Tests.Objects;

/// <summary>Setting properties by name, with a device type as the generator would write it.</summary>
internal sealed class ObjectPropertyTests
{
    [Test]
    public void A_user_sets_a_property_by_its_text()
    {
        var bridge = new Bridge();
        Bridge.Levels.SetText(bridge, "0x3");
        Assert.That(bridge.LevelsValue, Is.EqualTo(3));
        Assert.That(Bridge.Levels.GetText(bridge), Is.EqualTo("3"));
    }

    [TestCase("9", "bridge.levels: 9 is out of range; allowed: 0 to 5.")]
    [TestCase("many", "bridge.levels: 'many' is no value of type uint8; allowed: 0 to 5.")]
    [TestCase("256", "bridge.levels: '256' is no value of type uint8; allowed: 0 to 5.")]
    public void A_wrong_value_is_named_with_what_is_allowed(string text, string message)
    {
        var bridge = new Bridge();
        Assert.That(() => Bridge.Levels.SetText(bridge, text), Throws.InstanceOf<PropertyException>().With.Message.EqualTo(message));
        Assert.That(bridge.LevelsValue, Is.EqualTo(2), "the object is unchanged");
    }

    [Test]
    public void A_read_only_property_is_set_by_compat_rows_alone()
    {
        var bridge = new Bridge();
        Assert.That(
            () => Bridge.Revision.SetText(bridge, "4"),
            Throws.InstanceOf<PropertyException>().With.Message.EqualTo(
                "bridge.revision: it is fixed by the machine version and cannot be set to '4'."));
        Bridge.Revision.Assign(bridge, 4);
        Assert.That(bridge.RevisionValue, Is.EqualTo(4));
    }

    [Test]
    public void Reset_gives_the_default_again()
    {
        var bridge = new Bridge();
        Bridge.Levels.Assign(bridge, 5);
        Bridge.Levels.Reset(bridge);
        Assert.That(bridge.LevelsValue, Is.EqualTo(Bridge.Levels.Default));
    }

    [Test]
    public void An_unknown_property_is_answered_with_the_nearest_name() => Assert.That(
        () => Bridge.Description.GetProperty("level"),
        Throws.InstanceOf<PropertyException>().With.Message.EqualTo("'bridge' has no property 'level'. Did you mean 'levels'?"));

    [Test]
    public void An_abstract_type_makes_no_objects() => Assert.That(
        () => new ObjectType("thing", "", parent: null, create: null, []).Create(),
        Throws.InvalidOperationException.With.Message.EqualTo("'thing' is an abstract type; make one of the types derived from it."));

    [Test]
    public void A_derived_type_has_the_properties_of_its_parent_first()
    {
        var wide = new ObjectProperty<bool>("wide-bridge", "wide", "Wide", "", PropertyCodec.Boolean, false, static _ => false, static (_, _) => { });
        var derived = new ObjectType("wide-bridge", "", Bridge.Description, create: null, [wide]);
        Assert.That(derived.Properties.Select(property => property.ToString()), Is.EqualTo(["bridge.levels", "bridge.revision", "wide-bridge.wide"]));
        Assert.That(derived.Is(Bridge.Description) && !Bridge.Description.Is(derived));
    }

    private sealed class Bridge : Device
    {
        public static readonly ObjectProperty<byte> Levels = new(
            "bridge", "levels", "Levels", "Levels of the table.", PropertyCodec.Integer<byte>(maximum: 5), 2,
            static target => ((Bridge)target).LevelsValue, static (target, value) => ((Bridge)target).LevelsValue = value);

        public static readonly ObjectProperty<byte> Revision = new(
            "bridge", "revision", "Revision", "", PropertyCodec.Integer<byte>(), 3,
            static target => ((Bridge)target).RevisionValue, static (target, value) => ((Bridge)target).RevisionValue = value, isReadOnly: true);

        public static readonly ObjectType Description = new("bridge", "A bridge.", parent: null, static () => new Bridge(), [Levels, Revision]);

        public byte LevelsValue { get; private set; } = 2;

        public byte RevisionValue { get; private set; } = 3;

        public override ObjectType Type => Description;
    }
}
