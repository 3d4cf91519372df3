namespace Hv.Generators.Tests.Instructions;

/// <summary>An instruction set to declare instructions for.</summary>
internal static class InstructionSamples
{
    public const string Set = """
        namespace Sample;

        /// <summary>A part of the Power ISA.</summary>
        [InstructionSet]
        [InstructionField("XO", "21:30")]
        [InstructionField("XO", "27:29")]
        [InstructionField("OE", "21", FieldKind.Variant)]
        [InstructionField("Rc", "31", FieldKind.Variant)]
        [InstructionField("LK", "31", FieldKind.Variant)]
        [InstructionField("AA", "30", FieldKind.Variant)]
        [InstructionField("RT", "6:10", FieldKind.Gpr)]
        [InstructionField("RTp", "6:10", FieldKind.GprPair)]
        [InstructionField("RS", "6:10", FieldKind.Gpr)]
        [InstructionField("RA", "11:15", FieldKind.Gpr)]
        [InstructionField("RB", "16:20", FieldKind.Gpr)]
        [InstructionField("Rc", "21", FieldKind.Variant)]
        [InstructionField("FRT", "6:10", FieldKind.Fpr)]
        [InstructionField("FRA", "11:15", FieldKind.Fpr)]
        [InstructionField("FRB", "16:20", FieldKind.Fpr)]
        [InstructionField("FRC", "21:25", FieldKind.Fpr)]
        [InstructionField("VRT", "6:10", FieldKind.Vr)]
        [InstructionField("VRA", "11:15", FieldKind.Vr)]
        [InstructionField("VRB", "16:20", FieldKind.Vr)]
        [InstructionField("XT", "31,6:10", FieldKind.Vsr)]
        [InstructionField("XT", "28,6:10", FieldKind.Vsr)]
        [InstructionField("XA", "29,11:15", FieldKind.Vsr)]
        [InstructionField("XB", "30,16:20", FieldKind.Vsr)]
        [InstructionField("DQ", "16:27", FieldKind.Signed, Scale = 16)]
        [InstructionField("BF", "6:8", FieldKind.CrField)]
        [InstructionField("BT", "6:10", FieldKind.CrBit)]
        [InstructionField("BI", "11:15", FieldKind.CrBit)]
        [InstructionField("BO", "6:10")]
        [InstructionField("BD", "16:29", FieldKind.Branch, Scale = 4)]
        [InstructionField("L", "10")]
        [InstructionField("L", "9:10")]
        [InstructionField("D", "16:31", FieldKind.Signed)]
        [InstructionField("SI", "16:31", FieldKind.Signed)]
        [InstructionField("UI", "16:31")]
        [InstructionField("sh", "30,16:20")]
        [InstructionField("mb", "26,21:25")]
        [InstructionField("spr", "16:20,11:15")]
        public static partial class SampleIsa;
        """;

    /// <summary>A class of instructions of the set.</summary>
    public static string Class(string members, string name = "Arithmetic", string facility = "None") => $$"""
        namespace Sample;

        [Instructions(typeof(SampleIsa){{(facility == "None" ? "" : $", Facility = Facility.{facility}")}})]
        public static partial class {{name}}
        {
        {{members}}
        }
        """;
}
