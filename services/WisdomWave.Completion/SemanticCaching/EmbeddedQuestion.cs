using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace WisdomWave.Completion.SemanticCaching;

/// <summary>A question as Redis stores it: the vector's length in bytes, the normalized vector, the hash of its guard, its answer's key.</summary>
internal sealed class EmbeddedQuestion
{
    private const int GuardLength = 16;

    private readonly Range _vector;
    private readonly Range _guard;

    private EmbeddedQuestion(byte[] bytes, int vectorLength)
    {
        Bytes = bytes;
        _vector = sizeof(int)..(sizeof(int) + vectorLength);
        _guard = _vector.End..(_vector.End.Value + GuardLength);
        AnswerKey = Encoding.UTF8.GetString(bytes.AsSpan(_guard.End.Value));
    }

    public byte[] Bytes { get; }

    /// <summary>The answer's key in the response cache.</summary>
    public string AnswerKey { get; }

    private ReadOnlySpan<float> Vector => MemoryMarshal.Cast<byte, float>(Bytes.AsSpan(_vector));

    private ReadOnlySpan<byte> Guard => Bytes.AsSpan(_guard);

    /// <returns>Null for a vector without a direction, such as a zero vector.</returns>
    public static EmbeddedQuestion? Of(string text, string answerKey, ReadOnlySpan<float> vector)
    {
        var norm = TensorPrimitives.Norm(vector);
        if (!float.IsFinite(norm) || norm == 0)
            return null;

        var vectorLength = vector.Length * sizeof(float);
        var bytes = new byte[sizeof(int) + vectorLength + GuardLength + Encoding.UTF8.GetByteCount(answerKey)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, vectorLength);
        var rest = bytes.AsSpan(sizeof(int));
        TensorPrimitives.Divide(vector, norm, MemoryMarshal.Cast<byte, float>(rest[..vectorLength]));
        rest = rest[vectorLength..];
        SHA256.HashData(Encoding.UTF8.GetBytes(QuestionGuard.Of(text))).AsSpan(0, GuardLength).CopyTo(rest);
        Encoding.UTF8.GetBytes(answerKey, rest[GuardLength..]);
        return new(bytes, vectorLength);
    }

    /// <returns>Null if the bytes are not a question.</returns>
    public static EmbeddedQuestion? Read(byte[]? bytes)
    {
        if (bytes is not { Length: > sizeof(int) })
            return null;
        var vectorLength = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return vectorLength > 0 && vectorLength % sizeof(float) == 0 && vectorLength <= bytes.Length - sizeof(int) - GuardLength
            ? new(bytes, vectorLength)
            : null;
    }

    /// <returns>The cosine; negative infinity if the two cannot mean the same.</returns>
    public float SimilarityTo(EmbeddedQuestion other) =>
        Vector.Length == other.Vector.Length && Guard.SequenceEqual(other.Guard) ? TensorPrimitives.Dot(Vector, other.Vector) : float.NegativeInfinity;
}
