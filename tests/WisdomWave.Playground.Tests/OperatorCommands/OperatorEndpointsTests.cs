using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using Telegram.Bot;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Playground.Tests.OperatorCommands;

public sealed class OperatorEndpointsTests : PlaygroundTest
{
    [Fact]
    public async Task AResetLeavesAnnBorisAndTheirGroupWithoutMessagesAndFaults()
    {
        await Bot.GetUpdates(cancellationToken: Cancellation);
        await Playground.Ann.SayAsync("hello", cancellationToken: Cancellation);
        await Playground.Boris.In(PlaygroundClient.FriendsId).SayAsync("hello all", cancellationToken: Cancellation);
        await Playground.Client.AddPersonAsync("Vera", "ru", Cancellation);
        await Playground.Client.AddGroupAsync(new() { Title = "Others" }, Cancellation);
        await Playground.Client.FailAsync(new BotFault { Kind = BotFaultKind.Cut }, Cancellation);
        await Playground.Client.ChangeAsync(new() { FloodLimits = true }, Cancellation);

        Assert.Equal(HttpStatusCode.OK, (await PostAsync("reset")).Status);

        var state = await Playground.Client.StateAsync(Cancellation);
        Assert.Equal(["Ann", "Boris"], state.People.Select(person => person.FirstName));
        Assert.Equal([PlaygroundClient.FriendsId], state.Chats.Where(chat => chat.BotId is null).Select(chat => chat.Chat.Id));
        Assert.All(state.Chats, chat => Assert.Empty(chat.Messages));
        Assert.False(state.Settings.FloodLimits);
        Assert.Empty(await Bot.GetUpdates(cancellationToken: Cancellation));
    }

    [Fact]
    public async Task MessageIdsContinueAfterAReset()
    {
        var before = await Playground.Ann.SayAsync("hello", cancellationToken: Cancellation);
        await PostAsync("reset");
        var after = await Playground.Ann.SayAsync("hello", cancellationToken: Cancellation);
        Assert.True(after.MessageId > before.MessageId);
    }

    [Fact]
    public async Task ATestMessageReachesTheBotAndItsAnswerIsReported()
    {
        // The clock stands still, so the playground waits for the answer as long as a slow machine needs.
        await using var playground = await PlaygroundServer.StartAsync(time: new FakeTimeProvider(DateTimeOffset.UtcNow), cancellationToken: Cancellation);
        var bot = NewBot(PlaygroundServer.BotToken, playground);
        await bot.GetUpdates(cancellationToken: Cancellation);
        var sending = PostAsync("test-message", playground);
        var update = Assert.Single(await bot.GetUpdates(timeout: 20, cancellationToken: Cancellation));
        await bot.SendMessage(update.Message!.Chat, "4", cancellationToken: Cancellation);

        var (status, answer) = await sending;

        Assert.Equal("Test message: what is 2 + 2?", update.Message.Text);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Matches(@"^The bot answered after \d+\.\d s\. The question and the answer are on the chat page\.$", (string)answer["message"]!);
    }

    [Fact]
    public async Task ABotThatDoesNotAnswerIsReportedInOneSentence()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var playground = await PlaygroundServer.StartAsync(time: time, cancellationToken: Cancellation);
        var sending = PostAsync("test-message", playground);
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(31));
                return sending.IsCompleted;
            },
            "the playground stops waiting");

        var (status, problem) = await sending;

        Assert.Equal(HttpStatusCode.GatewayTimeout, status);
        Assert.Equal("The bot did not answer within 30 s. Check the logs of ingress, dialog and completion.", (string?)problem["detail"]);
    }

    [Theory]
    [InlineData("test-message")]
    [InlineData("traffic")]
    public async Task WithoutSimulatedTelegramNobodyWrites(string operation)
    {
        await using var playground = await PlaygroundServer.StartAsync(options => options.SimulatesTelegram = false, cancellationToken: Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(operation, playground)).Status);
    }

    [Fact]
    public async Task TrafficAsksCommonAndNewQuestionsAlsoAfterAReset()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var playground = await PlaygroundServer.StartAsync(time: time, cancellationToken: Cancellation);
        Assert.Equal("For 5 minutes, simulated people write a message every two seconds. The boards show it.", (string?)(await PostAsync("traffic", playground)).Answer["message"]);

        await WrittenAsync(30);
        await PostAsync("reset", playground);
        var messages = await WrittenAsync(16);
        Assert.Equal("The simulated people write no more.", (string?)(await PostAsync("traffic?minutes=0", playground)).Answer["message"]);
        Assert.Equal(["What can you do?", "What is … + …?", "forget"], messages.Select(text => Regex.Replace(text, "[0-9]+", "…")).Distinct().Order(StringComparer.Ordinal));

        async Task<IReadOnlyList<string>> WrittenAsync(int count)
        {
            IReadOnlyList<string> texts = [];
            await Eventually.HoldsAsync(
                async () =>
                {
                    time.Advance(TimeSpan.FromSeconds(2));
                    return (texts = await TextsAsync()).Count >= count;
                },
                $"{count} messages are written");
            return texts;
        }

        async Task<IReadOnlyList<string>> TextsAsync() =>
            [.. (await playground.Client.StateAsync(Cancellation)).Chats.SelectMany(chat => chat.Messages).Select(message => message.Text!)];
    }

    [Fact]
    public async Task AWebPageCannotReset()
    {
        await Playground.Ann.SayAsync("hello", cancellationToken: Cancellation);
        using var http = new HttpClient { BaseAddress = Playground.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "operator/reset") { Headers = { { "Origin", "https://example.org" } } };
        using var response = await http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains((await Playground.Client.StateAsync(Cancellation)).Chats, chat => chat.Messages.Count > 0);
    }

    private async Task<(HttpStatusCode Status, JsonObject Answer)> PostAsync(string operation, PlaygroundServer? playground = null)
    {
        using var http = new HttpClient { BaseAddress = (playground ?? Playground).Address };
        using var response = await http.PostAsync($"operator/{operation}", null, Cancellation);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!);
    }
}
