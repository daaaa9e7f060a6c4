using System.Buffers;
using System.Text;
using System.Text.Json;
using WisdomWave.Completion.Models;

namespace WisdomWave.Completion.Repairing;

/// <summary>
/// A provider's answer as server-sent events that the OpenAI SDK can read. Works line by line: a good chunk is copied as it came, the
/// others are written anew. Reads JSON and web pages that come instead of events as what they are.
/// </summary>
internal sealed class RepairingStream(Stream inner, bool isEventStream) : Stream
{
    private const int ReadSize = 16 * 1024;

    /// <summary>Above every chunk, and above every answer in one piece.</summary>
    private const int MaxLength = 16 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _output = new(ReadSize);
    private AnswerRepair? _repair;
    private byte[] _input = new byte[ReadSize];
    private int _inputStart;
    private int _inputEnd;
    private int _outputStart;
    private bool _hasEnded;
    private Kind _kind = Kind.NotKnownYet;

    // Data that is no JSON by itself: more lines of it may follow.
    private ArrayBufferWriter<byte>? _unfinished;
    private bool _isErrorEvent;

    private enum Kind
    {
        NotKnownYet,
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

    private AnswerRepair Repair => _repair ??= new AnswerRepair(_output);

    private ReadOnlySpan<byte> Unread => _input.AsSpan(_inputStart, _inputEnd - _inputStart);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_output.WrittenCount == _outputStart && !_hasEnded)
        {
            _output.ResetWrittenCount();
            _outputStart = 0;
            Reserve();
            var read = await inner.ReadAsync(_input.AsMemory(_inputEnd), cancellationToken);
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

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Answers are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        _repair?.Dispose();
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _repair?.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Reserve()
    {
        if (_inputStart > 0)
        {
            Unread.CopyTo(_input);
            (_inputStart, _inputEnd) = (0, _inputEnd - _inputStart);
        }

        if (_inputEnd < _input.Length)
            return;
        if (_input.Length >= MaxLength)
            throw new IOException("The provider's answer has a line without end.");
        Array.Resize(ref _input, _input.Length * 2);
    }

    private void Process()
    {
        if (_kind == Kind.NotKnownYet && !FindKind())
            return;
        if (_kind == Kind.Events)
        {
            while (TryTakeLine(out var line))
                Line(line);
            if (_hasEnded)
                EndEvents();
        }
        else if (_hasEnded)
        {
            EndBody();
        }
    }

    private bool FindKind()
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
            : bytes[0] == '<' || (!isEventStream && !LooksLikeEvents(bytes)) ? Kind.Page
            : Kind.Events;
        return true;
    }

    // The names of fields of events, or a comment; the first of a stream may be cut anywhere.
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

        // A carriage return at the end of what has come may be the first half of a line's end.
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

    private void Line(ReadOnlyMemory<byte> line)
    {
        var bytes = line.Span;
        if (bytes.StartsWith("data:"u8))
        {
            var skip = bytes.Length > 5 && bytes[5] == ' ' ? 6 : 5;
            Data(line[skip..]);
        }
        else if (bytes.Length == 0)
        {
            EndEvent();
        }
        else if (bytes.StartsWith("event:"u8))
        {
            _isErrorEvent = bytes[6..].Trim((byte)' ').SequenceEqual("error"u8);
        }
        else if (bytes[0] is (byte)'{' or (byte)'[')
        {
            // A server that fails in the middle may forget that it is in a stream.
            Data(line);
        }
    }

    private void Data(ReadOnlyMemory<byte> data)
    {
        if (_unfinished is { WrittenCount: > 0 } unfinished)
        {
            unfinished.Write("\n"u8);
            unfinished.Write(data.Span);
            if (unfinished.WrittenCount > MaxLength)
                throw new IOException("The provider's answer has an event without end.");
            if (Take(unfinished.WrittenMemory))
                unfinished.ResetWrittenCount();
            return;
        }

        if (!Take(data))
            (_unfinished ??= new()).Write(data.Span);
    }

    private bool Take(ReadOnlyMemory<byte> data)
    {
        var bytes = data.Span;
        if (bytes.Trim((byte)' ').SequenceEqual("[DONE]"u8))
        {
            Repair.Done();
            return true;
        }

        if (_isErrorEvent)
        {
            Repair.Fail(ProviderError.FromBody(data) ?? new(null, null, null, JsonTexts.Beginning(bytes)));
            return true;
        }

        if (!Repair.TakesGoodChunks || !ChunkCheck.IsGood(bytes, out var hasText))
            return Repair.Take(data) || IsHarmless(bytes);

        Repair.HasText |= hasText;
        _output.Write("data: "u8);
        _output.Write(bytes);
        _output.Write("\n\n"u8);
        return true;
    }

    // "ping", "heartbeat", nothing at all: no part of an answer.
    private static bool IsHarmless(ReadOnlySpan<byte> data) => data.Trim((byte)' ') is not [(byte)'{' or (byte)'[', ..];

    private void EndEvent()
    {
        _isErrorEvent = false;
        if (_unfinished is not { WrittenCount: > 0 } unfinished)
            return;

        unfinished.ResetWrittenCount();
        Repair.Damage();
    }

    private void EndEvents()
    {
        EndEvent();
        Repair.End();
    }

    private void EndBody()
    {
        var isRead = _kind == Kind.Json && TakeValues();
        if (isRead)
            Repair.Done();
        else
            Repair.Fail(new(AnswerRepair.NotACompletion, null, null, JsonTexts.Beginning(Unread)));
        _inputStart = _inputEnd;
    }

    /// <summary>One answer in one piece, or a chunk on each line.</summary>
    private bool TakeValues()
    {
        var reader = new Utf8JsonReader(Unread, new JsonReaderOptions { AllowMultipleValues = true });
        var isRead = false;
        try
        {
            while (reader.Read())
            {
                using var value = JsonDocument.ParseValue(ref reader);
                var root = value.RootElement;
                foreach (var answer in root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : (JsonElement[])[root])
                    isRead |= IsAnswer(answer) && Repair.Take(answer);
            }
        }
        catch (JsonException)
        {
            // Half an answer is what a connection leaves that broke; of a whole chunk before it the text is kept.
            Repair.Damage();
        }

        return isRead;
    }

    private static bool IsAnswer(JsonElement value) =>
        value.Find("choices"u8) is { ValueKind: JsonValueKind.Array or JsonValueKind.Object } || ProviderError.FromElement(value) is not null;
}
