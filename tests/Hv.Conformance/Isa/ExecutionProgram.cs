using System.Globalization;
using Hv.Power.Assembly;

namespace Hv.Conformance.Isa;

/// <summary>
/// A program of bytes, an ELF file without a library: for each case it loads all registers from the case's record, executes the
/// instruction, and stores all registers back. At its end it writes the records. Signals are noted in the record, and go on behind
/// the instruction.
/// </summary>
internal sealed class ExecutionProgram(bool isBigEndian, int cases)
{
    /// <summary>Where the file is loaded.</summary>
    public const ulong Start = 0x1000_0000;

    /// <summary>System calls of Linux that it makes.</summary>
    public const ulong Exit = 1;

    /// <inheritdoc cref="Exit"/>
    public const ulong Write = 4;

    /// <inheritdoc cref="Exit"/>
    public const ulong SignalAction = 173;

    /// <inheritdoc cref="Exit"/>
    public const ulong SignalStack = 185;

    private const int EntryOffset = 0x1000;
    private const int LoadVectorsOffset = 0x1400;
    private const int StoreVectorsOffset = 0x1600;
    private const int CasesOffset = 0x1800;
    private const int StackSize = 0x1_0000;
    private const int PageSize = 0x1000;
    private const int TestedIndex = 49;
    private const int CaseWords = 103;
    private const int Stride = 4 * CaseWords;

    private static readonly Dictionary<int, uint[]> Loads = [];
    private static readonly Dictionary<int, uint[]> Stores = [];
    private static readonly Lock TemplateLock = new();

    private static readonly (string Load, string Store, int Offset)[] SpecialRegisters =
    [
        ("mtcrf 255,{0}", "mfcr {0}", ExecutionRecord.Cr), ("mtxer {0}", "mfxer {0}", ExecutionRecord.Xer),
        ("mtlr {0}", "mflr {0}", ExecutionRecord.Lr), ("mtctr {0}", "mfctr {0}", ExecutionRecord.Ctr),
        ("mtspr 815,{0}", "mfspr {0},815", ExecutionRecord.Tar), ("mtvrsave {0}", "mfvrsave {0}", ExecutionRecord.VrSave),
    ];

    /// <summary>The address of the first instruction.</summary>
    public static ulong Entry => Start + EntryOffset;

    /// <summary>Where the number of the last signal is kept.</summary>
    public ulong SignalAddress => Records + ((ulong)cases * ExecutionRecord.Size);

    /// <summary>The memory that the program has, in bytes from <see cref="Start"/> on.</summary>
    public int MemorySize => (int)(SignalAddress - Start) + (2 * PageSize) + StackSize;

    /// <summary>The address of the record of a case.</summary>
    public ulong RecordOf(int index) => Records + ((ulong)index * ExecutionRecord.Size);

    /// <summary>Where a case's instruction goes when it is a branch that is taken.</summary>
    public static ulong TakenTarget(int index) => Start + CasesOffset + ((ulong)index * Stride) + (4 * (TestedIndex + 2));

    private ulong Records => (Finish + 0x100 + PageSize - 1) & ~(ulong)(PageSize - 1);

    private ulong Finish => Start + CasesOffset + ((ulong)cases * Stride);

    /// <summary>The file.</summary>
    public byte[] Make(IReadOnlyList<ExecutionCase> made)
    {
        var file = new byte[(int)(SignalAddress - Start) + PageSize];
        ElfHeader.Write(file, Start, Entry, (ulong)MemorySize, isBigEndian);
        Assemble(file, Entry, Prologue());
        Assemble(file, Start + LoadVectorsOffset, LoadVectors());
        Assemble(file, Start + StoreVectorsOffset, StoreVectors());
        for (var index = 0; index < made.Count; index++)
        {
            var offset = CasesOffset + (index * Stride);
            foreach (var word in Words(made[index], Start + (ulong)offset, RecordOf(index)))
            {
                Put(file, offset, word, 4);
                offset += 4;
            }

            made[index].Record.CopyTo(file.AsSpan((int)(RecordOf(index) - Start)));
        }

        Assemble(file, Finish, Epilogue());
        return file;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Load(string register, ulong address) => Text($"lis {register},{address >> 16}\nori {register},{register},{address & 0xFFFF}\n");

    /// <summary>The two scratch registers besides the base.</summary>
    private static (int First, int Second) Scratch(int baseRegister) => (baseRegister == 3 ? 4 : 3, baseRegister == 5 ? 6 : 5);

    private static uint[] Template(Dictionary<int, uint[]> templates, int baseRegister, Func<int, IEnumerable<string>> make)
    {
        lock (TemplateLock)
        {
            if (!templates.TryGetValue(baseRegister, out var words))
                templates.Add(baseRegister, words = [.. make(baseRegister).Select(line => PowerAssembler.Encode(line))]);

            return words;
        }
    }

    private static IEnumerable<string> LoadLines(int baseRegister)
    {
        var scratch = Scratch(baseRegister).First;
        foreach (var (load, _, offset) in SpecialRegisters)
        {
            yield return Text($"ld {scratch},{offset}({baseRegister})");
            yield return string.Format(CultureInfo.InvariantCulture, load, scratch);
        }

        for (var register = 0; register < 32; register++)
        {
            if (register != baseRegister)
                yield return Text($"ld {register},{8 * register}({baseRegister})");
        }
    }

    private static IEnumerable<string> StoreLines(int baseRegister)
    {
        var scratch = Scratch(baseRegister).First;
        for (var register = 0; register < 32; register++)
        {
            if (register != baseRegister)
                yield return Text($"std {register},{8 * register}({baseRegister})");
        }

        foreach (var (_, store, offset) in SpecialRegisters)
        {
            yield return string.Format(CultureInfo.InvariantCulture, store, scratch);
            yield return Text($"std {scratch},{offset}({baseRegister})");
        }
    }

    /// <summary>Loads what is no general register, nor special to fixed point; r3 has the address of the record.</summary>
    private static string LoadVectors() => string.Join('\n',
    [
        Text($"lxv 32,{ExecutionRecord.Vscr}(r3)"), "mtvscr 0", Text($"lfd 0,{ExecutionRecord.Fpscr}(r3)"), "mtfsf 255,0,1,0",
        .. Enumerable.Range(0, 64).Select(register => Text($"lxv {register},{ExecutionRecord.OfVectorScalar(register)}(r3)")), "blr",
    ]);

    private static string StoreVectors() => string.Join('\n',
    [
        .. Enumerable.Range(0, 64).Select(register => Text($"stxv {register},{ExecutionRecord.OfVectorScalar(register)}(r3)")),
        "mfvscr 0", Text($"stxv 32,{ExecutionRecord.Vscr}(r3)"), "mffs 0", Text($"stfd 0,{ExecutionRecord.Fpscr}(r3)"), "blr",
    ]);

    private IEnumerable<uint> Words(ExecutionCase made, ulong start, ulong record)
    {
        var (first, second) = Scratch(made.Base);
        string[] vectors = [Text($"lis 3,{record >> 16}"), Text($"ori 3,3,{record & 0xFFFF}")];
        string[] setUp = [Text($"lis {made.Base},{record >> 16}"), Text($"ori {made.Base},{made.Base},{record & 0xFFFF}")];
        string[] around = ["b 8", Text($"stw {made.Base},{ExecutionRecord.Taken}({made.Base})")];
        string[] signal =
        [
            Text($"lis {first},{SignalAddress >> 16}"), Text($"ori {first},{first},{SignalAddress & 0xFFFF}"), Text($"ld {second},0({first})"),
            Text($"std {second},{ExecutionRecord.Signal}({made.Base})"), Text($"li {second},0"), Text($"std {second},0({first})"),
        ];
        return
        [
            .. vectors.Select(line => PowerAssembler.Encode(line)),
            PowerAssembler.Encode(Text($"bl {Start + LoadVectorsOffset}"), start + 8),
            .. setUp.Select(line => PowerAssembler.Encode(line)),
            .. Template(Loads, made.Base, LoadLines),
            made.Prefix == 0 ? PowerAssembler.Encode("nop") : made.Prefix,
            made.Word,
            .. around.Select(line => PowerAssembler.Encode(line)),
            .. Template(Stores, made.Base, StoreLines),
            .. signal.Select(line => PowerAssembler.Encode(line)),
            PowerAssembler.Encode(Text($"mr 3,{made.Base}")),
            PowerAssembler.Encode(Text($"bl {Start + StoreVectorsOffset}"), start + (4 * (CaseWords - 1))),
        ];
    }

    /// <summary>Takes signals on a stack of their own, for the stack pointer is a register as any other here.</summary>
    private string Prologue() => Text($"""
                li r0,{SignalStack}
                {Load("r3", Start + 0x200)}
                li r4,0
                sc
                li r7,4
                bl action
                li r7,5
                bl action
                li r7,7
                bl action
                li r7,8
                bl action
                li r7,11
                bl action
                b cases
        action: li r0,{SignalAction}
                mr r3,r7
                {Load("r4", Start + 0x240)}
                li r5,0
                li r6,8
                sc
                blr
        # The context has a pointer to the registers, of which the 33rd is the address.
        handler: {Load("r9", SignalAddress)}
                std r3,0(r9)
                ld r10,224(r5)
                ld r11,256(r10)
                addi r11,r11,4
                std r11,256(r10)
                blr
                .org {Start + CasesOffset}
        cases:
        """);

    private string Epilogue() => Text($"""
                {Load("r4", Records)}
                {Load("r5", (ulong)cases * ExecutionRecord.Size)}
        more:   li r0,{Write}
                li r3,1
                sc
                add r4,r4,r3
                subf. r5,r3,r5
                bgt more
                li r0,{Exit}
                li r3,0
                sc
        """);

    private void Assemble(byte[] file, ulong address, string source)
    {
        var code = PowerAssembler.Assemble(source, address, isBigEndian);
        code.Bytes.Span.CopyTo(file.AsSpan((int)(address - Start)));
        if (!code.Symbols.TryGetValue("handler", out var handler))
            return;

        // The stack of signals: address, flags, size. What is done on one: handler, SA_SIGINFO | SA_ONSTACK | SA_NODEFER, mask.
        Put(file, 0x200, SignalAddress + PageSize, 8);
        Put(file, 0x210, StackSize, 8);
        Put(file, 0x240, (ulong)handler, 8);
        Put(file, 0x248, 0x4800_0004, 8);
    }

    private void Put(byte[] file, int offset, ulong value, int size) => ElfHeader.Put(file, offset, value, size, isBigEndian);
}
