using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Tests.Interactions.Settings;

public sealed class SettingsTests
{
    private static readonly string[] TwoModels =
        ["--Models:0:Name=gpt-4o", "--Models:0:Title=The old one", "--Models:0:ContextTokens=2000", "--Persona=Be brief."];

    [Fact]
    public async Task TheSettingsKeyboardOpensItsPages()
    {
        await using var dialog = await DialogService.StartAsync(TwoModels);

        var settings = DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("/settings")));
        var models = (await dialog.PressAsync(DataOf(settings, "🧠 Model"))).Replacement!;
        var back = (await dialog.PressAsync(DataOf(models, "‹ Back"))).Replacement!;

        Assert.Equal(
            """
            **⚙️ Settings**

            - 🌐 Language: **As in Telegram**
            - 🧠 Model: **test-model**
            - 🎭 Persona: **WisdomWave**
            - ✍️ Answers: **Shown as I write**
            - 🔔 Memory notices: **Once per conversation**
            """,
            settings.Markdown);
        Assert.Equal([["✓ test-model"], ["The old one"], ["‹ Back"]], Labels(models));
        Assert.Equal((settings.Markdown, Labels(settings)), (back.Markdown, Labels(back)), Comparing);
    }

    [Fact]
    public async Task AChoiceAppliesAtOnceAndAfterARestart()
    {
        await using var dialog = await DialogService.StartAsync(TwoModels);
        var page = (await dialog.PressAsync("set:Model")).Replacement!;

        var outcome = await dialog.PressAsync(DataOf(page, "The old one"));
        await dialog.AskAsync("hello");
        await dialog.RestartAsync();
        await dialog.AskAsync("hello again");
        await dialog.AskAsync("hello from Boris", person: 6);

        Assert.Equal("✓ Saved", outcome.Toast);
        Assert.Contains("- 🧠 Model: **The old one**", outcome.Replacement!.Markdown, StringComparison.Ordinal);
        Assert.Equal(["gpt-4o", "gpt-4o", "test-model"], dialog.Completion.Requests.Select(request => request.Model));
        Assert.Equal([500, 500, 4000], dialog.Completion.Requests.Select(request => request.MaxOutputTokens!.Value));
    }

    [Fact]
    public async Task AModelIsChosenByItsNameOrTitle()
    {
        await using var dialog = await DialogService.StartAsync(TwoModels);

        Assert.Equal(new Reply("✓ 🧠 Model: **The old one**"), await dialog.AskAsync("/model GPT-4O"));
        Assert.Equal(new Reply("✓ 🧠 Model: **test-model**"), await dialog.AskAsync("/model test-model"));
        Assert.Equal(new Reply("✓ 🧠 Model: **The old one**"), await dialog.AskAsync("/model the old one"));
        var unknown = DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("/model gpt-99")));
        Assert.Equal("I do not have the model “gpt-99”. Please choose one of these:", unknown.Markdown);
        Assert.Equal([["test-model"], ["✓ The old one"], ["‹ Back"]], Labels(unknown));
        var none = DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("/model")));
        Assert.Equal([["test-model"], ["✓ The old one"], ["‹ Back"]], Labels(none));
    }

    [Fact]
    public async Task APersonaIsReadyMadeOrInThePersonsOwnWords()
    {
        await using var dialog = await DialogService.StartAsync(TwoModels);

        Assert.Equal(new Reply("✓ 🎭 Persona: **You are a pirate.**"), await dialog.AskAsync("/persona You are a pirate."));
        await dialog.AskAsync("hello");
        Assert.Equal(new Reply("✓ 🎭 Persona: **Teacher**"), await dialog.AskAsync("/persona учитель"));
        await dialog.AskAsync("hello");
        await dialog.PressAsync("set:Persona=default");
        await dialog.AskAsync("hello");

        var personas = dialog.Completion.Requests.Select(request => request.Messages[0]).ToList();
        Assert.Equal(new(PromptRole.System, "You are a pirate."), personas[0]);
        Assert.StartsWith("You are a patient teacher.", personas[1].Text, StringComparison.Ordinal);
        Assert.Equal(new(PromptRole.System, "Be brief."), personas[2]);
    }

    [Fact]
    public async Task APersonaThatIsTooLongIsRefused()
    {
        await using var dialog = await DialogService.StartAsync(TwoModels);

        Assert.Equal(
            new Reply("This persona is too long: 701 tokens, and at most 500 fit. Please make it shorter."),
            await dialog.AskAsync("/persona " + string.Concat(Enumerable.Repeat("word ", 700)) + "."));
    }

    [Fact]
    public async Task TheLanguageIsThePersonsUntilOneIsChosen()
    {
        await using var dialog = await DialogService.StartAsync();

        Assert.Equal(new Reply("✓ 🌐 Язык: **Русский**"), await dialog.AskAsync("/language ru"));
        Assert.Equal(new Reply("Сейчас я ничего не пишу."), await dialog.AskAsync("/stop"));
        Assert.Equal(new Reply("✓ 🌐 Language: **As in Telegram**"), await dialog.AskAsync("/language auto"));
        var unknown = DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("/language de")));
        Assert.Equal("I speak Russian and English. Please choose:", unknown.Markdown);
        Assert.Equal([["✓ As in Telegram"], ["Русский"], ["English"], ["‹ Back"]], Labels(unknown));
    }

    [Fact]
    public async Task EachTurnCarriesTheReplyStyle()
    {
        await using var dialog = await DialogService.StartAsync();
        await dialog.PressAsync("set:Style=Whole");

        var turn = ((TurnAccepted)(await dialog.SendAsync(dialog.Message("hello")))[0]).Turn;

        Assert.Equal((ReplyStyle.Whole, ReplyStyle.Whole), (turn.Style, (await dialog.UndeliveredAsync())[0].Style));
    }

    [Theory]
    [InlineData("Always", 3)]
    [InlineData("OncePerDialogue", 1)]
    [InlineData("Never", 0)]
    public async Task TrimNoticesAreSentAsOftenAsChosen(string choice, int notices)
    {
        await using var dialog = await DialogService.StartAsync("--MAX_TOKENS=500", "--Persona=Be brief.");
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying(string.Concat(Enumerable.Repeat("word ", 100)));
        await dialog.PressAsync($"set:Warnings={choice}");

        var told = 0;
        for (var i = 0; i < 9; i++)
            told += (await dialog.AskAsync($"question {i}")).Footnote is null ? 0 : 1;

        Assert.Equal(notices, told);
    }

    [Fact]
    public async Task InAGroupOnlyAdminsChangeSettings()
    {
        await using var dialog = await DialogService.StartAsync(TwoModels);
        const string Refusal = "Only admins of this group can change its settings.";

        foreach (var command in (string[])["/settings", "/model gpt-4o", "/persona Pirate", "/language ru"])
            Assert.Equal(new Reply(Refusal), DialogService.ReplyOf(await dialog.SendAsync(dialog.Message(command, chat: -100))));
        Assert.Equal(new PressOutcome(Refusal), await dialog.PressAsync(dialog.Press("set:Language=ru", chat: -100, isAdmin: false)));
        var admins = DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("/model gpt-4o", person: 6, chat: -100) with { IsChatAdmin = true }));
        await dialog.SendAsync(dialog.Message("hello", person: 5, chat: -100));

        Assert.Equal("✓ 🧠 Model: **The old one**", admins.Markdown);
        Assert.Equal("gpt-4o", dialog.Completion.Requests.Single().Model);
    }

    [Fact]
    public async Task AnAdminsCommandKeepsItsRightsAfterARestart()
    {
        await using var dialog = await DialogService.StartAsync(TwoModels);
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("so far", context);
        await dialog.StreamingAsync(dialog.Message("hello", chat: -100));
        var command = dialog.Message("/model gpt-4o", chat: -100) with { IsChatAdmin = true };
        await dialog.AcceptedAsync(command);
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("answered");

        await dialog.RestartAsync();

        Assert.Equal("✓ 🧠 Model: **The old one**", DialogService.ReplyOf(await dialog.SendAsync(command)).Markdown);
    }

    [Fact]
    public async Task ASharedConversationNamesWhoAsks()
    {
        await using var dialog = await DialogService.StartAsync();
        await dialog.SendAsync(dialog.Message("own", person: 5, chat: -100));
        await dialog.PressAsync(dialog.Press("set:Sharing=one", chat: -100));

        var ann = await dialog.SendAsync(dialog.Message("I like tea.", person: 5, chat: -100));
        await dialog.SendAsync(dialog.Message("Who likes tea?", person: 6, chat: -100) with { From = new Person(6, "Boris") });
        var shared = dialog.LastPrompt.ToList();
        await dialog.RestartAsync();
        await dialog.SendAsync(dialog.Message("And coffee?", person: 5, chat: -100));
        var restarted = dialog.LastPrompt.ToList();
        await dialog.AskAsync("in private");
        var inPrivate = dialog.LastPrompt.ToList();
        await dialog.PressAsync(dialog.Press("set:Sharing=own", chat: -100));
        await dialog.SendAsync(dialog.Message("own again", person: 5, chat: -100));

        Assert.Equal(5, ((TurnAccepted)ann[0]).Turn.UserId);
        Assert.Equal(["Ann: I like tea.", "You said: Ann: I like tea.", "Boris: Who likes tea?"], shared);
        Assert.Equal("Ann: I like tea.", restarted[0]);
        Assert.Equal("Ann: And coffee?", restarted[^1]);
        Assert.Equal(["in private"], inPrivate);
        Assert.Equal(["own", "You said: own", "own again"], dialog.LastPrompt);
    }

    [Fact]
    public async Task GroupsOfferSharingAndPrivateChatsOfferDrafts()
    {
        await using var dialog = await DialogService.StartAsync();

        Assert.Equal("This button no longer works.", (await dialog.PressAsync("set:Sharing=one")).Toast);
        Assert.Equal(
            [["Shown as I write"], ["As Telegram drafts"], ["Only when complete"]],
            Labels((await dialog.PressAsync("set:Style")).Replacement!).SkipLast(1).Select(row => row.Select(label => label.TrimStart('✓', ' '))));
        var sharing = (await dialog.PressAsync(dialog.Press("set:Sharing", chat: -100))).Replacement!;
        Assert.Equal([["✓ Everybody has their own"], ["One for all"], ["‹ Back"]], Labels(sharing));
    }

    private static readonly IEqualityComparer<(string, IEnumerable<IEnumerable<string>>)> Comparing =
        EqualityComparer<(string Text, IEnumerable<IEnumerable<string>> Labels)>.Create(
            (x, y) => x.Text == y.Text && x.Labels.SelectMany(row => row).SequenceEqual(y.Labels.SelectMany(row => row)));

    private static IEnumerable<IEnumerable<string>> Labels(Reply reply) => reply.Buttons!.Select(row => row.Select(button => button.Text));

    private static string DataOf(Reply reply, string label) => reply.Buttons!.SelectMany(row => row).Single(button => button.Text == label).Data;
}
