namespace Hv.Runtime.Chardev;

/// <summary>
/// Joins a serial port of the guest and a character device: what the guest sends goes out without holding up the machine, what
/// comes in waits until the guest has room for it.
/// </summary>
public sealed class SerialLink : IDisposable
{
    /// <summary>How many bytes of the guest wait for a slow reader at most; more is lost, as on a line without flow control.</summary>
    private const int OutputCapacity = 1 << 20;

    private const int ReadSize = 1024;

    private readonly CharacterDevice _device;
    private readonly Func<ReadOnlyMemory<byte>, int> _receive;
    private readonly AutoResetEvent _hasRoom = new(initialState: false);
    private volatile OutputQueue? _output;
    private volatile bool _isClosed;

    /// <summary>Takes the device and starts to read.</summary>
    /// <param name="device">The character device.</param>
    /// <param name="receive">
    /// Gives characters to the guest and returns how many it had room for. Called on a thread of the link's own.
    /// </param>
    /// <exception cref="CharacterDeviceException">The device is in use.</exception>
    public SerialLink(CharacterDevice device, Func<ReadOnlyMemory<byte>, int> receive)
    {
        device.Take();
        _device = device;
        _receive = receive;

        // What is connected from the start loses nothing of what the guest says before the thread runs.
        var first = device is StreamCharacterDevice ? device.Accept() : null;
        if (first is not null)
            _output = new OutputQueue(first, OutputCapacity);

        new Thread(() => Run(first)) { IsBackground = true, Name = device.Id }.Start();
    }

    /// <summary>Sends what the guest writes. Does not wait.</summary>
    /// <returns><see langword="false"/> when it is lost: nobody reads, or not fast enough.</returns>
    public bool TrySend(ReadOnlySpan<byte> characters) => _output?.TryWrite(characters.ToArray()) ?? false;

    /// <summary>The guest has room for more characters.</summary>
    public void OnRoom() => _hasRoom.Set();

    /// <summary>Waits a moment for what the guest has sent to be read, and gives the device free.</summary>
    public void Dispose()
    {
        _isClosed = true;
        _hasRoom.Set();
        if (_output is { } output)
        {
            output.Flush(TimeSpan.FromSeconds(1));
            output.Dispose();
        }

        _device.Release();
    }

    private void Run(Stream? first)
    {
        // The output stays when there is nothing to read any more: a terminal's input may end before its output.
        if (first is not null)
            Read(first);

        while (!_isClosed && _device.Accept() is { } stream)
        {
            _output?.Dispose();
            _output = new OutputQueue(stream, OutputCapacity);
            Read(stream);
        }
    }

    private void Read(Stream stream)
    {
        var buffer = new byte[ReadSize];
        while (!_isClosed)
        {
            int count;
            try
            {
                count = stream.Read(buffer, 0, buffer.Length);
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException)
            {
                return;
            }

            if (count == 0)
                return;

            for (var done = 0; done < count && !_isClosed;)
            {
                var taken = _receive(buffer.AsMemory(done, count - done));
                done += taken;
                if (taken == 0)
                    _hasRoom.WaitOne();
            }
        }
    }
}
