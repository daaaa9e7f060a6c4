namespace WisdomWave.Dialog.Tests.Turns;

public class ChatMoveTests
{
    private const long Group = -5;
    private const long Supergroup = -1005;

    [Fact]
    public async Task AGroupsHistoryAndSettingsFollowItToItsSupergroup()
    {
        await using var dialog = await DialogService.StartAsync();
        await dialog.SendAsync(dialog.Message("/language ru", chat: Group) with { IsChatAdmin = true });
        await dialog.SendAsync(dialog.Message("hello", chat: Group));

        await MoveAsync(dialog);
        await MoveAsync(dialog);
        await dialog.SendAsync(dialog.Message("and now?", chat: Supergroup));
        var unknown = await dialog.SendAsync(dialog.Message("/foo", chat: Supergroup));

        Assert.Equal(["hello", "You said: hello", "and now?"], dialog.LastPrompt);
        Assert.StartsWith("Я не знаю", DialogService.ReplyOf(unknown).Markdown, StringComparison.Ordinal);
        await dialog.RestartAsync();
        Assert.StartsWith(
            "Я не знаю", DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("/foo", chat: Supergroup))).Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExistingDataOfTheSupergroupIsKept()
    {
        await using var dialog = await DialogService.StartAsync();
        await dialog.SendAsync(dialog.Message("old", chat: Group));
        await dialog.SendAsync(dialog.Message("new", chat: Supergroup));

        await MoveAsync(dialog);
        await dialog.SendAsync(dialog.Message("and now?", chat: Supergroup));

        Assert.Equal(["new", "You said: new", "and now?"], dialog.LastPrompt);
    }

    [Fact]
    public async Task AccessToTheGroupAppliesToItsSupergroup()
    {
        await using var dialog = await DialogService.StartAsync($"--Access:AllowedChats={Group}");

        await MoveAsync(dialog);
        await dialog.RestartAsync();

        Assert.Equal("You said: hello", DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("hello", chat: Supergroup))).Markdown);
    }

    private static async Task MoveAsync(DialogService dialog)
    {
        using var response = await dialog.Http.PutAsync($"/bots/7/chats/{Group}/successor/{Supergroup}", null, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
