namespace WisdomWave.Dialog.Tests.Intake.Access;

/// <summary>Admins of a group are looked up when somebody changes its settings.</summary>
public sealed class ChatAdminsTests
{
    private const string Refusal = "Only admins of this group can change its settings.";

    [Fact]
    public async Task ASettingsCommandChecksTheCurrentAdmins()
    {
        await using var admins = await GroupAdmins.StartAsync(5);
        await using var dialog = await DialogService.StartAsync(admins.Setting);

        Assert.NotEqual(Refusal, await AnswerAsync(dialog, "/language ru", person: 5));
        Assert.NotEqual("✓", (await AnswerAsync(dialog, "/language en", person: 6))[..1]);
        admins.Demote(5);
        Assert.NotEqual("✓", (await AnswerAsync(dialog, "/language en", person: 5))[..1]);
    }

    [Fact]
    public async Task NobodyIsAnAdminWhenIngressDoesNotAnswer()
    {
        await using var dialog = await DialogService.StartAsync();
        Assert.Equal(Refusal, await AnswerAsync(dialog, "/language ru", person: 5));
    }

    private static async Task<string> AnswerAsync(DialogService dialog, string command, long person) =>
        DialogService.ReplyOf(await dialog.SendAsync(dialog.Message(command, person, chat: -100))).Markdown;
}
