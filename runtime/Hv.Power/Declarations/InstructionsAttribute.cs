namespace Hv.Power.Declarations;

/// <summary>Marks a static partial class whose methods are instructions (<see cref="InstructionAttribute"/>).</summary>
/// <param name="set">The class with <see cref="InstructionSetAttribute"/> that they belong to.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class InstructionsAttribute(Type set) : Attribute
{
    /// <summary>The instruction set.</summary>
    public Type Set { get; } = set;

    /// <summary>What must be available for instructions that do not say it themselves.</summary>
    public Facility Facility { get; set; }
}
