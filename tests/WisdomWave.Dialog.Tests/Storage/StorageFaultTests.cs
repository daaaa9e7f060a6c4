using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Storage;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Storage;

public class StorageFaultTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhileAnotherProcessHoldsTheLockMessagesAreRejectedAndAnswersWait()
    {
        await using var dialog = await DialogService.StartAsync();
        var finish = new TaskCompletionSource();
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.SayingAfter(finish.Task, "kept");
        var running = await dialog.AcceptedAsync(dialog.Message("before"));
        var refused = dialog.Message("meanwhile", person: 6);

        await using (await dialog.Database.LockAsync())
        {
            finish.SetResult();

            Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(dialog, refused));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(dialog, refused));
            Assert.Equal("Degraded", await dialog.Http.GetStringAsync("/health", Token));
        }

        await RecoversAsync(dialog, running, refused);
    }

    [Fact]
    public async Task WhileTheDiskIsFullMessagesAreRejectedAndAnswersWait()
    {
        Assert.SkipWhen(OnPostgresAttribute.IsOnCurrentTest, "The test fills the disk of SQLite's file; PostgresFaultTests has the server's.");
        using var disk = SmallDisk.Mount(megabytes: 2);
        Assert.SkipWhen(disk is null, SmallDisk.Needs);
        var folder = Directory.CreateDirectory(Path.Combine(disk.Folder, "data")).FullName;
        await using var dialog = await DialogService.StartInAsync(folder);
        var finish = new TaskCompletionSource();
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.SayingAfter(finish.Task, "kept");
        var running = await dialog.AcceptedAsync(dialog.Message("before"));
        disk.Fill();
        finish.SetResult();

        // The space already allocated to the write-ahead log may take a few more writes.
        InboundMessage refused;
        var tries = 0;
        do
        {
            Assert.InRange(tries++, 0, 20);
            refused = dialog.Message(new string('y', 40_000), person: 100 + tries);
        }
        while (await PostAsync(dialog, refused) == HttpStatusCode.OK);
        Assert.Equal("Degraded", await dialog.Http.GetStringAsync("/health", Token));
        disk.MakeRoom();

        await RecoversAsync(dialog, running, refused);
    }

    [Fact]
    public async Task TheWriteQueueIsBoundedAndRejectedMessagesCanBeSentAgain()
    {
        // The clock stands still, so no periodic work joins the queue.
        await using var dialog = await DialogService.StartAtAsync(new FakeTimeProvider(DialogService.Now));
        var writer = dialog.Services.GetRequiredService<DatabaseWriter>();
        using var release = new ManualResetEventSlim();
        var blocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = new List<Task>
        {
            writer.WriteAsync(
                _ =>
                {
                    blocked.TrySetResult();
                    return Wait(release);
                },
                Token),
        };
        // Otherwise the writer could take a batch from the full queue, which then has room.
        await blocked.Task.WaitAsync(Eventually.Limit, Token);
        for (var refusals = 0; refusals < 2000;)
        {
            var write = writer.WriteAsync(_ => true, Token);
            if (write.IsFaulted)
            {
                Assert.IsType<StorageUnavailableException>(write.Exception.InnerException);
                refusals++;
            }
            else
            {
                waiting.Add(write);
            }
        }

        var message = dialog.Message("hello");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(dialog, message));
        release.Set();
        await Task.WhenAll(waiting);

        // The writes of the start may have taken a few places.
        Assert.InRange(waiting.Count, 8192 - 10, 8192 + 1025);
        Assert.Equal(new Reply("You said: hello"), DialogService.WordsOf(await dialog.SendAsync(message)));
        Assert.Single(dialog.Log.Of(LogLevel.Error, "WisdomWave"));
    }

    [Fact]
    public async Task AnInvalidWriteIsAnInternalErrorAndNotRetried()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Database.Refuse("Turns", "Question", "= 'bug'");

        Assert.Equal(HttpStatusCode.InternalServerError, await PostAsync(dialog, dialog.Message("bug")));
        Assert.Equal(new Reply("You said: fine"), await dialog.AskAsync("fine"));
        await using var database = dialog.OpenDatabase();
        Assert.Equal(1, await database.Inbox.CountAsync(Token));
    }

    /// <summary>Everything recovers on its own: health, the message that is sent again, the answer that waited. The outage is logged once.</summary>
    private static async Task RecoversAsync(DialogService dialog, Guid running, InboundMessage refused)
    {
        Assert.Equal("Healthy", await dialog.Http.GetStringAsync("/health", Token));
        Assert.Equal(new TurnCompleted(new Reply("kept")), DialogService.Words((await dialog.JoinAsync(running))[^1]));
        Assert.Equal(new Reply("kept"), DialogService.WordsOf(await dialog.SendAsync(refused)));
        Assert.Equal(1, dialog.Completion.Requests.Count(request => request.Messages[^1].Text == "before"));
        Assert.Equal(1, dialog.Completion.Requests.Count(request => request.Messages[^1].Text == refused.Text));
        await using var database = dialog.OpenDatabase();
        Assert.Equal(
            await database.Inbox.CountAsync(Token),
            await database.Turns.CountAsync(Token));
        Assert.Single(dialog.Log.Of(LogLevel.Error), line => line.StartsWith("The database cannot be written: ", StringComparison.Ordinal));
        Assert.Single(dialog.Log.Of(LogLevel.Information), "The database can be written again");
        Assert.InRange(dialog.Log.From("WisdomWave").Count, 2, 20);
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

    private static bool Wait(ManualResetEventSlim release)
    {
        release.Wait(Token);
        return true;
    }
}
