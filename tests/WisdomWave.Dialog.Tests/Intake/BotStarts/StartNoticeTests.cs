using System.Net;
using System.Net.Http.Json;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Tests.Intake.BotStarts;

public class StartNoticeTests
{
    private const string English = "🟢 I have started. Version: 1.0.0, commit 51b4331f8e. Model: test-model.";

    private static readonly BotStart Build = new("1.0.0", "51b4331f8e");

    [Fact]
    public async Task AdminsAreNotifiedOfVersionCommitAndModelInTheirLanguage()
    {
        await using var dialog = await DialogService.StartAsync("--Access:Admins=1,2,3");
        await dialog.AskAsync("привет", person: 2, language: "ru");
        await dialog.AskAsync("привет", person: 3, language: "ru");
        await dialog.AskAsync("/language en", person: 3);

        Assert.Equal(
            [new(1, English), new(2, "🟢 Я запущен. Версия: 1.0.0, коммит 51b4331f8e. Модель: test-model."), new(3, English)],
            await StartedAsync(dialog, 7, Build));
    }

    [Fact]
    public async Task RepeatedStartsOfAVersionNotifyOnce()
    {
        await using var dialog = await DialogService.StartAsync("--Access:Admins=1");

        Assert.Equal([new(1, English)], await StartedAsync(dialog, 7, Build));
        Assert.Empty(await StartedAsync(dialog, 7, Build));
        await dialog.RestartAsync();
        Assert.Empty(await StartedAsync(dialog, 7, Build));
        Assert.Equal([new(1, English)], await StartedAsync(dialog, 8, Build));
        Assert.Equal(
            [new(1, "🟢 I have started. Version: 1.0.1. Model: test-model.")], await StartedAsync(dialog, 7, new BotStart("1.0.1", null)));
    }

    [Fact]
    public async Task AfterTheIntervalAdminsAreNotifiedAgain()
    {
        await using var dialog = await DialogService.StartAsync("--Access:Admins=1", "--StartNotice:Interval=00:00:00");

        Assert.Equal([new(1, English)], await StartedAsync(dialog, 7, Build));
        Assert.Equal([new(1, English)], await StartedAsync(dialog, 7, Build));
    }

    [Fact]
    public async Task ABotsOwnAdminsAreNotifiedOfItsOwnModel()
    {
        await using var dialog = await DialogService.StartAsync(
            "--Access:Admins=1", "--Models:0:Name=gpt-4o", "--Models:0:Title=The old one",
            "--Bots:home:Id=8", "--Bots:home:Access:Admins=2", "--Bots:home:Model=gpt-4o");

        Assert.Equal([new(1, English)], await StartedAsync(dialog, 7, Build));
        Assert.Equal([new(2, English.Replace("test-model", "The old one", StringComparison.Ordinal))], await StartedAsync(dialog, 8, Build));
    }

    [Theory]
    [InlineData("--Access:AllowedUsers=1")]
    [InlineData("--Access:Admins=1 --StartNotice:Enabled=false")]
    public async Task WithoutAdminsOrWhenDisabledNobodyIsNotified(string settings)
    {
        await using var dialog = await DialogService.StartAsync(settings.Split(' '));

        Assert.Empty(await StartedAsync(dialog, 7, Build));
    }

    [Fact]
    public async Task AnOverlongVersionIsRefused()
    {
        await using var dialog = await DialogService.StartAsync("--Access:Admins=1");

        using var response = await PostAsync(dialog, 7, new BotStart(new string('1', 65), null));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static async Task<StartNotice[]> StartedAsync(DialogService dialog, long bot, BotStart start)
    {
        using var response = await PostAsync(dialog, bot, start);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(ContractsJson.Default.StartNoticeArray, TestContext.Current.CancellationToken))!;
    }

    private static Task<HttpResponseMessage> PostAsync(DialogService dialog, long bot, BotStart start) =>
        dialog.Http.PostAsJsonAsync($"/bots/{bot}/starts", start, ContractsJson.Default.BotStart, TestContext.Current.CancellationToken);
}
