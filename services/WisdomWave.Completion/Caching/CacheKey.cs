using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.AI;
using WisdomWave.Completion.Models;

namespace WisdomWave.Completion.Caching;

/// <summary>Computes cache keys from everything that influences a model's answer, and from nothing else.</summary>
internal static class CacheKey
{
    /// <summary>Prefix of the keys of answers, in every version.</summary>
    public const string Answers = "wisdomwave:answer:";

    /// <summary>Prefix of the keys of question families, in every version.</summary>
    public const string Families = "wisdomwave:questions:";

    // Increment the version when the encoding below or the stored value changes.
    private const string Prefix = Answers + "3:";
    private const string FamilyPrefix = Families + "1:";

    /// <returns>Null for a call with contents or settings that the key does not cover, such as tools or audio.</returns>
    public static string? For(string provider, string? scope, IEnumerable<ChatMessage> messages, ChatOptions? options) =>
        Hash(provider, scope, messages, options) is { } hash ? Prefix + hash : null;

    /// <summary>The key of all questions whose vectors are comparable and whose answers depend on nothing but the question.</summary>
    public static string? ForFamily(string provider, string embedding, IEnumerable<ChatMessage> system, ChatOptions? options) =>
        Hash(provider, embedding, system, options) is { } hash ? FamilyPrefix + hash : null;

    private static string? Hash(string provider, string? scope, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        if (options is { Tools.Count: > 0 } or { ResponseFormat: not null } or { RawRepresentationFactory: not null } or { AdditionalProperties.Count: > 0 }
            or { Instructions: not null } or { StopSequences.Count: > 0 } or { Seed: not null } or { TopK: not null }
            or { FrequencyPenalty: not null } or { PresencePenalty: not null } or { Reasoning: not null })
            return null;

        using var hash = new KeyHash();
        hash.Append(provider);
        hash.Append(scope);
        hash.Append(options?.ModelId);
        hash.Append(options?.MaxOutputTokens);
        hash.Append(options?.Temperature is { } temperature ? BitConverter.SingleToInt32Bits(temperature) : null);
        hash.Append(options?.TopP is { } topP ? BitConverter.SingleToInt32Bits(topP) : null);
        hash.Append((int?)(options as AnswerOptions)?.Effort);
        foreach (var message in messages)
        {
            hash.Append(message.Role.Value);
            hash.Append(message.AuthorName);
            hash.Append(message.Contents.Count);
            // Not foreach, which would allocate an enumerator for each message.
            for (var i = 0; i < message.Contents.Count; i++)
            {
                switch (message.Contents[i])
                {
                    case TextContent text:
                        hash.Append(text.Text);
                        break;
                    case DataContent picture when picture.HasTopLevelMediaType("image"):
                        hash.Append(picture);
                        break;
                    default:
                        return null;
                }
            }
        }

        return hash.ToHex();
    }
}

/// <summary>Hashes a sequence of values. They are collected in a buffer, because each call of the hash function costs more than a short value.</summary>
internal sealed class KeyHash : IDisposable
{
    private const int BufferLength = 4096;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
    private int _length;

    // Each part is preceded by its length, so two different sequences never have the same bytes. UTF-16, because UTF-8 would
    // encode all lone surrogates as the same replacement character.
    public void Append(string? text)
    {
        Append(text?.Length);
        Append(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    // No text has a negative length, so an image never has the same bytes as a text.
    public void Append(DataContent picture)
    {
        Append(-1);
        Append(picture.MediaType);
        Append(picture.Data.Length);
        Append(picture.Data.Span);
    }

    public void Append(int? number)
    {
        Span<byte> bytes = stackalloc byte[5];
        bytes[0] = number.HasValue ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32LittleEndian(bytes[1..], number ?? 0);
        Append(bytes);
    }

    public string ToHex()
    {
        Flush();
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.GetHashAndReset(hash);
        return Convert.ToHexStringLower(hash);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _hash.Dispose();
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _buffer.Length - _length)
            Flush();
        if (bytes.Length > _buffer.Length)
        {
            _hash.AppendData(bytes);
            return;
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Flush()
    {
        _hash.AppendData(_buffer.AsSpan(0, _length));
        _length = 0;
    }
}
