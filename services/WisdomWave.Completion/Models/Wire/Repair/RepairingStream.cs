using System.Buffers;
using System.Text;

namespace WisdomWave.Completion.Models.Wire.Repair;

/// <summary>
/// A provider's answer as server-sent events that the OpenAI SDK can read. It works line by line: the text of valid chunks
/// is copied, other chunks are rewritten. JSON instead of a stream becomes chunks; a web page becomes an error.
/// </summary>
internal sealed class RepairingStream : Stream
{
    /// <summary>About ten chunks. Thousands of answers may stream at the same time, so each has small buffers.</summary>
    private const int ReadSize = 4 * 1024;

    /// <summary>Larger than any chunk or complete answer.</summary>
    internal const int MaxLength = 16 * 1024 * 1024;

    private readonly PooledBufferWriter _output;
    private readonly EventStreamRepair _repair;
    private readonly Stream _inner;
    private readonly bool _isEventStream;
    private byte[] _input = ArrayPool<byte>.Shared.Rent(ReadSize);
    private int _inputStart;
    private int _inputEnd;
    private int _outputStart;
    private bool _hasEnded;
    private Kind _kind = Kind.Unknown;

    public RepairingStream(Stream inner, bool isEventStream)
    {
        (_inner, _isEventStream) = (inner, isEventStream);
        _output = new(ReadSize);
        _repair = new(_output);
    }

    private enum Kind
    {
        Unknown,
        Events,
        Json,
        Page,
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private ReadOnlySpan<byte> Unread => _input.AsSpan(_inputStart, _inputEnd - _inputStart);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_output.WrittenCount == _outputStart && !_hasEnded)
        {
            _output.Clear();
            _outputStart = 0;
            EnsureInputSpace();
            var read = await _inner.ReadAsync(_input.AsMemory(_inputEnd), cancellationToken);
            _inputEnd += read;
            _hasEnded = read == 0;
            Process();
        }

        var count = Math.Min(buffer.Length, _output.WrittenCount - _outputStart);
        _output.WrittenSpan.Slice(_outputStart, count).CopyTo(buffer.Span);
        _outputStart += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("This stream supports only asynchronous reads.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        ReleaseBuffers();
        await _inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            ReleaseBuffers();
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void EnsureInputSpace()
    {
        if (_inputStart > 0)
        {
            Unread.CopyTo(_input);
            (_inputStart, _inputEnd) = (0, _inputEnd - _inputStart);
        }

        if (_inputEnd < _input.Length)
            return;
        if (_input.Length >= MaxLength)
            throw new IOException("A line of the provider's answer is too long.");
        var larger = ArrayPool<byte>.Shared.Rent(_input.Length * 2);
        Unread.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_input);
        _input = larger;
    }

    /// <summary>May be called twice: the base class disposes again.</summary>
    private void ReleaseBuffers()
    {
        if (_input.Length == 0)
            return;

        _repair.Dispose();
        _output.Dispose();
        ArrayPool<byte>.Shared.Return(_input);
        (_input, _inputStart, _inputEnd) = ([], 0, 0);
    }

    private void Process()
    {
        if (_kind == Kind.Unknown && !DetectKind())
            return;
        if (_kind == Kind.Events)
        {
            while (TryTakeLine(out var line))
                _repair.AddLine(line);
            _repair.EndText();
            if (_hasEnded)
                _repair.End();
        }
        else if (_hasEnded)
        {
            _repair.AddBody(Unread, isJson: _kind == Kind.Json);
            _inputStart = _inputEnd;
        }
    }

    private bool DetectKind()
    {
        var bytes = Unread;
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
            _inputStart += Encoding.UTF8.Preamble.Length;
        }
        else if (bytes.Length is > 0 and < 3 && bytes[0] == Encoding.UTF8.Preamble[0] && !_hasEnded)
        {
            return false;
        }

        bytes = bytes.TrimStart(" \t\r\n"u8);
        if (bytes.Length == 0 && !_hasEnded)
            return false;

        _kind = bytes.Length == 0 ? Kind.Events
            : bytes[0] is (byte)'{' or (byte)'[' ? Kind.Json
            : bytes[0] == '<' || (!_isEventStream && !LooksLikeEvents(bytes)) ? Kind.Page
            : Kind.Events;
        return true;
    }

    // The field names of events, or a comment; the stream's first read may end anywhere inside them.
    private static bool LooksLikeEvents(ReadOnlySpan<byte> bytes)
    {
        foreach (var field in (string[])["data", "event", "id", "retry", ":"])
        {
            var length = Math.Min(bytes.Length, field.Length);
            if (bytes[..length].SequenceEqual(Encoding.ASCII.GetBytes(field).AsSpan(0, length)))
                return true;
        }

        return false;
    }

    private bool TryTakeLine(out ReadOnlyMemory<byte> line)
    {
        var unread = Unread;
        var end = unread.IndexOfAny((byte)'\n', (byte)'\r');

        // A carriage return at the end of the input may be the first half of a line end.
        if (end < 0 || (unread[end] == '\r' && end == unread.Length - 1 && !_hasEnded))
        {
            line = _hasEnded && unread.Length > 0 ? _input.AsMemory(_inputStart, unread.Length) : default;
            if (line.Length > 0)
                _inputStart = _inputEnd;
            return line.Length > 0;
        }

        line = _input.AsMemory(_inputStart, end);
        _inputStart += end + 1;
        if (unread[end] == '\r' && end + 1 < unread.Length && unread[end + 1] == '\n')
            _inputStart++;
        return true;
    }
}
