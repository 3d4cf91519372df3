namespace Hv.Power.FloatingPoint;

/// <summary>What kind of value an <see cref="Unpacked"/> holds.</summary>
internal enum UnpackedKind : byte
{
    Zero,
    Finite,
    Infinity,
    QuietNaN,
    SignalingNaN,
}
