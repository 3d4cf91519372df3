using Hv.Power.Memory;
using Hv.Power.Observation;
using Hv.Power.Tests.Infrastructure;

namespace Hv.Power.Tests.Observation;

/// <summary>The trace of decoded and executed instructions.</summary>
public sealed class ExecutionTraceTests
{
    private const string Source =
        """
              li r3,2
        loop: addi r3,r3,-1
              cmpdi r3,0
              bne loop
              .long 0
        """;

    [Test]
    public void It_has_what_is_decoded_once_and_what_is_executed_each_time()
    {
        Assert.That(Trace(TraceItems.Assembly | TraceItems.Execution), Is.EqualTo(
            """
            ----------------
            IN: 
            0x00010000:  38600002  li       r3,2
            0x00010004:  3863ffff  addi     r3,r3,-1
            0x00010008:  2c230000  cmpdi    cr0,r3,0
            0x0001000c:  4082fff8  bne      0x10004

            Trace 0: 0x0 [0000000000000000/0000000000010000/00004000/00000004] 
            ----------------
            IN: 
            0x00010004:  3863ffff  addi     r3,r3,-1
            0x00010008:  2c230000  cmpdi    cr0,r3,0
            0x0001000c:  4082fff8  bne      0x10004

            Trace 0: 0x1 [0000000000000000/0000000000010004/00004000/00000003] 
            ----------------
            IN: 
            0x00010010:  00000000  .long    0x00000000

            Trace 0: 0x2 [0000000000000000/0000000000010010/00004000/00000001] 

            """));
    }

    [Test]
    public void Each_item_is_written_alone_when_it_is_asked_for_alone()
    {
        var both = Trace(TraceItems.Assembly | TraceItems.Execution).Split('\n');
        Assert.That(Trace(TraceItems.Execution).Split('\n'), Is.EqualTo(both.Where(IsExecution).Append("")));
        Assert.That(Trace(TraceItems.Assembly).Split('\n'), Is.EqualTo(both.Where(line => !IsExecution(line))));
        Assert.That(Trace(TraceItems.None), Is.Empty);
    }

    [Test]
    public void A_block_that_is_run_in_part_says_how_far()
    {
        using var program = new Program<BigEndian64>("nop\nnop\nnop\nsc");
        using var text = new StringWriter();
        program.Processor.Observer = new ExecutionTrace(text, TraceItems.Execution, processor: 3);
        program.Run(2);
        Assert.That(text.ToString(), Is.EqualTo("Trace 3: 0x0 [0000000000000000/0000000000010000/00004000/00000002] \n"));
    }

    [Test]
    public void An_observer_that_is_taken_off_is_told_nothing_more()
    {
        using var program = new Program<BigEndian64>(Source);
        using var text = new StringWriter();
        program.Processor.Observer = new ExecutionTrace(text, TraceItems.Execution);
        program.Run(1);
        var before = text.ToString();
        program.Processor.Observer = null;
        program.Run();
        Assert.That(text.ToString(), Is.EqualTo(before).And.Not.Empty);
    }

    private static bool IsExecution(string line) => line.StartsWith("Trace", StringComparison.Ordinal);

    private static string Trace(TraceItems items)
    {
        using var program = new Program<BigEndian64>(Source);
        using var text = new StringWriter();
        program.Processor.Observer = new ExecutionTrace(text, items);
        program.Run();
        return text.ToString();
    }
}
