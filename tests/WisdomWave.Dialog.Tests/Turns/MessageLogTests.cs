namespace WisdomWave.Dialog.Tests.Turns;

public sealed class MessageLogTests
{
    [Fact]
    public async Task TheLogContainsNoMessageText()
    {
        await using var dialog = await DialogService.StartAsync();

        await dialog.AskAsync("xylophonist");

        Assert.NotEmpty(dialog.Log.All);
        Assert.DoesNotContain(dialog.Log.All, line => line.Contains("xylophonist", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheLogContainsQuestionAndAnswerWhenTheOperatorWantsThem()
    {
        await using var dialog = await DialogService.StartAsync("--Logging:MessageText=true");

        await dialog.AskAsync("xylophonist");

        Assert.Single(dialog.Log.All, line => line.EndsWith(" asked: xylophonist – answered: You said: xylophonist", StringComparison.Ordinal));
    }
}
