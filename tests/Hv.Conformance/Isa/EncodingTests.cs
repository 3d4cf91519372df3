using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Hv.Power.Assembly;
using Hv.Power.Declarations;
using Hv.Power.Instructions;

namespace Hv.Conformance.Isa;

/// <summary>Our assembler and disassembler against those of GNU binutils, for every mnemonic.</summary>
public sealed class EncodingTests
{
    private const ulong Start = 0x100_0000;
    private const int Rounds = 40;

    [TestCase(true)]
    [TestCase(false)]
    public void The_GNU_assembler_makes_the_same_words_of_what_we_write(bool isExtended)
    {
        GuestTool.Require(GuestTool.Assembler, GuestTool.Linker);
        var words = Words(11);
        var lines = words.Select(word => Relative(word, PowerDisassembler.Disassemble(word, 0, isExtended))).ToList();
        var assembled = Assemble(string.Join('\n', lines));
        Assert.That(assembled, Has.Length.EqualTo(words.Count));
        var differences = words.Zip(lines, assembled).Where(entry => entry.First != entry.Third && !DoesTheSame(entry.First, entry.Third))
            .Select(entry => $"{entry.Second}: {entry.First:x8} here, {entry.Third:x8} there");
        Assert.That(differences, Is.Empty);
    }

    [TestCase(",raw")]
    [TestCase("")]
    public void We_make_the_same_words_of_what_the_GNU_disassembler_writes(string option)
    {
        GuestTool.Require(GuestTool.Assembler, GuestTool.Linker, GuestTool.Disassembler);
        var words = Words(12);
        using var file = new TemporaryFile();
        Link(string.Join('\n', words.Select(word => $".long 0x{word:x8}")), file.Path, "elf64ppc");
        var text = Encoding.UTF8.GetString(GuestTool.Run(GuestTool.Disassembler, "-d", "-M", "power9" + option, file.Path));
        var lines = text.Split('\n').Select(line => line.Split('\t')).Where(parts => parts.Length >= 3).ToList();
        Assert.That(lines, Has.Count.EqualTo(words.Count));
        var differences = new List<string>();
        foreach (var (word, parts, index) in words.Zip(lines, Enumerable.Range(0, words.Count)))
        {
            // It does not know mftb where it knows POWER9.
            if (parts[2].StartsWith(".long", StringComparison.Ordinal) && PowerIsa.Instructions[PowerIsa.Decode(word)].Mnemonic == "mftb")
                continue;

            var written = Written(word, string.Join(' ', parts[2..]));
            uint encoded;
            try
            {
                encoded = PowerAssembler.Encode(written, Start + (4 * (ulong)index));
            }
            catch (AssemblyException problem)
            {
                differences.Add($"{written}: {problem.Message}");
                continue;
            }

            if (encoded != word)
                differences.Add($"{written}: {encoded:x8} here, {word:x8} there");
        }

        Assert.That(differences, Is.Empty, string.Join('\n', differences.Take(400)));
    }

    /// <summary>Words of all instructions, of all their variants.</summary>
    private static List<uint> Words(int seed)
    {
        var source = new RandomInstructions(new Random(seed));
        return [.. PowerIsa.Instructions.SelectMany(instruction => Enumerable.Range(0, Rounds).Select(_ => source.Next(instruction)))];
    }

    /// <summary>
    /// Whether the GNU assembler writes another instruction that does the same: mfspr for mftb since POWER4, mtocrf for an mtcrf of
    /// one field (Power ISA, Book I, 3.3.17).
    /// </summary>
    private static bool DoesTheSame(uint here, uint there) => PowerIsa.Instructions[PowerIsa.Decode(here)].Mnemonic switch
    {
        "mftb" => (here ^ there) == ((371 ^ 339) << 1),
        "mtcrf" => (here ^ there) == 0x0010_0000,
        _ => false,
    };

    /// <summary>The GNU assembler takes a number for a distance where it checks whether it fits, and for an address else.</summary>
    private static string Relative(uint word, string text)
    {
        var instruction = PowerIsa.Instructions[PowerIsa.Decode(word)];
        if (instruction.Field("AA")?.Read(word) != 0)
            return text;

        var target = text.LastIndexOf("0x", StringComparison.Ordinal);
        var distance = (long)ulong.Parse(text.AsSpan(target + 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{text[..target]}.{distance:+0;-0;+0}");
    }

    /// <summary>A target of a branch is a number without its prefix, and may have a symbol behind it.</summary>
    private static string Written(uint word, string text)
    {
        var instruction = PowerIsa.Instructions[PowerIsa.Decode(word)];
        text = text.Split(" <")[0].Split('#')[0].Trim();

        // The operand that selects mfocrf is written for mfcr, too, when extended mnemonics are off.
        if (instruction.Mnemonic == "mfcr")
            return text.Replace(",-1", "", StringComparison.Ordinal);

        if (!instruction.Fields.Any(field => field.Kind == FieldKind.Branch))
            return text;

        var last = Math.Max(text.LastIndexOf(','), text.LastIndexOf(' ')) + 1;
        var digits = text[last..].StartsWith("0x", StringComparison.Ordinal) ? text[(last + 2)..] : text[last..];

        // It writes the low word of an absolute address that is negative.
        return $"{text[..last]}0x{(digits.Length == 8 && digits[0] >= '8' ? "ffffffff" : "")}{digits}";
    }

    private static uint[] Assemble(string source)
    {
        using var file = new TemporaryFile();
        Link(source, file.Path, "elf64ppc", "--oformat", "binary");
        var bytes = File.ReadAllBytes(file.Path);
        return [.. Enumerable.Range(0, bytes.Length / 4).Select(index => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4 * index)))];
    }

    private static void Link(string source, string output, string emulation, params string[] options)
    {
        using var text = new TemporaryFile();
        using var code = new TemporaryFile();
        File.WriteAllText(text.Path, ".text\n" + source + "\n");
        GuestTool.Run(GuestTool.Assembler, "-a64", "-mpower9", "-many", "-mregnames", "-mbig", "-o", code.Path, text.Path);
        GuestTool.Run(GuestTool.Linker, ["-m", emulation, "-e", "0", $"-Ttext=0x{Start:x}", .. options, "-o", output, code.Path]);
    }

    private sealed class TemporaryFile : IDisposable
    {
        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
