using System.Text.Json.Nodes;
using Telegram.Bot;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Playground.Tests.People;

public sealed class WritingTests : PlaygroundTest
{
    [Fact]
    public async Task AMessageWaitsForABotThatIsNotConnected()
    {
        await Playground.Ann.SayAsync("is anybody there?", cancellationToken: Cancellation);
        Assert.Equal("is anybody there?", Assert.Single(await Bot.GetUpdates(cancellationToken: Cancellation)).Message!.Text);
    }

    [Fact]
    public async Task ALongTextIsSplitLikeInTelegramsClients()
    {
        var words = string.Join(' ', Enumerable.Range(0, 1_500).Select(i => $"word{i}"));
        await Playground.Ann.SayAsync(words, cancellationToken: Cancellation);
        var parts = (await Bot.GetUpdates(cancellationToken: Cancellation)).Select(update => update.Message!.Text!).ToList();
        Assert.Equal(words, string.Join(' ', parts));
        Assert.All(parts.SkipLast(1), part => Assert.InRange(part.Length, 4_000, 4_096));
    }

    [Fact]
    public async Task AnEditWithoutAVisibleChangeIsAnUpdate()
    {
        var said = await Playground.Ann.SayAsync("same", cancellationToken: Cancellation);
        await Playground.Ann.EditAsync(said.MessageId, text: null, Cancellation);
        var edited = (await Bot.GetUpdates(cancellationToken: Cancellation))[1].EditedMessage!;
        Assert.Equal((said.MessageId, "same"), (edited.Id, edited.Text));
        Assert.NotNull(edited.EditDate);
    }

    [Fact]
    public async Task AnyObjectCanBeInjectedAsAnUpdate()
    {
        await Playground.Client.InjectUpdateAsync(new JsonObject { ["message"] = new JsonObject { ["text"] = 5 } }, Cancellation);
        using var http = new HttpClient();
        var answer = await http.GetStringAsync(new Uri(Playground.Address, $"/bot{PlaygroundServer.BotToken}/getUpdates"), Cancellation);
        Assert.Equal("""{"message":{"text":5}}""", Without(JsonNode.Parse(answer)!["result"]![0]!.AsObject(), "update_id"));

        static string Without(JsonObject update, string name)
        {
            Assert.True(update.Remove(name));
            return update.ToJsonString();
        }
    }

    [Fact]
    public async Task ANewPersonOpensAChatByWriting()
    {
        var vera = await Playground.Client.AddPersonAsync("Вера", "ru", Cancellation);
        await vera.SayAsync("привет", cancellationToken: Cancellation);
        var from = Assert.Single(await Bot.GetUpdates(cancellationToken: Cancellation)).Message!.From!;
        Assert.Equal((vera.Id, "Вера", "ru"), (from.Id, from.FirstName, from.LanguageCode));
    }

    [Fact]
    public async Task TheAnswerIsReadAfterItsLastEdit()
    {
        await Playground.Ann.SayAsync("stream, please", cancellationToken: Cancellation);
        var sent = await Bot.SendMessage(Playground.Ann.ChatId, "o", cancellationToken: Cancellation);

        // While the reply is not delivered, the answer is not complete, however long its next edit takes.
        var (looks, isDelivered) = (0, false);
        Playground.Client.HasDelivered = (_, _) =>
        {
            Interlocked.Increment(ref looks);
            return Task.FromResult(Volatile.Read(ref isDelivered));
        };
        var reading = Playground.Ann.ReadAnswerAsync(Cancellation);
        foreach (var text in (string[])["on", "one", "one t", "one two"])
        {
            var before = Volatile.Read(ref looks);
            await Eventually.HoldsAsync(() => Volatile.Read(ref looks) > before, "the test looks again");
            await Bot.EditMessageText(Playground.Ann.ChatId, sent.Id, text, cancellationToken: Cancellation);
        }

        Volatile.Write(ref isDelivered, true);
        Assert.Equal("one two", (await reading).Text);
    }
}
