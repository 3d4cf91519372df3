using System.Buffers.Binary;
using Hv.Conformance.Isa.FloatingPoint;
using Hv.Power.FloatingPoint;
using Hv.Power.Instructions;
using Hv.Power.State;
using Hv.Power.Tests.FloatingPoint;

namespace Hv.Conformance.Isa;

/// <summary>Random vector-scalar registers, FPSCR and VSCR. The registers mostly hold what an instruction, by its name, works on.</summary>
internal sealed class VectorSource(int seed, bool isBigEndian)
{
    private const ulong DecimalRounding = 1UL << 32;

    private static readonly (string Part, OperandKind Kind)[] Kinds =
    [
        ("qp", OperandKind.Quad), ("hp", OperandKind.Halves), ("xvcvsx", OperandKind.Integers), ("xvcvux", OperandKind.Integers),
        ("xscvsx", OperandKind.Integers), ("xscvux", OperandKind.Integers), ("fcfid", OperandKind.Integers), ("xscvspdp", OperandKind.Singles),
        ("xvcvspdp", OperandKind.Singles), ("dp", OperandKind.Doubles), ("xs", OperandKind.SinglesInDoubles), ("xv", OperandKind.Singles),
    ];

    private readonly OperandSource _source = new(seed);
    private readonly DecimalSource _decimals = new(new Random(seed));

    /// <summary>Fills the parts of a record.</summary>
    public void Fill(Span<byte> record, InstructionDescription instruction)
    {
        var kind = KindOf(instruction.Mnemonic);
        for (var register = 0; register < PowerState.VectorScalarRegisters; register++)
        {
            if (DecimalOf(instruction.Mnemonic) is { } value && _source.Next(8) != 0)
            {
                Write(record, ExecutionRecord.OfVectorScalar(register), value);
                continue;
            }

            var held = _source.Next(8) == 0 ? (OperandKind)_source.Next((int)OperandKind.WideInteger + 1) : kind;
            Write(record, ExecutionRecord.OfVectorScalar(register), Next(held));
        }

        Write(record, ExecutionRecord.Vscr, ((uint)_source.Next(2) * VectorState.NonJava) | ((uint)_source.Next(2) * VectorState.Saturation));
        var fpscr = new Fpscr(NextFpscr()).WithSummaries().Value | (ulong)_source.Next(8) * DecimalRounding;
        if (isBigEndian)
            BinaryPrimitives.WriteUInt64BigEndian(record[ExecutionRecord.Fpscr..], fpscr);
        else
            BinaryPrimitives.WriteUInt64LittleEndian(record[ExecutionRecord.Fpscr..], fpscr);
    }

    /// <summary>What an instruction on decimals takes: those, or counts of digits.</summary>
    private UInt128? DecimalOf(string mnemonic) => mnemonic switch
    {
        _ when !mnemonic.StartsWith("bcd", StringComparison.Ordinal) => null,
        "bcdcfn." => _decimals.NextNational(),
        "bcdcfz." => _decimals.NextZoned(),
        "bcds." or "bcdus." or "bcdsr." or "bcdtrunc." or "bcdutrunc." when _source.Next(4) == 0 => _decimals.NextCount(),
        _ => _decimals.NextPacked(),
    };

    /// <summary>A state that a program can load: one with an exception that is enabled would end it.</summary>
    private uint NextFpscr()
    {
        while (true)
        {
            var value = _source.NextFpscr();
            if (!new Fpscr(value).WithSummaries().HasEnabledException)
                return value;
        }
    }

    private static OperandKind KindOf(string mnemonic)
    {
        foreach (var (part, kind) in Kinds)
        {
            if (mnemonic.Contains(part, StringComparison.Ordinal))
                return kind;
        }

        return mnemonic[0] switch
        {
            'f' when mnemonic.EndsWith('s') && mnemonic != "fabs" => OperandKind.SinglesInDoubles,
            'f' => OperandKind.Doubles,
            'v' when mnemonic.Contains("fp", StringComparison.Ordinal) || mnemonic.StartsWith("vct", StringComparison.Ordinal)
                || mnemonic.StartsWith("vrfi", StringComparison.Ordinal) => OperandKind.Singles,
            _ => OperandKind.WideInteger,
        };
    }

    private UInt128 Next(OperandKind kind) => kind switch
    {
        OperandKind.Doubles => Pair(() => (ulong)_source.Next(ReferenceFormat.Double)),
        OperandKind.SinglesInDoubles => Pair(() => RoundedToSingle.FromSingle((uint)_source.Next(ReferenceFormat.Single))),
        OperandKind.Singles => Pair(() => Two(ReferenceFormat.Single)),
        OperandKind.Halves => Pair(() => Two(ReferenceFormat.Half)),
        OperandKind.Quad => _source.Next(ReferenceFormat.Quad),
        OperandKind.Integers => Pair(() => (ulong)_source.NextInteger(64)),
        _ => NextElements(),
    };

    /// <summary>Integers of any one width, for all instructions on those.</summary>
    private UInt128 NextElements()
    {
        var width = 8 << _source.Next(5);
        UInt128 value = 0;
        for (var shift = 0; shift < 128; shift += width)
            value |= _source.NextInteger(width) << shift;

        return value;
    }

    private ulong Two(ReferenceFormat format) => ((ulong)_source.Next(format) << 32) | (ulong)_source.Next(format);

    private static UInt128 Pair(Func<ulong> next) => new(next(), next());

    private void Write(Span<byte> record, int offset, UInt128 value)
    {
        if (isBigEndian)
            BinaryPrimitives.WriteUInt128BigEndian(record[offset..], value);
        else
            BinaryPrimitives.WriteUInt128LittleEndian(record[offset..], value);
    }
}
