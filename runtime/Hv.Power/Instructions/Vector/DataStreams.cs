using Hv.Power.Declarations;
using Hv.Power.Execution;

namespace Hv.Power.Instructions.Vector;

/// <summary>
/// Data streams, hints of the vector extension that the ISA dropped after version 2.03. POWER processors ignore them, as Linux relies
/// on: it stops all streams (dssall) when it changes an address space.
/// </summary>
[Instructions(typeof(PowerIsa))]
internal static partial class DataStreams
{
    /// <summary>Data Stream Touch: a hint that a stream will be loaded, or stored to, once or often. A form with RA = 0 is invalid.</summary>
    [Instruction("dst", "31 0:1 // STRM RA RB 342 /", Isa.V2_03, Ignores = "STRM RB", Syntax = "RA,RB,STRM")]
    [Instruction("dstt", "31 1:1 // STRM RA RB 342 /", Isa.V2_03, Ignores = "STRM RB", Syntax = "RA,RB,STRM")]
    [Instruction("dstst", "31 0:1 // STRM RA RB 374 /", Isa.V2_03, Ignores = "STRM RB", Syntax = "RA,RB,STRM")]
    [Instruction("dststt", "31 1:1 // STRM RA RB 374 /", Isa.V2_03, Ignores = "STRM RB", Syntax = "RA,RB,STRM")]
    private static Outcome Touch(uint raNumber) => raNumber == 0 ? Outcome.Illegal : Outcome.Completed;

    /// <summary>Data Stream Stop: the end of such a hint, or of all.</summary>
    [Instruction("dss", "31 0:1 // STRM ///:10 822 /", Isa.V2_03, Ignores = "STRM")]
    [Instruction("dssall", "31 1:1 /:4 ///:10 822 /", Isa.V2_03)]
    private static void Stop()
    {
    }
}
