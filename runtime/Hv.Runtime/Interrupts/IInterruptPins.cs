namespace Hv.Runtime.Interrupts;

/// <summary>A device whose interrupt lines a test can watch and drive (qtest: <c>irq_intercept_in</c>, <c>set_irq_in</c>).</summary>
public interface IInterruptPins
{
    /// <summary>The lines that come in, by number.</summary>
    IReadOnlyList<InterruptLine> Inputs { get; }

    /// <summary>The lines that go out, by number.</summary>
    IReadOnlyList<InterruptLine> Outputs { get; }
}
