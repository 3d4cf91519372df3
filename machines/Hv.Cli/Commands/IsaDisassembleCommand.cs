using System.Buffers.Binary;
using System.CommandLine;
using System.Globalization;
using Hv.Power.Assembly;

namespace Hv.Cli.Commands;

/// <summary><c>hv isa disassemble</c>: instruction words as assembly language.</summary>
internal static class IsaDisassembleCommand
{
    private const int WordSize = sizeof(uint);
    private const int BufferSize = 64 * 1024;

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandContext context)
    {
        var words = new Argument<string[]>("WORD")
        {
            Description = "Instruction words in hexadecimal, the most significant digit first.",
            HelpName = "WORD",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var file = new Option<string?>("--file") { Description = "A file of code, instead of words.", HelpName = "FILE" };
        var address = new Option<string?>("--address")
        {
            Description = "The address of the first instruction in hexadecimal; 0 when not given.", HelpName = "ADDRESS",
        };
        var isLittleEndian = new Option<bool>("--little-endian") { Description = "The words of the file are little-endian." };
        var isRaw = new Option<bool>("--raw") { Description = "Write no extended mnemonics." };
        var command = new CliCommand(
            "disassemble",
            "Writes instruction words as assembly language.",
            "A line has the address, the word and the instruction, as QEMU's '-d in_asm' has them; a word that is no instruction is '.long'.",
            "hv isa disassemble 7c632a14 4e800020",
            "hv isa disassemble 4bfffffc --address 10000000",
            "hv isa disassemble --file kernel.bin --little-endian")
        {
            words,
            file,
            address,
            isLittleEndian,
            isRaw,
        };
        command.SetAction(result => Run(
            context, result.GetValue(words) ?? [], result.GetValue(file), Address(result.GetValue(address)),
            result.GetValue(isLittleEndian), !result.GetValue(isRaw)));
        return command;
    }

    private static int Run(CommandContext context, string[] words, string? file, ulong address, bool isLittleEndian, bool isExtended)
    {
        if ((words.Length > 0) == (file is not null))
            throw new CliException("give either words or --file.");

        if (file is null && isLittleEndian)
            throw new CliException("--little-endian is about the bytes of a file; a word is written as a number.");

        foreach (var word in file is null ? words.Select(Word) : ReadWords(file, isLittleEndian))
        {
            context.Console.WriteLine(PowerDisassembler.Line(word, address, isExtended));
            address += WordSize;
        }

        return ExitCode.Success;
    }

    private static ulong Address(string? text) => text is null ? 0
        : ulong.TryParse(Digits(text), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var address) && address % WordSize == 0 ? address
        : throw new CliException($"--address: '{text}' is no address of an instruction; give a multiple of 4 in hexadecimal.");

    private static uint Word(string text) =>
        uint.TryParse(Digits(text), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var word) ? word
        : throw new CliException($"'{text}' is no instruction word; give up to eight hexadecimal digits.");

    private static string Digits(string text) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;

    /// <summary>The words of a file, a piece of it at a time.</summary>
    private static IEnumerable<uint> ReadWords(string path, bool isLittleEndian)
    {
        using var stream = Open(path);
        var buffer = new byte[BufferSize];
        while (Fill(stream, buffer, path) is var length and > 0)
        {
            for (var offset = 0; offset + WordSize <= length; offset += WordSize)
            {
                var bytes = buffer.AsSpan(offset, WordSize);
                yield return isLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
            }

            if (length % WordSize != 0)
                throw new CliException($"{path}: its size is no multiple of 4.");
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{path}: {exception.Message}", exception);
        }
    }

    private static int Fill(FileStream stream, byte[] buffer, string path)
    {
        try
        {
            return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (IOException exception)
        {
            throw new CliException($"{path}: {exception.Message}", exception);
        }
    }
}
