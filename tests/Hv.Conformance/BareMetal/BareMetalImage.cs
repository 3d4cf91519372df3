using System.Globalization;
using System.Text;
using Hv.Power.Assembly;

namespace Hv.Conformance.BareMetal;

/// <summary>
/// A program without an operating system, as the firmware of a machine: it starts at 0x100, prints lines, and powers the machine off. A
/// line is a case: its name, and what the interrupts that ended it left in the registers.
/// </summary>
/// <param name="isLittleEndianHandler">Whether interrupts are taken little-endian: the program has to ask the hypervisor for it.</param>
internal sealed class BareMetalImage(bool isLittleEndianHandler = false)
{
    /// <summary>MSR of supervisor state, 64-bit, big-endian, without relocation: what cases start from.</summary>
    public const ulong Supervisor = 0x8000_0000_0000_1000;

    /// <summary>MSR.IR and MSR.DR.</summary>
    public const ulong Relocated = 0x30;

    /// <summary>MSR of problem state, which has relocation and interrupts.</summary>
    public const ulong Problem = Supervisor | 0xC000 | Relocated;

    /// <summary>MSR.LE.</summary>
    public const ulong LittleEndian = 1;

    /// <summary>MSR.SF, which makes addresses 64 bits wide.</summary>
    public const ulong SixtyFourBit = 1UL << 63;

    /// <summary>Where the output routines of the program lie.</summary>
    private const int Output = 0x8000;

    /// <summary>Where the handler and its output routines lie.</summary>
    private const int Handler = 0xA000;

    /// <summary>Where the program lies.</summary>
    private const int Program = 0x2_0000;

    /// <summary>Firmware has at most 4 MiB.</summary>
    private const int Size = 0x40_0000;

    private readonly StringBuilder _program = new();
    private readonly List<(int Address, string Source, bool IsBigEndian)> _pieces = [];
    private int _labels;

    /// <summary>Adds instructions to the program.</summary>
    public BareMetalImage Do(string source)
    {
        _program.Append(source).Append('\n');
        return this;
    }

    /// <summary>Adds instructions at an address of their own, 0x40000 or higher.</summary>
    public BareMetalImage Place(int address, string source, bool isBigEndian = true)
    {
        _pieces.Add((address, source, isBigEndian));
        return this;
    }

    /// <summary>Prints a text.</summary>
    public BareMetalImage Say(string text) => Do($"bl puttext\n.asciz \"{text}\"\n.align 2");

    /// <summary>Prints a general register.</summary>
    public BareMetalImage Show(string name, int register) => Say($" {name}=").Do($"mr 3,{register}\nbl hex");

    /// <summary>Prints a general register as it was at the last interrupt.</summary>
    public BareMetalImage ShowSaved(string name, int register) => Do($"ld 20,{BareMetalLibrary.SaveArea + (8 * register)}(0)").Show(name, 20);

    /// <summary>Ends a line.</summary>
    public BareMetalImage EndLine() => Do("li 3,10\nbl putc");

    /// <summary>Puts a number into a general register.</summary>
    public BareMetalImage Set(int register, ulong value) => Do(Load(register, value));

    /// <summary>Calls the hypervisor.</summary>
    public BareMetalImage Call(ulong number, params ReadOnlySpan<ulong> arguments)
    {
        Set(3, number);
        for (var index = 0; index < arguments.Length; index++)
            Set(4 + index, arguments[index]);

        return Do("sc 1");
    }

    /// <summary>
    /// Runs instructions with an MSR of their own up to the first interrupt; behind them is a system call. General registers keep what
    /// they held then.
    /// </summary>
    /// <param name="name">The name of the case: printed.</param>
    /// <param name="msr">The machine state.</param>
    /// <param name="source">The instructions.</param>
    /// <param name="r3">What r3 holds then.</param>
    /// <param name="r5">What r5 holds then.</param>
    /// <param name="r6">What r6 holds then.</param>
    public BareMetalImage Try(string name, ulong msr, string source, ulong r3 = 0, ulong r5 = 0, ulong r6 = 0)
    {
        var label = Label("case");
        Say(name.Replace("\n", "; ", StringComparison.Ordinal)).Set(3, r3).Set(5, r5).Set(6, r6).Enter(msr, label);
        return Do($"{label}: {source}\nsc\n{label}e:");
    }

    /// <summary>The same with instructions that lie elsewhere: at an effective address.</summary>
    public BareMetalImage TryAt(string name, ulong msr, ulong address, ulong r3 = 0, ulong r5 = 0, ulong r6 = 0)
    {
        var label = Label("case");
        Say(name).Set(3, r3).Set(5, r5).Set(6, r6).Set(12, address).Enter(msr, label, isAtAddress: true);
        return Do($"{label}e:");
    }

    /// <summary>A label that no other has.</summary>
    public string Label(string name) => string.Create(CultureInfo.InvariantCulture, $"{name}_{_labels++}");

    /// <summary>Assembles all of it.</summary>
    public byte[] Build()
    {
        var image = new byte[Size];
        var output = Write(image, Output, BareMetalLibrary.Output, isBigEndian: true);
        var pieces = new StringBuilder();
        Names(pieces, output);
        foreach (var (address, source, isBigEndian) in _pieces)
            Names(pieces, Write(image, address, source, isBigEndian));

        var program = Write(image, Program, $"{pieces}{Entry}{_program}{End}", isBigEndian: true);
        if (program.Origin + (ulong)program.Bytes.Length > 0x4_0000)
            throw new InvalidOperationException("The program does not fit.");

        var handler = Write(image, Handler, BareMetalLibrary.Output + BareMetalLibrary.Handler(), !isLittleEndianHandler);
        foreach (var (address, source) in BareMetalLibrary.Stubs((int)handler["handler"]))
            Write(image, address, source, !isLittleEndianHandler);

        Write(image, 0x100, $"b {Program}", isBigEndian: true);
        return image;
    }

    /// <summary>Instructions that put a number into a register.</summary>
    public static string Load(int register, ulong value)
    {
        var text = new StringBuilder();
        if ((long)value is >= short.MinValue and <= short.MaxValue)
            return $"li {register},{(long)value}";

        text.AppendLine($"lis {register},{(short)(value >> 48)}\nori {register},{register},{(ushort)(value >> 32)}");
        text.AppendLine($"sldi {register},{register},32");
        text.Append($"oris {register},{register},{(ushort)(value >> 16)}\nori {register},{register},{(ushort)(value & 0xFFFF)}");
        return text.ToString();
    }

    private BareMetalImage Enter(ulong msr, string label, bool isAtAddress = false)
    {
        Do(Load(31, msr)).Do("mtspr 27,31").Do(isAtAddress ? "mtspr 26,12" : $"lis 31,{label}>>16\nori 31,31,{label}&65535\nmtspr 26,31");
        return Do($"lis 31,{label}e>>16\nori 31,31,{label}e&65535\nrfid");
    }

    /// <summary>The machine starts in 32-bit mode, where nothing is set up.</summary>
    private static string Entry =>
        $"""
        {Load(3, Supervisor)}
        mtmsrd 3
        isync
        {Load(4, BareMetalLibrary.SaveArea)}
        mtspr 272,4
        std 3,{BareMetalLibrary.BaseMsr}(4)
        lis 3,0x7fff
        mtspr 22,3
        li 3,0
        mtspr 19,3
        mtspr 18,3
        mtspr 29,3
        mtcr 3
        mtxer 3

        """;

    /// <summary>RTAS power-off (LoPAR 7.3.12).</summary>
    private const string End = """
        poweroff:   li      4,0x7000
                    li      3,0x2003
                    stw     3,0(4)
                    li      3,2
                    stw     3,4(4)
                    li      3,1
                    stw     3,8(4)
                    li      3,-1
                    std     3,12(4)
                    li      3,0xf
                    sldi    3,3,12
                    sc      1
                    b       .

        """;

    private static AssembledCode Write(byte[] image, int address, string source, bool isBigEndian)
    {
        var code = PowerAssembler.Assemble(source, (ulong)address, isBigEndian);
        code.Bytes.Span.CopyTo(image.AsSpan(address));
        return code;
    }

    private static void Names(StringBuilder text, AssembledCode code)
    {
        foreach (var (name, address) in code.Symbols)
            text.Append(CultureInfo.InvariantCulture, $".set {name},{address}\n");
    }
}
