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

    [TestCase(true)]
    [TestCase(false)]
    public void Instructions_do_what_they_do_in_QEMU(bool isBigEndian)
    {
        var engine = isBigEndian ? GuestTool.BigEndianEngine : GuestTool.LittleEndianEngine;
        GuestTool.Require(engine);
        var differences = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var source = new CaseSource(isBigEndian ? 21 : 22, isBigEndian);
        foreach (var batch in Planned().Chunk(BatchSize))
        {
            var program = new ExecutionProgram(isBigEndian, batch.Length);
            var cases = batch.Select((instruction, index) =>
                source.Next(instruction, program.RecordOf(index), ExecutionProgram.TakenTarget(index))).ToList();
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
                    Note(differences, batch[index].Mnemonic, cases[index].Describe(here.AsSpan(record), there.AsSpan(record), isBigEndian));
            }
        }

        Assert.That(differences, Is.Empty, string.Join('\n', differences.Select(entry =>
            $"{entry.Key}: {entry.Value.Count}\n  {string.Join("\n  ", entry.Value.Take(3))}")));
    }

    private static void Note(Dictionary<string, List<string>> differences, string mnemonic, string text)
    {
        if (!differences.TryGetValue(mnemonic, out var list))
            differences.Add(mnemonic, list = []);

        list.Add(text);
    }

    /// <summary>Each instruction as often as its letters and repetitions say.</summary>
    private static IEnumerable<InstructionDescription> Planned() =>
        PowerIsa.Instructions.Where(instruction => !Incomparable.Contains(instruction.Mnemonic))
            .SelectMany(instruction => Enumerable.Repeat(instruction, Repetitions << instruction.Fields.Count(field => field.Kind == Hv.Power.Declarations.FieldKind.Variant)));

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
