namespace Hv.Generators.Instructions;

/// <summary>The rules of forms.</summary>
internal enum FormErrorKind
{
    UnknownField,
    WrongBitCount,
    ConstantTooWide,
}
