using Microsoft.EntityFrameworkCore;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Tests.Interactions.Pinning;

public class PinTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task APinnedMessageNeverLeavesTheWindow()
    {
        await using var dialog = await DialogService.StartAsync("--MAX_TOKENS=500", "--Persona=Be brief.");
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying(string.Concat(Enumerable.Repeat("word ", 60)));

        Assert.Equal("📌 Pinned: I will always keep this message in mind. /pin shows all of them.", (await PinAsync(dialog, 3, "My cat is called Muska.")).Markdown);
        for (var i = 0; i < 8; i++)
            await dialog.AskAsync($"question {i}");
        await dialog.RestartAsync();
        await dialog.AskAsync("What is her name?");

        var prompt = dialog.Completion.Requests.Last().Messages;
        Assert.Equal(
            [
                new(PromptRole.System, "Be brief."),
                new(PromptRole.User, "Pinned messages of this conversation, to be kept in mind:\n\nMy cat is called Muska."),
            ],
            prompt.Take(2));
        Assert.DoesNotContain("question 0", prompt.Select(message => message.Text));
    }

    [Fact]
    public async Task PinsAreListedWithButtonsThatRemoveThem()
    {
        await using var dialog = await DialogService.StartAsync();
        Assert.Equal(new Reply("Nothing is pinned. Reply to a message with /pin, and I will always keep it in mind."), await dialog.AskAsync("/pin"));
        await PinAsync(dialog, 3, "first\nof them");
        await PinAsync(dialog, 4, "second");
        await PinAsync(dialog, 4, "second, pinned again");

        var list = DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("/pin")));
        Assert.Equal("**📌 I always keep these in mind**\n\n1. first of them\n2. second, pinned again", list.Markdown);
        Assert.Equal(["✖ 1", "✖ 2"], Assert.Single(list.Buttons!).Select(button => button.Text));

        var strangers = await dialog.PressAsync(dialog.Press(list.Buttons![0][0].Data, person: 6));
        var outcome = await dialog.PressAsync(list.Buttons![0][0].Data);
        var again = await dialog.PressAsync(list.Buttons![0][0].Data);
        await dialog.AskAsync("hello");

        Assert.Equal(new PressOutcome("This button no longer works."), strangers);
        Assert.Equal(("Unpinned", "**📌 I always keep these in mind**\n\n1. second, pinned again"), (outcome.Toast, outcome.Replacement!.Markdown));
        Assert.Equal(new PressOutcome("This button no longer works."), again);
        Assert.Equal("Pinned messages of this conversation, to be kept in mind:\n\nsecond, pinned again", dialog.LastPrompt.First());
    }

    [Fact]
    public async Task PinsMayTakeAThirdOfTheBudget()
    {
        await using var dialog = await DialogService.StartAsync("--MAX_TOKENS=600", "--Persona=Be brief.");
        await PinAsync(dialog, 3, string.Concat(Enumerable.Repeat("word ", 150)).TrimEnd());

        var refused = await PinAsync(dialog, 4, string.Concat(Enumerable.Repeat("word ", 80)).TrimEnd());

        Assert.Equal(
            "There is no room to pin this. Pinned messages may take up to 200 tokens together (this one alone takes 80), and there can be up to 20 of them. /pin shows them.",
            refused.Markdown);
        Assert.Equal(new Reply("This message has no text that I could pin."), await PinAsync(dialog, 5, " "));
        Assert.Single(DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("/pin"))).Buttons![0]);
    }

    [Fact]
    public async Task ForgetAllErasesPins()
    {
        await using var dialog = await DialogService.StartAsync("--Forgetting:UndoFor=00:00:00");
        await PinAsync(dialog, 3, "my secret");

        await dialog.AskAsync("/forget all");
        await dialog.AskAsync("hello");

        Assert.Equal(["hello"], dialog.LastPrompt);
        await using var database = dialog.OpenDatabase();
        Assert.Empty(await database.Pins.ToListAsync(Token));
    }

    private static async Task<Reply> PinAsync(DialogService dialog, int messageId, string text) => DialogService.ReplyOf(
        await dialog.SendAsync(dialog.Message("/pin") with { ReplyTo = new QuotedMessage(messageId, text, FromBot: false) }));
}
