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

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, provider);
        Append(hash, scope);
        Append(hash, options?.ModelId);
        Append(hash, options?.MaxOutputTokens);
        Append(hash, options?.Temperature is { } temperature ? BitConverter.SingleToInt32Bits(temperature) : null);
        Append(hash, options?.TopP is { } topP ? BitConverter.SingleToInt32Bits(topP) : null);
        Append(hash, (int?)(options as AnswerOptions)?.Effort);
        foreach (var message in messages)
        {
            Append(hash, message.Role.Value);
            Append(hash, message.AuthorName);
            Append(hash, message.Contents.Count);
            foreach (var content in message.Contents)
            {
                switch (content)
                {
                    case TextContent text:
                        Append(hash, text.Text);
                        break;
                    case DataContent picture when picture.HasTopLevelMediaType("image"):
                        Append(hash, picture);
                        break;
                    default:
                        return null;
                }
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Each part is preceded by its length, so two different sequences never have the same bytes. UTF-16, because UTF-8 would
    // encode all lone surrogates as the same replacement character.
    private static void Append(IncrementalHash hash, string? text)
    {
        Append(hash, text?.Length);
        hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    // No text has a negative length, so an image never has the same bytes as a text.
    private static void Append(IncrementalHash hash, DataContent picture)
    {
        Append(hash, -1);
        Append(hash, picture.MediaType);
        Append(hash, picture.Data.Length);
        hash.AppendData(picture.Data.Span);
    }

    private static void Append(IncrementalHash hash, int? number)
    {
        Span<byte> bytes = stackalloc byte[5];
        bytes[0] = number.HasValue ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32LittleEndian(bytes[1..], number ?? 0);
        hash.AppendData(bytes);
    }
}
