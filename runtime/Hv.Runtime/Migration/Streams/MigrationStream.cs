using Hv.Runtime.Machines;
using Hv.Runtime.Migration.Transports;

namespace Hv.Runtime.Migration.Streams;

/// <summary>
/// A whole machine in a stream, in the format of QEMU's migration: what <c>migrate</c> sends and <c>-incoming</c> reads, all at once.
/// </summary>
public static class MigrationStream
{
    /// <summary>Writes a machine. Its time stands meanwhile; nothing else may run it.</summary>
    /// <param name="machine">The machine, realized.</param>
    /// <param name="stream">Where to; it is not closed.</param>
    /// <param name="runState">The state the destination is to take over: <c>running</c>, <c>paused</c>.</param>
    /// <exception cref="StateException">A device cannot migrate, or something cannot be said in the stream.</exception>
    /// <exception cref="IOException">The stream does not take it.</exception>
    public static void Save(Machine machine, Stream stream, string runState = RunStateNames.Paused)
    {
        using var pause = new ClockPause(machine.Clock);
        var writer = new MigrationWriter(machine, stream);
        try
        {
            writer.Begin();
            writer.WriteRest(runState);
        }
        finally
        {
            writer.End();
        }
    }

    /// <summary>
    /// Reads a machine that <see cref="Save"/>, or QEMU, has written. Its time stands meanwhile; nothing else may run it. When it fails
    /// the machine has been reset, its RAM is zero, and it can be run as after power-on.
    /// </summary>
    /// <param name="machine">The machine, realized: of the same version, with the same devices.</param>
    /// <param name="stream">Where from; it is not closed. More may be read from it than belongs to the machine.</param>
    /// <param name="observer">Watches what is read, or <see langword="null"/>.</param>
    /// <returns>The state the source was in: <c>running</c>, <c>paused</c>; <see langword="null"/> when the stream does not say.</returns>
    /// <exception cref="StateException">The stream ends, or holds what this machine cannot be. One line says where and why.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static string? Load(Machine machine, Stream stream, IStateObserver? observer = null)
    {
        using var pause = new ClockPause(machine.Clock);
        return new MigrationReader(machine, stream) { Observer = observer }.Load();
    }

    /// <summary>Checks that a machine can migrate.</summary>
    /// <exception cref="StateException">It has a device that cannot, or two states with one name.</exception>
    public static void Check(Machine machine)
    {
        MigrationBlockers.ThrowIfAny(machine);
        _ = new StreamSections(machine, new GlobalState());
    }

    /// <summary>Reads a machine from a channel, which ends in order then, or the machine is reset.</summary>
    internal static string? Load(Machine machine, MigrationChannel channel, CancellationToken cancellation)
    {
        using var pause = new ClockPause(machine.Clock);
        var reader = new MigrationReader(machine, channel.Stream, channel.Answers);
        var runState = reader.Load();
        try
        {
            channel.Complete(cancellation);
            return runState;
        }
        catch
        {
            reader.Restore();
            throw;
        }
    }
}
