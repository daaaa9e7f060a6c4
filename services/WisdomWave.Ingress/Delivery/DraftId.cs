using System.Buffers.Binary;

namespace WisdomWave.Ingress.Delivery;

/// <summary>The number of the draft in which a turn's answer grows: the same after a restart, so that a Stop pressed meanwhile finds its turn.</summary>
internal static class DraftId
{
    public static long Of(Guid turn)
    {
        Span<byte> bytes = stackalloc byte[16];
        turn.TryWriteBytes(bytes);
        // The last bytes of a version-7 id are random. Zero is no draft.
        return BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]) % int.MaxValue + 1L;
    }
}
