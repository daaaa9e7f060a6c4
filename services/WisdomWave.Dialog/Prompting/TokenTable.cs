using System.Buffers.Text;
using System.IO.Compression;
using System.Numerics;
using System.Reflection;

namespace WisdomWave.Dialog.Prompting;

/// <summary>
/// The tokens of an encoding and their ranks, in three arrays: 4 MB for o200k. The table of Microsoft.ML.Tokenizers, from whose data packages
/// this is read, takes 43 MB in 600,000 objects, because it also gives tokens back as text. Dialog only counts.
/// </summary>
internal sealed class TokenTable
{
    /// <summary>The rank of bytes that are no token.</summary>
    public const int NoToken = int.MaxValue;

    /// <summary>The tokens one after the other, by rank.</summary>
    private readonly byte[] _bytes;

    /// <summary>Where the token of each rank ends in <see cref="_bytes"/>.</summary>
    private readonly int[] _ends;

    /// <summary>A hash table with linear probing: rank + 1, or 0 for an empty slot.</summary>
    private readonly int[] _slots;

    private readonly int _longest;

    private TokenTable(byte[] bytes, int[] ends)
    {
        (_bytes, _ends) = (bytes, ends);
        _slots = new int[BitOperations.RoundUpToPowerOf2((uint)ends.Length * 2)];
        for (var rank = 0; rank < ends.Length; rank++)
        {
            var token = Token(rank);
            _longest = Math.Max(_longest, token.Length);
            var slot = FirstSlot(token);
            while (_slots[slot] != 0)
                slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = rank + 1;
        }
    }

    /// <param name="encoding">The published name, such as <c>o200k_base</c>.</param>
    /// <param name="package">The assembly that has the tokens as a resource.</param>
    public static TokenTable Load(string encoding, string package)
    {
        var resource = $"{encoding}.tiktoken.deflate";
        using var compressed = Assembly.Load(package).GetManifestResourceStream(resource)
            ?? throw new InvalidDataException($"{package} has no {resource}.");
        using var text = new MemoryStream();
        using (var inflated = new DeflateStream(compressed, CompressionMode.Decompress))
            inflated.CopyTo(text);
        return Parse(text.GetBuffer().AsSpan(0, (int)text.Length));
    }

    /// <summary>The lower, the earlier it is merged; <see cref="NoToken"/> if the bytes are no token.</summary>
    public int Rank(ReadOnlySpan<byte> token)
    {
        if (token.Length > _longest)
            return NoToken;

        var slot = FirstSlot(token);
        while (_slots[slot] is var next and not 0)
        {
            if (Token(next - 1).SequenceEqual(token))
                return next - 1;
            slot = (slot + 1) & (_slots.Length - 1);
        }

        return NoToken;
    }

    /// <summary>A line "Capacity: 199998", then for each rank a line with the token in Base64.</summary>
    private static TokenTable Parse(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[text.Length];
        var ends = new List<int>(capacity: 200_000);
        var end = 0;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range].TrimEnd((byte)'\r');
            if (line.IsEmpty || line.StartsWith("Capacity: "u8))
                continue;
            if (Base64.DecodeFromUtf8(line, bytes.AsSpan(end), out _, out var written) != System.Buffers.OperationStatus.Done)
                throw new InvalidDataException($"Line {ends.Count + 2} of the encoding's tokens is not Base64.");
            end += written;
            ends.Add(end);
        }

        return new TokenTable(bytes[..end], [.. ends]);
    }

    private ReadOnlySpan<byte> Token(int rank)
    {
        var start = rank == 0 ? 0 : _ends[rank - 1];
        return _bytes.AsSpan(start, _ends[rank] - start);
    }

    /// <summary>FNV-1a: tokens are short, and the table never changes, so nobody can choose tokens that collide.</summary>
    private int FirstSlot(ReadOnlySpan<byte> token)
    {
        var hash = 2166136261u;
        foreach (var value in token)
            hash = (hash ^ value) * 16777619;
        return (int)((hash ^ (hash >> 15)) & (uint)(_slots.Length - 1));
    }
}
