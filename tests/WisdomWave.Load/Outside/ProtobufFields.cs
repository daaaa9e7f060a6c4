namespace WisdomWave.Load.Outside;

/// <summary>Enumerates the fields of one protobuf message, with the content of those that have a length.</summary>
internal ref struct ProtobufFields(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    public int Number { get; private set; }

    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>The value of a number without a fixed length.</summary>
    public ulong Value { get; private set; }

    public bool Next()
    {
        if (_rest.IsEmpty)
            return false;
        var tag = Varint();
        Number = (int)(tag >> 3);
        Content = default;
        switch (tag & 7)
        {
            case 0:
                Value = Varint();
                break;
            case 1:
                _rest = _rest[8..];
                break;
            case 2:
                var length = (int)Varint();
                Content = _rest[..length];
                _rest = _rest[length..];
                break;
            default:
                _rest = _rest[4..];
                break;
        }

        return true;
    }

    private ulong Varint()
    {
        var (value, shift) = (0UL, 0);
        while (true)
        {
            var part = _rest[0];
            _rest = _rest[1..];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
            shift += 7;
        }
    }
}
