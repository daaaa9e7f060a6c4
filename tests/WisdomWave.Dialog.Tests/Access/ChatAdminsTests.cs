using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WisdomWave.Dialog.Tests.Access;

/// <summary>Who may change a group's settings is asked when somebody does it.</summary>
public sealed class ChatAdminsTests
{
    private const string Refusal = "Only admins of this group can change its settings.";

    [Fact]
    public async Task ACommandThatChangesSettingsAsksWhoIsAnAdminNow()
    {
        var admins = new ConcurrentDictionary<long, bool> { [5] = true };
        await using var ingress = await StartIngressAsync(admins);
        await using var dialog = await DialogService.StartAsync($"--services:ingress:http:0={ingress.Urls.Single()}");

        Assert.NotEqual(Refusal, await AnswerAsync(dialog, "/language ru", person: 5));
        Assert.NotEqual("✓", (await AnswerAsync(dialog, "/language en", person: 6))[..1]);
        admins[5] = false;
        Assert.NotEqual("✓", (await AnswerAsync(dialog, "/language en", person: 5))[..1]);
    }

    [Fact]
    public async Task WhereIngressDoesNotAnswerNobodyIs()
    {
        await using var dialog = await DialogService.StartAsync();
        Assert.Equal(Refusal, await AnswerAsync(dialog, "/language ru", person: 5));
    }

    private static async Task<string> AnswerAsync(DialogService dialog, string command, long person) =>
        DialogService.ReplyOf(await dialog.SendAsync(dialog.Message(command, person, chat: -100))).Markdown;

    private static async Task<WebApplication> StartIngressAsync(ConcurrentDictionary<long, bool> admins)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/bots/7/chats/-100/admins/{person:long}", (long person) => admins.GetValueOrDefault(person) ? Results.NoContent() : Results.NotFound());
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
