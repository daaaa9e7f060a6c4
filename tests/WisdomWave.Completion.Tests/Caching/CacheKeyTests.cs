using Microsoft.Extensions.AI;
using WisdomWave.Completion.Caching;
using WisdomWave.Completion.Models;
using ReasoningEffort = WisdomWave.Contracts.Completion.ReasoningEffort;

namespace WisdomWave.Completion.Tests.Caching;

public sealed class CacheKeyTests
{
    private const string Provider = "https://api.openai.com/v1";

    /// <summary>Fixed: a test that fails must fail again.</summary>
    private const int Seed = 14;

    [Fact]
    public void TheSameCallHasTheSameKeyFromRunToRun() => Assert.Equal(
        "wisdomwave:answer:3:5f2b9083b15143769c8fe238a87eb5b2185319df3a07f35c8b9d1d2489b51736",
        CacheKey.For(Provider, null, [new(ChatRole.User, "Hi")], new ChatOptions { ModelId = "gpt-5-mini", MaxOutputTokens = 100 }));

    [Fact]
    public void TheReasoningEffortIsPartOfTheKey() => Assert.Distinct(
        ((ReasoningEffort?[])[null, ReasoningEffort.Minimal, ReasoningEffort.Low]).Select(effort =>
            CacheKey.For(Provider, null, [new(ChatRole.User, "Hi")], new AnswerOptions { ModelId = "m", Effort = effort })));

    [Fact]
    public void WhetherItIsFreshIsNotPartOfTheKey() => Assert.Equal(
        CacheKey.For(Provider, null, [new(ChatRole.User, "Hi")], new AnswerOptions { ModelId = "m" }),
        CacheKey.For(Provider, null, [new(ChatRole.User, "Hi")], new AnswerOptions { ModelId = "m", Fresh = true }));

    [Fact]
    public void ACallThatTheKeyDoesNotCoverHasNoKey()
    {
        ChatMessage[] text = [new(ChatRole.User, "Hi")];

        Assert.Null(CacheKey.For(Provider, null, [new(ChatRole.User, [new DataContent(new byte[] { 1 }, "audio/ogg")])], null));
        Assert.Null(CacheKey.For(Provider, null, text, new ChatOptions { Seed = 1 }));
        Assert.Null(CacheKey.For(Provider, null, text, new ChatOptions { Instructions = "Be kind." }));
        Assert.Null(CacheKey.For(Provider, null, text, new ChatOptions { ResponseFormat = ChatResponseFormat.Json }));
        Assert.Null(CacheKey.For(Provider, null, text, new ChatOptions { AdditionalProperties = new() { ["a"] = 1 } }));
    }

    [Fact]
    public void AnImagesBytesAndTypeArePartOfTheKey()
    {
        string?[] keys =
        [
            Key([1, 2], "image/png"), Key([1, 3], "image/png"), Key([1, 2], "image/jpeg"), Key([1, 2, 3], "image/png"),
            CacheKey.For(Provider, null, [new(ChatRole.User, "Hi")], null),
        ];

        Assert.All(keys, Assert.NotNull);
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(Key([1, 2], "image/png"), keys[0]);

        static string? Key(byte[] image, string type) =>
            CacheKey.For(Provider, null, [new(ChatRole.User, [new TextContent("Hi"), new DataContent(image, type)])], null);
    }

    [Fact]
    public void TwoDifferentCallsNeverShareAKey()
    {
        var random = new Random(Seed);
        var calls = new Dictionary<string, string>();
        for (var i = 0; i < 50_000; i++)
        {
            var call = RandomCall.Generate(random);
            var (key, identity) = (call.Key, call.Identity);
            if (calls.TryGetValue(key, out var other))
                Assert.True(identity == other, $"{identity} and {other} share {key}");
            else
                calls.Add(key, identity);
        }

        // The alphabet is small, so many calls are equal, and equal calls must have the same key.
        Assert.InRange(calls.Count, 1_000, 49_000);
        Assert.True(calls.Values.Distinct().Count() == calls.Count, "one call has two keys");
    }

    /// <summary>Random calls rarely differ slightly: in where texts are split, in a name that equals a text, in an image with the bytes of a text.</summary>
    [Fact]
    public void TheSmallestDifferenceMakesAnotherKey()
    {
        var random = new Random(Seed);
        var different = new HashSet<string>();
        for (var i = 0; i < 2_000; i++)
        {
            var call = RandomCall.Generate(random);
            foreach (var (what, neighbour) in call.Neighbours())
            {
                if (neighbour.Identity == call.Identity)
                    continue;
                Assert.True(neighbour.Key != call.Key, $"{what} of {call.Identity} keeps {call.Key}");
                different.Add(what);
            }
        }

        Assert.Equal(RandomCall.Differences, different.Order(StringComparer.Ordinal));
    }
}
