using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd;

[Collection(TwoRuns.Collection)]
public sealed class SeveralBotsTests(TwoRuns runs)
{
    [Fact]
    public async Task OneOfThreeBotsIsRejectedAndTheOthersAnswerWithTheirPersonas()
    {
        var bots = await runs.BotsAnswered;

        Assert.Matches(@"^🟢 I have started\. Version: \d+\.\d+\.\d+\S*(, commit [0-9a-f]{10})?\. Model: gpt-5-mini\.$", bots.StartNotice.Text);
        Assert.Contains("You are a cook.", bots.HomeInstructions, StringComparison.Ordinal);
        Assert.Contains("You are a lawyer.", bots.WorkInstructions, StringComparison.Ordinal);
        Assert.Contains("Nice to meet you, Ann!", bots.HomeGreeting, StringComparison.Ordinal);
        Assert.Contains("You have not told me your name yet.", bots.NameAtWork, StringComparison.Ordinal);
        Assert.Contains("Your name is Ann.", bots.NameAtHome, StringComparison.Ordinal);
        Assert.DoesNotContain(bots.WorkChat, message => message.Text?.Contains("I have started", StringComparison.Ordinal) == true);
        foreach (var secret in (string[])[PlaygroundServer.BotToken.Split(':')[1], TwoRuns.WorkSecret, TwoRuns.BrokenSecret])
        {
            Assert.DoesNotContain(secret, bots.DialogEnvironment, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, bots.Output, StringComparison.Ordinal);
        }

        Assert.Contains("ingress: ", bots.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(TwoRuns.Key, bots.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Nice to meet you", bots.Output, StringComparison.Ordinal);
    }
}
