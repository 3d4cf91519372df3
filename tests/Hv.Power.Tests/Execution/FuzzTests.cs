using Hv.Power.Memory;
using Hv.Power.Observation;
using Hv.Power.Tests.Infrastructure;

namespace Hv.Power.Tests.Execution;

/// <summary>
/// A hundred million random words as code, from random states, in all modes. No exception leaves the processor, nothing beside the
/// guest's memory is read or written, no run is longer than asked for, and what the processor holds does not grow.
/// </summary>
[Platform("Linux", Reason = "The pages beside the guest's memory are made inaccessible by mmap.")]
public sealed class FuzzTests
{
    private const long Words = 100_000_000 / 8;
    private const long ObservedWords = 300_000;
    private const long MostAllocated = 4 * 1024 * 1024;

    // Where effective addresses begin, and where they end and wrap.
    [TestCase(0ul)]
    [TestCase(ulong.MaxValue - FuzzGuest<BigEndian64>.Size + 1)]
    public void Random_words_do_no_harm_in_big_endian_mode(ulong start) => Run<BigEndian64>(start);

    [TestCase(0ul)]
    [TestCase(ulong.MaxValue - FuzzGuest<LittleEndian64>.Size + 1)]
    public void Random_words_do_no_harm_in_little_endian_mode(ulong start) => Run<LittleEndian64>(start);

    [TestCase(0ul)]
    [TestCase((1ul << 32) - FuzzGuest<BigEndian32>.Size)]
    public void Random_words_do_no_harm_in_big_endian_32_bit_mode(ulong start) => Run<BigEndian32>(start);

    [TestCase(0ul)]
    [TestCase((1ul << 32) - FuzzGuest<LittleEndian32>.Size)]
    public void Random_words_do_no_harm_in_little_endian_32_bit_mode(ulong start) => Run<LittleEndian32>(start);

    [Test]
    public void Observers_bear_random_words()
    {
        using var guest = new FuzzGuest<BigEndian64>(0, seed: 6);
        guest.Observer = new ExecutionTrace(TextWriter.Null, TraceItems.Assembly | TraceItems.Execution);
        guest.Run(ObservedWords);
        var counts = new InstructionCounts();
        guest.Observer = counts;
        var before = guest.Completed;
        guest.Run(ObservedWords);
        Assert.That(counts.Counts.Sum(entry => entry.Value), Is.InRange(1, guest.Completed - before));
    }

    private static void Run<TMode>(ulong start)
        where TMode : struct, IProcessorMode
    {
        using var guest = new FuzzGuest<TMode>(start, seed: start ^ 5);
        guest.Run(Words / 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        guest.Run(Words);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(MostAllocated));
        Assert.That(guest.Completed, Is.GreaterThan(Words / 4), "what is executed are instructions");
        TestContext.Out.WriteLine($"{Words:N0} words, {guest.Completed:N0} instructions completed");
    }
}
