using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Tests.Spending.Usage;

public class UsageTests
{
    private const string Nothing =
        "**📊 Your tokens in this chat**\n\n- Today: 0 (in 0, out 0) for 0 questions\n- This month: 0 (in 0, out 0) for 0 questions\n\nDays and months are counted in UTC.";

    [Fact]
    public async Task UsageShowsThePersonsNumbersInThisChatAndCachedOnesSeparately()
    {
        await using var dialog = await DialogService.StartAsync();
        await dialog.AskAsync("one");
        await dialog.AskAsync("two");
        await dialog.AskAsync("of somebody else", person: 6);
        await dialog.SendAsync(dialog.Message("in a group", chat: -100));
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(
            new CompletionDelta("Known"), new CompletionCompleted(FinishKind.Stop, AnswerSource.Cache, "test-model", ScriptedCompletion.Usage));
        await dialog.AskAsync("three");

        const string Line = "52 (in 42, out 10) for 2 questions; ⚡ from the cache for free: 26 for 1 question";
        Assert.Equal(
            new Reply($"**📊 Your tokens in this chat**\n\n- Today: {Line}\n- This month: {Line}\n\nDays and months are counted in UTC."),
            await dialog.AskAsync("/usage"));
        Assert.Equal(new Reply(Nothing), await dialog.AskAsync("/usage", person: 7));
    }

    [Fact]
    public async Task ForgettingAndRegeneratingKeepTheNumbers()
    {
        await using var dialog = await DialogService.StartAsync();
        await dialog.AnsweredAsync(dialog.Message("one"));
        await dialog.AskAsync("/retry");
        await dialog.AskAsync("/undo");
        await dialog.AskAsync("/forget");
        await dialog.RestartAsync();

        Assert.Contains("- Today: 52 (in 42, out 10) for 2 questions\n", (await dialog.AskAsync("/usage")).Markdown, StringComparison.Ordinal);
    }
}
