using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Hv.Power.Assembly;
using Hv.Power.Execution;
using Hv.Power.Memory;
using Hv.Power.Observation;
using Hv.Power.State;

namespace Hv.Conformance.Isa;

/// <summary>
/// What a program executes, as the trace and the counts here tell it, and as QEMU's own trace of single instructions does
/// (<c>-singlestep -d in_asm,exec,nochain</c>). One way to read a trace serves both.
/// </summary>
public sealed partial class TraceTests
{
    private const ulong Start = 0x1000_0000;
    private const ulong Entry = Start + 0x1000;
    private const int Size = 0x1_0000;
    private const string Source =
        """
                lis r1,4096
                ori r1,r1,32768
                li r5,20
        outer:  mtctr r5
                mr r6,r1
        inner:  stwu r5,4(r6)
                lwz r7,0(r6)
                add. r8,r8,r7
                bdnz inner
                bl leaf
                addic. r5,r5,-1
                bne outer
                li r0,1
                li r3,0
                sc
        leaf:   andi. r9,r8,4
                beqlr
                addi r10,r10,1
                blr
        """;

    [TestCase(true)]
    [TestCase(false)]
    public void A_program_executes_what_QEMU_says_that_it_does(bool isBigEndian)
    {
        var engine = isBigEndian ? GuestTool.BigEndianEngine : GuestTool.LittleEndianEngine;
        GuestTool.Require(engine);
        var image = new byte[Size];
        ElfHeader.Write(image, Start, Entry, Size, isBigEndian);
        PowerAssembler.Assemble(Source, Entry, isBigEndian).Bytes.Span.CopyTo(image.AsSpan((int)(Entry - Start)));
        var there = Qemu(engine, image);
        var counts = new InstructionCounts();
        using var text = new StringWriter();
        foreach (var observer in (IExecutionObserver[])[new ExecutionTrace(text, TraceItems.Assembly | TraceItems.Execution), counts])
        {
            if (isBigEndian)
                Run<BigEndian64>(image, observer);
            else
                Run<LittleEndian64>(image, observer);
        }

        var (words, executions) = Read(there);
        var (wordsHere, executionsHere) = Read(text.ToString());
        Assert.That(wordsHere, Is.EquivalentTo(words), "what was decoded");
        Assert.That(executions.Values.Sum(), Is.GreaterThan(800));
        var mnemonics = executions.GroupBy(entry => Mnemonic(words[entry.Key]), entry => entry.Value).ToDictionary(group => group.Key, group => group.Sum());
        Assert.That(counts.Counts, Is.EquivalentTo(mnemonics), "what was executed, by mnemonic");
        Assert.That(executionsHere, Is.EquivalentTo(executions), "what was executed, by address");
    }

    private static string Mnemonic(uint word) => PowerDisassembler.Disassemble(word, 0, extended: false).Split(' ')[0];

    /// <summary>The words by address, and how often each was executed.</summary>
    private static (Dictionary<ulong, uint> Words, Dictionary<ulong, long> Executions) Read(string trace)
    {
        var words = new Dictionary<ulong, uint>();
        var executions = new Dictionary<ulong, long>();
        foreach (var line in trace.Split('\n'))
        {
            if (AssemblyLine().Match(line) is { Success: true } assembly)
            {
                words[Hexadecimal(assembly.Groups[1])] = (uint)Hexadecimal(assembly.Groups[2]);
            }
            else if (ExecutionLine().Match(line) is { Success: true } execution)
            {
                // QEMU has its flags in the same place: the count in the low bits.
                for (var index = 0ul; index < (Hexadecimal(execution.Groups[2]) & 0x1FF); index++)
                {
                    var address = Hexadecimal(execution.Groups[1]) + (4 * index);
                    executions[address] = executions.GetValueOrDefault(address) + 1;
                }
            }
        }

        return (words, executions);
    }

    private static string Qemu(string engine, byte[] image)
    {
        var (program, log) = (Path.GetTempFileName(), Path.GetTempFileName());
        try
        {
            File.WriteAllBytes(program, image);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

            GuestTool.Run(engine, "-cpu", "power9", "-singlestep", "-d", "in_asm,exec,nochain", "-D", log, program);
            return File.ReadAllText(log);
        }
        finally
        {
            File.Delete(program);
            File.Delete(log);
        }
    }

    private static unsafe void Run<TMode>(byte[] image, IExecutionObserver observer)
        where TMode : struct, IProcessorMode
    {
        var memory = (byte*)NativeMemory.AlignedAlloc(Size, 0x1000);
        try
        {
            image.CopyTo(new Span<byte>(memory, Size));
            using var processor = new PowerProcessor<FlatMemory<TMode>>(PowerModel.Power9, new FlatMemory<TMode>(memory, Start, Size));
            processor.State.Nia = Entry;
            processor.State.Msr |= MachineState.ProblemState;
            processor.Observer = observer;
            Assert.That(processor.Run(100_000).Interrupt.Cause, Is.EqualTo(Outcome.SystemCall));
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    private static ulong Hexadecimal(Group group) => ulong.Parse(group.ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex("^0x([0-9a-f]{8,16}):  ([0-9a-f]{8})  [a-z.]")]
    private static partial Regex AssemblyLine();

    [GeneratedRegex("^Trace 0: 0x[0-9a-f]+ \\[0{16}/([0-9a-f]{16})/[0-9a-f]{8}/([0-9a-f]{8})\\]")]
    private static partial Regex ExecutionLine();
}
