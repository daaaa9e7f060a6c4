using WisdomWave.Playground.Faults;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd;

[Collection(OwnApplications.Collection)]
public sealed class SeveralBotsTests
{
    private const long HomeId = 110201544;
    private const long WorkId = 110201545;
    private const long BrokenId = 110201546;

    private const string Key = "sk-of-the-end-to-end-test";

    private static readonly string[] Tokens =
        [$"{HomeId}:home-token-of-the-end-to-end-test", $"{WorkId}:work-token-of-the-end-to-end-test", $"{BrokenId}:broken-token-of-the-end-to-end-test"];

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task OneOfThreeBotsIsRejectedAndTheOthersAnswerWithTheirPersonas()
    {
        await using var outside = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await outside.Client.FailAsync(new BotFault { Method = "getMe", BotId = BrokenId, Status = 401, Times = 1000 }, Token);
        var folder = Directory.CreateTempSubdirectory("wisdomwave-bots-").FullName;
        await using (var application = await HostedApplication.StartAsync(folder, new Dictionary<string, string>
        {
            ["Bots__home__Token"] = Tokens[0],
            ["Bots__home__Persona"] = "You are a cook.",
            ["Bots__home__Access__Admins"] = $"{outside.Ann.Id}",
            ["Bots__work__Token"] = Tokens[1],
            ["Bots__work__Persona"] = "You are a lawyer.",
            ["Bots__broken__Token"] = Tokens[2],
            ["TELEGRAM_API_BASE_URL"] = outside.Address.ToString(),
            ["Access__Open"] = "true",
            ["OPENAI_API_KEY"] = Key,
            ["OPENAI_BASE_URL"] = outside.OpenAiAddress.ToString(),
        }))
        {
            await Eventually.HoldsAsync(
                async () => (await outside.Client.StateAsync(Token)).Bots.Count(bot => bot.Online) == 2, "two of the three bots are online");
            outside.Client.HasDelivered = (person, cancellationToken) => application.HasDeliveredAsync(person.BotId!.Value, person.ChatId, cancellationToken);
            var (home, work) = (outside.Ann.With(HomeId), outside.Ann.With(WorkId));

            Assert.Matches(
                @"^🟢 I have started\. Version: \d+\.\d+\.\d+\S*(, commit [0-9a-f]{10})?\. Model: gpt-5-mini\.$",
                (await home.ReadAnswerAsync(message => message.Text is not null, Token)).Text);
            Assert.Contains("You are a cook.", await AskAsync(home, "What are your instructions?"), StringComparison.Ordinal);
            Assert.Contains("You are a lawyer.", await AskAsync(work, "What are your instructions?"), StringComparison.Ordinal);
            Assert.Contains("Nice to meet you, Ann!", await AskAsync(home, "My name is Ann"), StringComparison.Ordinal);
            Assert.Contains("You have not told me your name yet.", await AskAsync(work, "What is my name?"), StringComparison.Ordinal);
            Assert.Contains("Your name is Ann.", await AskAsync(home, "What is my name?"), StringComparison.Ordinal);
            Assert.DoesNotContain(await work.ReadAllAsync(), message => message.Text?.Contains("I have started", StringComparison.Ordinal) == true);

            using var http = new HttpClient();
            await Eventually.HoldsAsync(
                async () => await http.GetStringAsync(new Uri(application.AddressOf("ingress")!, "health"), Token) == "Degraded", "one of three bots is failing");
            if (OperatingSystem.IsLinux())
            {
                var dialog = HostedApplication.ProcessIdOf(await application.UntilHealthyAsync("dialog"))!.Value;
                Assert.DoesNotContain("token-of-the-end-to-end-test", ProcessTable.ProgramOf(dialog).Environment, StringComparison.Ordinal);
            }

            var logs = await application.LogsAsync();
            Assert.Contains("ingress: ", logs, StringComparison.Ordinal);
            Assert.DoesNotContain("token-of-the-end-to-end-test", logs, StringComparison.Ordinal);
            Assert.DoesNotContain(Key, logs, StringComparison.Ordinal);
            Assert.DoesNotContain("Nice to meet you", logs, StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<string?> AskAsync(PlaygroundPerson person, string question)
    {
        await person.SayAsync(question, cancellationToken: Token);
        return (await person.ReadAnswerAsync(Token)).Text;
    }
}
