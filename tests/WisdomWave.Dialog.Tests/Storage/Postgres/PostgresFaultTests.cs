using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Storage;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Storage.Postgres;

/// <summary>Each test has a server of its own, which it stops, kills or blocks.</summary>
public sealed class PostgresFaultTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhileTheServerIsAwayMessagesAreRejectedAndAnswersWait(bool crashes)
    {
        await using var server = await StartServerAsync();
        await using var dialog = await DialogService.StartOnAsync(await PostgresTestDatabase.CreateOnAsync(server));
        var finish = new TaskCompletionSource();
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.SayingAfter(finish.Task, "kept");
        var running = await dialog.AcceptedAsync(dialog.Message("before"));
        await dialog.AskedAsync();
        var refused = dialog.Message("meanwhile", person: 6);
        var another = dialog.Message("another conversation", person: 5);

        await (crashes ? server.KillAsync() : server.StopAsync());
        finish.SetResult();
        // A new conversation must be read first; the other one is in memory.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(dialog, refused));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(dialog, another));
        Assert.Equal("Degraded", await dialog.Http.GetStringAsync("/health", Token));
        await server.StartAgainAsync();

        Assert.Equal(new TurnCompleted(new Reply("kept")), DialogService.Words((await dialog.JoinAsync(running))[^1]));
        Assert.Equal(new Reply("kept"), DialogService.WordsOf(await dialog.SendAsync(refused)));
        Assert.Equal(new Reply("kept"), DialogService.WordsOf(await dialog.SendAsync(another)));
        Assert.Equal("Healthy", await dialog.Http.GetStringAsync("/health", Token));
        Assert.Equal(3, dialog.Completion.Requests.Count);
        await using var database = dialog.OpenDatabase();
        Assert.Equal(3, await database.Turns.CountAsync(Token));
        Assert.Equal(3, await database.Usage.SumAsync(row => row.Questions, Token));
        Assert.Single(dialog.Log.Of(LogLevel.Error), line => line.StartsWith("The database cannot be written: ", StringComparison.Ordinal));
    }

    /// <summary>Its log is on another disk; a server whose log has no space ends itself.</summary>
    [Fact]
    public async Task WhileTheServersDiskIsFullMessagesAreRejected()
    {
        using var disk = SmallDisk.Mount(megabytes: 40);
        Assert.SkipWhen(disk is null, SmallDisk.Needs);
        await using var server = await StartServerAsync();
        await using var dialog = await DialogService.StartOnAsync(
            await PostgresTestDatabase.CreateOnAsync(server, await PostgresServer.CreateFolderAsync(disk.Folder)), "--MAX_TOKENS=200000");
        await dialog.AskAsync("before");
        disk.Fill();

        // Pages that are already allocated may take a few more messages.
        InboundMessage refused;
        var tries = 0;
        do
        {
            Assert.InRange(tries++, 0, 20);
            refused = dialog.Message(RandomText(), person: 100 + tries);
        }
        while (await PostAsync(dialog, refused) == HttpStatusCode.OK);
        disk.MakeRoom();

        Assert.Equal(new Reply($"You said: {refused.Text}"), DialogService.WordsOf(await dialog.SendAsync(refused)));
        Assert.Contains(dialog.Log.Of(LogLevel.Error), line => line.Contains("No space left on device", StringComparison.Ordinal));
    }

    /// <summary>
    /// The server commits, but waits for a standby that does not exist before it says so. Ending its process at that moment loses the answer,
    /// as a crash or a broken network would.
    /// </summary>
    [Fact]
    public async Task ACommitWhoseAnswerIsLostCountsOnce()
    {
        await using var server = await StartServerAsync("wal_level=replica", "max_wal_senders=1");
        await using var dialog = await DialogService.StartOnAsync(await PostgresTestDatabase.CreateOnAsync(server));
        await dialog.AskAsync("hello");
        var writer = dialog.Services.GetRequiredService<DatabaseWriter>();
        Configure(dialog, "'nobody'");

        var runs = 0;
        var writing = writer.WriteAsync(
            session =>
            {
                runs++;
                return session.Execute("""UPDATE "Usage" SET "Questions" = "Questions" + 100 WHERE "BotId" = ?1""", 7L);
            },
            Token);
        await Eventually.HoldsAsync(
            () => dialog.Database.Ask("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") is > 0L, "the commit waits for the standby");
        Configure(dialog, "''");

        Assert.Equal(1, await writing);
        Assert.Equal(1, runs);
        Assert.Equal(101L, dialog.Database.Ask("""SELECT sum("Questions") FROM "Usage" """));
        Assert.Equal(new Reply("You said: and now?"), await dialog.AskAsync("and now?"));
        Assert.Empty(dialog.Log.Of(LogLevel.Error, "WisdomWave"));
    }

    [Fact]
    public async Task AWriteThatDidNotReachItsCommitIsUnavailableAndRunsAgain()
    {
        await using var server = await StartServerAsync();
        await using var dialog = await DialogService.StartOnAsync(await PostgresTestDatabase.CreateOnAsync(server));
        var writer = dialog.Services.GetRequiredService<DatabaseWriter>();

        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => writer.WriteAsync(
            session =>
            {
                session.Execute("""INSERT INTO "BotStarts" ("BotId", "Version", "ToldAt") VALUES (?1, ?2, ?3)""", 1L, "one", 0L);
                return session.Execute("SELECT pg_terminate_backend(pg_backend_pid())");
            },
            Token));
        Assert.Contains("terminating connection", failure.Message, StringComparison.Ordinal);
        await writer.WriteAsync(session => session.Execute("""INSERT INTO "BotStarts" ("BotId", "Version", "ToldAt") VALUES (?1, ?2, ?3)""", 1L, "two", 0L), Token);

        Assert.Equal("two", dialog.Database.Ask("""SELECT "Version" FROM "BotStarts" """));
    }

    [Fact]
    public async Task AnAcknowledgedMessageSurvivesACrashOfTheServer()
    {
        // The server's own setting would lose it.
        await using var server = await StartServerAsync("fsync=on", "synchronous_commit=off", "wal_writer_delay=10s");
        await using var dialog = await DialogService.StartOnAsync(await PostgresTestDatabase.CreateOnAsync(server));
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("", context);
        var turns = new List<Guid>();
        for (var person = 1; person <= 5; person++)
            turns.Add(await dialog.AcceptedAsync(dialog.Message("hello", person)));

        await server.KillAsync();
        await server.StartAgainAsync();

        await using var database = dialog.OpenDatabase();
        Assert.Equal(turns, await database.Turns.OrderBy(turn => turn.Sequence).Select(turn => turn.Id).ToListAsync(Token));
    }

    private static async Task<PostgresServer> StartServerAsync(params string[] settings)
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.Needs);
        return await PostgresServer.StartAsync(settings);
    }

    private static void Configure(DialogService dialog, string standbys)
    {
        // A commit must not wait for the standby itself.
        dialog.Database.Change($"ALTER SYSTEM SET synchronous_standby_names = {standbys}");
        dialog.Database.Ask("SELECT pg_reload_conf()");
        Assert.True(SpinWait.SpinUntil(
            () => Equals(dialog.Database.Ask("SHOW synchronous_standby_names"), standbys.Trim('\'')), Eventually.Limit));
    }

    // PostgreSQL would compress a text that repeats itself.
    private static string RandomText()
    {
        var bytes = new byte[30_000];
        Random.Shared.NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }

    private static async Task<HttpStatusCode> PostAsync(DialogService dialog, InboundMessage message)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/messages")
        {
            Content = JsonContent.Create(message, ContractsJson.Default.InboundMessage),
        };
        using var response = await dialog.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        return response.StatusCode;
    }
}
