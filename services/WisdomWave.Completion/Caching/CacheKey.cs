using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.AI;
using WisdomWave.Completion.Models;

namespace WisdomWave.Completion.Caching;

/// <summary>The name of an answer in the cache: all that decides what a model answers, and nothing else.</summary>
internal static class CacheKey
{
    /// <summary>Keys of answers, of every version, begin with this.</summary>
    public const string Answers = "wisdomwave:answer:";

    /// <summary>Keys of question families, of every version, begin with this.</summary>
    public const string Families = "wisdomwave:questions:";

    // Another version where the encoding below or the stored value changes.
    private const string Prefix = Answers + "3:";
    private const string FamilyPrefix = Families + "1:";

    /// <summary>Null for a call that the key cannot tell from others: tools, sounds, a setting that is not looked at here.</summary>
    public static string? For(string provider, string? scope, IEnumerable<ChatMessage> messages, ChatOptions? options) =>
        Hash(provider, scope, messages, options) is { } hash ? Prefix + hash : null;

    /// <summary>The same for all questions whose answers differ only by what is asked, and whose vectors can be compared.</summary>
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

    // Every part says its length first, so no two sequences of parts are the same bytes. UTF-16, as UTF-8 has one
    // replacement for all broken surrogates.
    private static void Append(IncrementalHash hash, string? text)
    {
        Append(hash, text?.Length);
        hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    // No text has a length below zero, so that a picture is never taken for one.
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
