using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace WisdomWave.Dialog.Storage;

/// <summary>16 bytes, most significant first: version-7 ids sort by time, and new ones append to the end of an index.</summary>
internal sealed class BigEndianGuid() : ValueConverter<Guid, byte[]>(id => Bytes(id), bytes => new Guid(bytes, true))
{
    public static byte[] Bytes(Guid id) => id.ToByteArray(bigEndian: true);
}
