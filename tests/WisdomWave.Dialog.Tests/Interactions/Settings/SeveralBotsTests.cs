using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Tests.Interactions.Settings;

/// <summary>Bot 7 has no section of its own; 8 is Bots:home and 9 is Bots:work.</summary>
public sealed class SeveralBotsTests
{
    private static readonly BotIdentity Plain = new(7, "plain_bot");
    private static readonly BotIdentity Home = new(8, "home_bot");
    private static readonly BotIdentity Work = new(9, "work_bot");

    private static readonly string[] TwoSections =
    [
        "--Persona=Be brief.", "--Models:0:Name=gpt-4o", "--Models:1:Name=gpt-5", "--Models:1:Title=The new one",
        "--Bots:home:Id=8", "--Bots:home:Persona=You are a cook.", "--Bots:home:Models=gpt-5, gpt-4o",
        "--Bots:work:Id=9", "--Bots:work:Name=Work", "--Bots:work:Model=gpt-4o",
    ];

    [Fact]
    public async Task ABotUsesTheCommonSettingsThatItDoesNotOverride()
    {
        await using var dialog = await DialogService.StartAsync(TwoSections);

        foreach (var bot in (BotIdentity[])[Plain, Home, Work])
            await AskAsync(dialog, bot, "hello");

        Assert.Equal(
            [("test-model", "Be brief."), ("gpt-5", "You are a cook."), ("gpt-4o", "Be brief.")],
            dialog.Completion.Requests.Select(request => (request.Model, request.Messages[0].Text)));
    }

    [Fact]
    public async Task ABotOffersTheModelsOfItsList()
    {
        await using var dialog = await DialogService.StartAsync(TwoSections);

        Assert.Equal([["✓ test-model"], ["gpt-4o"], ["The new one"], ["‹ Back"]], await ModelsOfAsync(dialog, Plain));
        Assert.Equal([["✓ The new one"], ["gpt-4o"], ["‹ Back"]], await ModelsOfAsync(dialog, Home));
        Assert.Equal([["test-model"], ["✓ gpt-4o"], ["The new one"], ["‹ Back"]], await ModelsOfAsync(dialog, Work));
        Assert.Equal("I do not have the model “test-model”. Please choose one of these:", (await AskAsync(dialog, Home, "/model test-model")).Markdown);
    }

    [Fact]
    public async Task AChoiceWithOneBotDoesNotAffectAnother()
    {
        await using var dialog = await DialogService.StartAsync(TwoSections);
        await AskAsync(dialog, Home, "/model gpt-4o");
        await AskAsync(dialog, Home, "/persona You are a pirate.");
        await AskAsync(dialog, Work, "/model the new one");

        await AskAsync(dialog, Home, "hello");
        await AskAsync(dialog, Work, "hello");
        await AskAsync(dialog, Plain, "hello");

        Assert.Equal(
            [("gpt-4o", "You are a pirate."), ("gpt-5", "Be brief."), ("test-model", "Be brief.")],
            dialog.Completion.Requests.Select(request => (request.Model, request.Messages[0].Text)));
    }

    [Fact]
    public async Task BotsHaveSeparateConversations()
    {
        await using var dialog = await DialogService.StartAsync(TwoSections);
        await AskAsync(dialog, Home, "My name is Ann");

        await AskAsync(dialog, Work, "What is my name?");
        Assert.Equal(["What is my name?"], dialog.LastPrompt);
        await AskAsync(dialog, Work, "/forget");
        await AskAsync(dialog, Home, "What is my name?");
        Assert.Equal(["My name is Ann", "You said: My name is Ann", "What is my name?"], dialog.LastPrompt);
    }

    [Fact]
    public async Task ABotsListsAndAdminsAreItsOwn()
    {
        await using var dialog = await DialogService.StartAsync(
            "--Access:AllowedUsers=5", "--Access:AllowedChats=-100", "--Access:Admins=1",
            "--Bots:home:Id=8", "--Bots:home:Access:AllowedUsers=6", "--Bots:home:Access:Admins=2",
            "--Bots:work:Id=9", "--Bots:work:Persona=Be brief.");

        Assert.Equal((bool[])[true, false, true], await MayAskAsync(dialog, Plain, [5, 6, 1]));
        Assert.Equal((bool[])[false, true, false], await MayAskAsync(dialog, Home, [5, 6, 1]));
        Assert.Equal((bool[])[true, false, true], await MayAskAsync(dialog, Work, [5, 6, 1]));
        Assert.Equal(new Reply(""), DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("hello", person: 10, chat: -100) with { Bot = Home })));
    }

    [Fact]
    public async Task ABotsAdminAllowsPeopleForThatBotOnly()
    {
        await using var dialog = await DialogService.StartAsync(
            "--Access:AllowedUsers=5", "--Access:Admins=1", "--Bots:home:Id=8", "--Bots:home:Access:Admins=2", "--Bots:work:Id=9");

        Assert.Equal(new Reply("✓ 6 may use the bot."), await AskAsync(dialog, Home, "/allow 6", person: 2));
        Assert.Equal(new Reply("✓ 5 may no longer use the bot."), await AskAsync(dialog, Home, "/deny 5", person: 2));
        Assert.Equal(new Reply("✓ 10 may use the bot."), await AskAsync(dialog, Plain, "/allow 10", person: 1));
        await AssertInForceAsync();
        await dialog.RestartAsync();
        await AssertInForceAsync();

        async Task AssertInForceAsync()
        {
            Assert.Equal((bool[])[false, true, false], await MayAskAsync(dialog, Home, [5, 6, 10]));
            Assert.Equal((bool[])[true, false, true], await MayAskAsync(dialog, Plain, [5, 6, 10]));
            Assert.Equal((bool[])[true, false, true], await MayAskAsync(dialog, Work, [5, 6, 10]));
        }
    }

    [Fact]
    public async Task EachBotTellsAStrangerOnce()
    {
        await using var dialog = await DialogService.StartAsync("--Access:AllowedUsers=5", "--Bots:home:Id=8", "--Bots:home:Access:AllowedUsers=5");

        Assert.StartsWith("Sorry", (await AskAsync(dialog, Plain, "hello", person: 6)).Markdown, StringComparison.Ordinal);
        Assert.StartsWith("Sorry", (await AskAsync(dialog, Home, "hello", person: 6)).Markdown, StringComparison.Ordinal);
        Assert.Equal(new Reply(""), await AskAsync(dialog, Home, "hello", person: 6));
    }

    [Fact]
    public async Task ABotHasItsOwnBudgetEvenAfterARestart()
    {
        await using var dialog = await DialogService.StartAsync(
            "--Persona=Be brief.", "--Budgets:Person:DailyTokens=5000",
            "--Bots:home:Id=8", "--Bots:home:Budgets:Person:DailyTokens=6000", "--Bots:work:Id=9");
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(
            new CompletionDelta("Yes"), new CompletionCompleted(FinishKind.Stop, AnswerSource.Provider, "test-model", new(4900, 0)));

        await AskAsync(dialog, Home, "one");
        await AskAsync(dialog, Home, "two");
        await AssertSpentAsync(Home);
        await AskAsync(dialog, Plain, "one");
        await AssertSpentAsync(Plain);

        // Without budgets of its own, it shares the common ones.
        await AssertSpentAsync(Work);
        Assert.Equal(3, dialog.Completion.Requests.Count);
        await dialog.RestartAsync();
        await AssertSpentAsync(Home);
        await AssertSpentAsync(Work);

        async Task AssertSpentAsync(BotIdentity bot) =>
            Assert.StartsWith("⛔ Your budget is used up.", (await AskAsync(dialog, bot, "more")).Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABotInheritsLimitsThatItDoesNotSet()
    {
        await using var dialog = await DialogService.StartAsync(
            "--Persona=Be brief.", "--Budgets:Chat:DailyTokens=5000", "--Bots:home:Id=8", "--Bots:home:Budgets:Person:DailyTokens=60000");
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(
            new CompletionDelta("Yes"), new CompletionCompleted(FinishKind.Stop, AnswerSource.Provider, "test-model", new(4900, 0)));

        await AskAsync(dialog, Home, "one");

        Assert.StartsWith("⛔ The budget of this chat is used up.", (await AskAsync(dialog, Home, "two")).Markdown, StringComparison.Ordinal);
        Assert.StartsWith("Yes", (await AskAsync(dialog, Plain, "one")).Markdown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Bots:home:Persona=x", "Bots:home:Id is not a bot id; a good value is 123456789, the digits before the colon in the bot's token.")]
    [InlineData("--Bots:home:Id=8 --Bots:work:Id=8", "Bots:work:Id is also the id of Bots:home; a good value is the id of another bot.")]
    [InlineData("--Bots:home:Id=8 --Bots:home:Model=gpt-99", "Bots:home:Model names a model that is neither MODEL_NAME nor one of Models; a good value is test-model.")]
    [InlineData("--Bots:home:Id=8 --Bots:home:Models:0=gpt-99", "Bots:home:Models names a model that is neither MODEL_NAME nor one of Models; a good value is test-model.")]
    public async Task AnInvalidBotSectionStopsTheStart(string settings, string sentence)
    {
        var failure = await Assert.ThrowsAsync<StartupException>(() => DialogService.StartAsync(settings.Split(' ')));

        Assert.Equal(sentence, failure.Message);
    }

    [Theory]
    [InlineData("--Bots:home:Access:Admins=@ann", "Bots:home:Access has a list entry that is not a Telegram id; a good value is Bots:home:Access:AllowedUsers=12345,67890.")]
    [InlineData("--Bots:home:Budgets:Bot:DailyTokens=-1", "Bots:home:Budgets:Bot has a limit that is negative or too large; a good value is Bots:home:Budgets:Bot:MonthlyMoney=25.")]
    public async Task InvalidListsAndLimitsOfABotStopTheStart(string setting, string sentence)
    {
        var failure = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => DialogService.StartAsync("--Bots:home:Id=8", setting));

        Assert.Equal(sentence, failure.Message);
    }

    private static async Task<Reply> AskAsync(DialogService dialog, BotIdentity bot, string text, long person = 5) =>
        DialogService.WordsOf(await dialog.SendAsync(dialog.Message(text, person) with { Bot = bot }));

    private static async Task<bool[]> MayAskAsync(DialogService dialog, BotIdentity bot, long[] people)
    {
        var may = new List<bool>();
        foreach (var person in people)
            may.Add(await AskAsync(dialog, bot, "hello", person) == new Reply("You said: hello"));
        return [.. may];
    }

    private static async Task<IEnumerable<string[]>> ModelsOfAsync(DialogService dialog, BotIdentity bot)
    {
        var page = (await dialog.PressAsync(dialog.Press("set:Model") with { Bot = bot })).Replacement!;
        return page.Buttons!.Select(row => row.Select(button => button.Text).ToArray());
    }
}
