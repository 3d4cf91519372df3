using Hv.Runtime.Chardev;
using Hv.Runtime.Declarations;
using Hv.Runtime.Migration;
using Hv.Runtime.Objects;

namespace Hv.Pseries.Vio;

/// <summary>A virtual terminal: the guest's console.</summary>
[Device("spapr-vty", Summary = "sPAPR virtual terminal")]
[VmState("spapr_vty", BaseName = "sdev")]
public sealed partial class Vty : VioDevice
{
    /// <summary>How many received characters wait for the guest at most.</summary>
    public const int InputCapacity = 16;

    /// <summary>How many characters have come in, modulo 2^32.</summary>
    [Migrated(Name = "in")]
    private uint _received;

    /// <summary>How many of them the guest has taken, modulo 2^32.</summary>
    [Migrated(Name = "out")]
    private uint _taken;

    /// <summary>Those that wait, each at its number modulo the size.</summary>
    [Migrated(Name = "buf")]
    private readonly byte[] _input = new byte[InputCapacity];

    [HostOnly("the line of this host")]
    private SerialLink? _link;

    /// <summary>The character device it is connected to, by id; empty: none.</summary>
    [Property("chardev")]
    public partial string CharacterDevice { get; set; }

    /// <summary>Takes what the guest writes; nobody unless set. What it cannot take is lost, as on a line without a reader.</summary>
    [HostOnly("the line of this host")]
    public Stream Output { get; set; } = Stream.Null;

    /// <summary>How many characters could not be written to <see cref="Output"/>.</summary>
    [HostOnly("counts for users")]
    public ulong Lost { get; private set; }

    /// <summary>How many received characters wait for the guest.</summary>
    public int InputCount => (int)unchecked(_received - _taken);

    /// <summary>Writes characters of the guest.</summary>
    public void Write(ReadOnlySpan<byte> characters)
    {
        if (_link is not null && !_link.TrySend(characters))
            Lost += (ulong)characters.Length;

        try
        {
            Output.Write(characters);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The reader has gone away, which is no fault of the guest's.
            Lost += (ulong)characters.Length;
        }
    }

    /// <summary>Gives characters to the guest.</summary>
    /// <returns>How many there was room for, from the first on.</returns>
    public int Receive(ReadOnlySpan<byte> characters)
    {
        var count = Math.Min(characters.Length, InputCapacity - InputCount);
        var wasEmpty = InputCount == 0;
        foreach (var character in characters[..count])
            _input[_received++ % InputCapacity] = character;

        // One edge for all that the guest fetches at once.
        if (wasEmpty && count > 0)
            Interrupt?.TakeMessage();

        return count;
    }

    /// <summary>
    /// Takes received characters for the guest. A NUL that follows a CR in the same batch is left for the next: terminals send
    /// CR NUL for the return key, and the guest must not take it for two.
    /// </summary>
    /// <returns>How many were taken.</returns>
    public int Read(Span<byte> characters)
    {
        var count = 0;
        while (count < characters.Length && InputCount > 0)
        {
            var next = _input[_taken % InputCapacity];
            if (next == 0 && count > 0 && characters[count - 1] == '\r')
                break;

            characters[count++] = next;
            _taken++;
        }

        if (count > 0)
            _link?.OnRoom();

        return count;
    }

    /// <inheritdoc/>
    protected override string NodeName => "vty";

    /// <inheritdoc/>
    protected internal override string TreeType => "serial";

    /// <inheritdoc/>
    protected internal override string TreeCompatible => "hvterm1";

    /// <inheritdoc/>
    protected override void OnRealizeDevice()
    {
        if (CharacterDevice.Length == 0)
            return;

        if (!Machine.Options.CharacterDevices.TryGet(CharacterDevice, out var device))
            throw new PropertyException($"Property '{Type.Name}.chardev' can't find value '{CharacterDevice}'");

        try
        {
            _link = new SerialLink(device, Receive);
        }
        catch (CharacterDeviceException exception)
        {
            throw new PropertyException($"Property '{Type.Name}.chardev' can't take value '{CharacterDevice}': {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        base.OnReset();
        (_received, _taken) = (0, 0);
        _input.AsSpan().Clear();
        _link?.OnRoom();
    }

    /// <inheritdoc/>
    protected override void OnUnrealize()
    {
        _link?.Dispose();
        base.OnUnrealize();
    }

    [AfterLoad]
    private void CheckInput()
    {
        if (unchecked(_received - _taken) > InputCapacity)
            throw new StateException($"{unchecked(_received - _taken)} characters wait; at most {InputCapacity} can");
    }

    private int Receive(ReadOnlyMemory<byte> characters)
    {
        lock (Machine.Lock)
            return Receive(characters.Span);
    }
}
