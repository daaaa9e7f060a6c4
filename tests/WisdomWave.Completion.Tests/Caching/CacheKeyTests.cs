using Microsoft.Extensions.AI;
using WisdomWave.Completion.Caching;
using WisdomWave.Completion.Models;

namespace WisdomWave.Completion.Tests.Caching;

public sealed class CacheKeyTests
{
    private const string Provider = "https://api.openai.com/v1";

    [Fact]
    public void TheSameCallHasTheSameKeyFromRunToRun() => Assert.Equal(
        "wisdomwave:answer:2:b1c1602899b8a33e56f5e99ec520eaef1d06862d568ef50f828e00723277f7ac",
        CacheKey.For(Provider, null, [new(ChatRole.User, "Hi")], new ChatOptions { ModelId = "gpt-5-mini", MaxOutputTokens = 100 }));

    [Fact]
    public void WhetherItIsFreshIsNotPartOfTheKey() => Assert.Equal(
        CacheKey.For(Provider, null, [new(ChatRole.User, "Hi")], new AnswerOptions { ModelId = "m" }),
        CacheKey.For(Provider, null, [new(ChatRole.User, "Hi")], new AnswerOptions { ModelId = "m", Fresh = true }));

    [Fact]
    public void ACallThatTheKeyCannotTellFromOthersHasNone()
    {
        ChatMessage[] text = [new(ChatRole.User, "Hi")];

        Assert.Null(CacheKey.For(Provider, null, [new(ChatRole.User, [new DataContent(new byte[] { 1 }, "audio/ogg")])], null));
        Assert.Null(CacheKey.For(Provider, null, text, new ChatOptions { Seed = 1 }));
        Assert.Null(CacheKey.For(Provider, null, text, new ChatOptions { Instructions = "Be kind." }));
        Assert.Null(CacheKey.For(Provider, null, text, new ChatOptions { ResponseFormat = ChatResponseFormat.Json }));
        Assert.Null(CacheKey.For(Provider, null, text, new ChatOptions { AdditionalProperties = new() { ["a"] = 1 } }));
    }

    [Fact]
    public void APictureIsToldFromOthersByItsBytesAndItsType()
    {
        string?[] keys =
        [
            Key([1, 2], "image/png"), Key([1, 3], "image/png"), Key([1, 2], "image/jpeg"), Key([1, 2, 3], "image/png"),
            CacheKey.For(Provider, null, [new(ChatRole.User, "Hi")], null),
        ];

        Assert.All(keys, Assert.NotNull);
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(Key([1, 2], "image/png"), keys[0]);

        static string? Key(byte[] picture, string type) =>
            CacheKey.For(Provider, null, [new(ChatRole.User, [new TextContent("Hi"), new DataContent(picture, type)])], null);
    }

    [Fact]
    public void TwoDifferentCallsNeverShareAKey()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var calls = new Dictionary<string, Call>();
        for (var i = 0; i < 50_000; i++)
        {
            var call = Call.Generate(random);
            var key = call.Key;
            if (calls.TryGetValue(key, out var other))
                Assert.True(call.SameAs(other), $"seed {seed}: {call} and {other} share {key}");
            else
                calls.Add(key, call);
        }

        // The alphabet is so small that many calls are the same, and the same call must meet its key again.
        Assert.InRange(calls.Count, 1_000, 49_000);
        Assert.True(calls.Values.Select(c => c.ToString()).Distinct().Count() == calls.Count, $"seed {seed}: one call has two keys");
    }

    private sealed record Call(string Provider, string? Scope, string? Model, int? Room, float? Temperature, (ChatRole Role, string Text)[] Messages)
    {
        // Whatever could be taken for a border or a number of another encoding, and halves of surrogate pairs.
        private static readonly string[] Pieces = ["", "a", "b", "\0", ":", "1", "user", "\n", "\ud83d", "\ude00", "é", "e\u0301"];

        public string Key => CacheKey.For(
            Provider,
            Scope,
            Messages.Select(m => new ChatMessage(m.Role, m.Text)).ToList(),
            new ChatOptions { ModelId = Model, MaxOutputTokens = Room, Temperature = Temperature })!;

        public static Call Generate(Random random) => new(
            Text(random),
            random.Next(2) == 0 ? null : Text(random),
            random.Next(3) == 0 ? null : Text(random),
            random.Next(2) == 0 ? null : random.Next(-1, 2),
            random.Next(4) == 0 ? random.Next(2) : null,
            [.. Enumerable.Range(0, random.Next(3)).Select(_ => (random.Next(2) == 0 ? ChatRole.User : ChatRole.Assistant, Text(random)))]);

        public bool SameAs(Call other) =>
            (Provider, Scope, Model, Room, Temperature) == (other.Provider, other.Scope, other.Model, other.Room, other.Temperature) && Messages.SequenceEqual(other.Messages);

        public override string ToString() =>
            $"{Show(Provider)}|{(Scope is null ? "-" : Show(Scope))}|{(Model is null ? "-" : Show(Model))}|{Room}|{Temperature}|{string.Join(';', Messages.Select(m => $"{m.Role}={Show(m.Text)}"))}";

        private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(3)).Select(_ => Pieces[random.Next(Pieces.Length)]));

        private static string Show(string text) => string.Join(' ', text.Select(c => ((int)c).ToString("x4", null)));
    }
}
