using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace WisdomWave.Dialog.Storage;

/// <summary>Stores 16 bytes, most significant first, so that version-7 ids sort by time and new ones append to the end of an index.</summary>
internal sealed class BigEndianGuid() : ValueConverter<Guid, byte[]>(id => Bytes(id), bytes => new Guid(bytes, true))
{
    public static byte[] Bytes(Guid id) => id.ToByteArray(bigEndian: true);
}

/// <summary>Stores milliseconds since 1970-01-01 UTC. SQLite has no time type, and text would not sort across offsets. PostgreSQL has the same numbers, because statements compare them.</summary>
internal sealed class UnixMilliseconds()
    : ValueConverter<DateTimeOffset, long>(time => time.ToUnixTimeMilliseconds(), value => DateTimeOffset.FromUnixTimeMilliseconds(value));
