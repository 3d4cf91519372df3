using System.Reflection;
using Hv.Conformance.Infrastructure;
using Hv.Power.Declarations;
using Hv.Power.Execution;
using Hv.Power.Instructions;
using Hv.Power.Memory;

namespace Hv.Conformance.Isa;

/// <summary>
/// Every instruction that a program may execute, here and under QEMU's user mode, from the same random states: all registers, CR,
/// XER, memory and the signal are the same after it.
/// </summary>
public sealed class ExecutionTests
{
    /// <summary>How often each mnemonic is executed, in each of its variants.</summary>
    private const int Repetitions = 200;

    private const int BatchSize = 4000;

    /// <summary>What cannot be compared: it tells the time, draws a number, or calls the system.</summary>
    private static readonly string[] Incomparable = ["mftb", "darn", "sc", "scv"];

    /// <summary>
    /// Accesses to several registers, which are alignment interrupts in little-endian mode (book I, 3.3.6, 3.3.7): QEMU's user mode does
    /// not know what to do with those, and gives up.
    /// </summary>
    private static readonly string[] BigEndianOnly = ["lmw", "stmw", "lswi", "lswx", "stswi", "stswx"];

    private DifferenceLog? _log;

    [SetUp]
    public void ReadDeclaredDifferences()
    {
        var method = GetType().GetMethod(TestContext.CurrentContext.Test.MethodName!)!;
        _log = new DifferenceLog([.. method.GetCustomAttributes<DiffersAttribute>().Select(attribute => attribute.Difference)]);
    }

    [TestCase(true)]
    [TestCase(false)]
    [Differs(nameof(Differences.FlushesOfPrimaryCachesAreKnown))]
    [Differs(nameof(Differences.InstructionCacheTouchesAreKnown))]
    [Differs(nameof(Differences.ExtendedDivisionsOverflowWithTheSign))]
    [Differs(nameof(Differences.BoundedFetchesThatFailGiveTheLeastInteger))]
    [Differs(nameof(Differences.AtomicOperationsStayInABlock))]
    [Differs(nameof(Differences.BoundedDecrementsLookBefore))]
    [Differs(nameof(Differences.SignedWordsInMemoryAreComparedAsSigned))]
    [Differs(nameof(Differences.VrSaveHas32Bits))]
    [Differs(nameof(Differences.ConditionalStoresAreAligned))]
    [Differs(nameof(Differences.QuadwordReservationsHold))]
    [Differs(nameof(Differences.SignalsRestoreHalfOfFpscr))]
    [Differs(nameof(Differences.SettingAnExceptionSetsTheSummary))]
    [Differs(nameof(Differences.NonIeeeModeIsABitAsOthers))]
    [Differs(nameof(Differences.VscrHasTwoBits))]
    [Differs(nameof(Differences.FractionRoundedIsComputed))]
    [Differs(nameof(Differences.SummaryIsSetByNewExceptionsAlone))]
    [Differs(nameof(Differences.DenormalSinglesAreTold))]
    [Differs(nameof(Differences.NegationFollowsRounding))]
    [Differs(nameof(Differences.XsnmsubqpoRoundsToOdd))]
    [Differs(nameof(Differences.TrappingNaNsClearFractionBits))]
    [Differs(nameof(Differences.QuadsRoundInTheCurrentMode))]
    [Differs(nameof(Differences.ReciprocalsOfZeroAreInfinite))]
    [Differs(nameof(Differences.EstimatesDivideByZero))]
    [Differs(nameof(Differences.OrderedComparisonsTrapOnce))]
    [Differs(nameof(Differences.ComparisonsLeaveFractionBits))]
    [Differs(nameof(Differences.OrderedComparisonsLeaveClass))]
    [Differs(nameof(Differences.VectorsTellAllExceptions))]
    [Differs(nameof(Differences.VectorsLeaveFractionBits))]
    [Differs(nameof(Differences.ElementsAreConvertedApart))]
    [Differs(nameof(Differences.ExtremesAreNotRounded))]
    [Differs(nameof(Differences.InexactResultsAreDelivered))]
    [Differs(nameof(Differences.IntegersHaveClasses))]
    [Differs(nameof(Differences.SingleClassesAreThoseAskedFor))]
    [Differs(nameof(Differences.WrappedExponentsHaveNoClass))]
    [Differs(nameof(Differences.RegistersHoldWrappedExponents))]
    [Differs(nameof(Differences.TrappingComparisonsKeepTheTarget))]
    [Differs(nameof(Differences.OperandsOfSinglesAreSingles))]
    [Differs(nameof(Differences.TrapsFollowExceptions))]
    [Differs(nameof(Differences.TrappingComparisonsLeaveAnyField))]
    [Differs(nameof(Differences.PowersOfTwoAreEstimates))]
    [Differs(nameof(Differences.WordsBesideIntegersAreUndefined))]
    [Differs(nameof(Differences.ScalarsLeaveZeros))]
    [Differs(nameof(Differences.InvalidDecimalsAreTold))]
    [Differs(nameof(Differences.ZeroIsNotGreater))]
    [Differs(nameof(Differences.UnsignedDecimalsHaveNoSign))]
    [Differs(nameof(Differences.TargetsAreWrittenLast))]
    [Differs(nameof(Differences.DoublewordsAreInserted))]
    public void Instructions_do_what_they_do_in_QEMU(bool isBigEndian)
    {
        var engine = isBigEndian ? GuestTool.BigEndianEngine : GuestTool.LittleEndianEngine;
        GuestTool.Require(engine);
        var sources = new Dictionary<string, CaseSource>(StringComparer.Ordinal);
        foreach (var batch in Planned(isBigEndian).Chunk(BatchSize))
        {
            var program = new ExecutionProgram(isBigEndian, batch.Length);
            var cases = batch.Select((instruction, index) =>
                Source(sources, instruction.Mnemonic, isBigEndian).Next(instruction, program.RecordOf(index), ExecutionProgram.TakenTarget(index))).ToList();
            var file = program.Make(cases);
            var here = isBigEndian
                ? HvExecution.Run<BigEndian64>(program, file, PowerModel.Power9)
                : HvExecution.Run<LittleEndian64>(program, file, PowerModel.Power9);
            var there = RunQemu(engine, file);
            Assert.That(there, Has.Length.EqualTo(here.Length));
            for (var index = 0; index < cases.Count; index++)
            {
                var record = new Range(index * ExecutionRecord.Size, (index + 1) * ExecutionRecord.Size);
                if (!here.AsSpan(record).SequenceEqual(there.AsSpan(record)))
                    Compare(new ExecutionPair(batch[index], cases[index], here[record], there[record], isBigEndian));
            }
        }

        _log!.Verify();
    }

    /// <summary>A source for each mnemonic, so that one more of them changes no other's cases.</summary>
    private static CaseSource Source(Dictionary<string, CaseSource> sources, string mnemonic, bool isBigEndian)
    {
        if (!sources.TryGetValue(mnemonic, out var source))
        {
            var seed = mnemonic.Aggregate(isBigEndian ? 21 : 22, (seed, letter) => unchecked((31 * seed) + letter));
            sources.Add(mnemonic, source = new CaseSource(seed, isBigEndian));
        }

        return source;
    }

    private void Compare(ExecutionPair pair)
    {
        var arithmetic = new ExecutionArithmetic(pair);
        foreach (var seen in arithmetic.Observations())
            _log!.Note(seen);

        for (var offset = 0; offset < ExecutionRecord.Size; offset += ExecutionRecord.PartSize)
        {
            if (pair.Hv(offset) != pair.Qemu(offset) && !arithmetic.Covers(offset))
                _log!.Note(new ExecutionObservation(pair, offset));
        }
    }

    /// <summary>Each instruction as often as its letters and repetitions say.</summary>
    private static IEnumerable<InstructionDescription> Planned(bool isBigEndian) =>
        PowerIsa.Instructions.Where(instruction => !Incomparable.Contains(instruction.Mnemonic)
                && (isBigEndian || !BigEndianOnly.Contains(instruction.Mnemonic)))
            .SelectMany(instruction => Enumerable.Repeat(
                instruction, Repetitions << instruction.Fields.Count(field => field.Kind == FieldKind.Variant)));

    private static byte[] RunQemu(string engine, byte[] file)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, file);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

            return GuestTool.Run(engine, "-cpu", "power9", path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
