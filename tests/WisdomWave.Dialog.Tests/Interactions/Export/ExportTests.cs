using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Tests.Interactions.Export;

public class ExportTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheConversationIsExportedAsMarkdownAndJson()
    {
        await using var dialog = await DialogService.StartAsync();
        await dialog.AskAsync("forgotten");
        await dialog.AskAsync("/forget");
        await dialog.AskAsync("привет");
        await dialog.AskAsync("как \"дела\"?");

        var reply = DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("/export")));
        var markdown = await FetchAsync(dialog, reply.Documents![0], "text/markdown");
        var json = JsonNode.Parse(await FetchAsync(dialog, reply.Documents[1], "application/json"))!.AsArray();

        Assert.Equal("📦 Our conversation: 2 questions with their answers", reply.Markdown);
        await using var database = dialog.OpenDatabase();
        var times = await database.Turns.Where(turn => turn.Remembered).OrderBy(turn => turn.Sequence).Select(turn => turn.AcceptedAt).ToListAsync(Token);
        Assert.Equal(
            $"""
            # Conversation with WisdomWave

            ## You, {times[0]:yyyy-MM-dd HH:mm} UTC

            привет

            ## WisdomWave

            You said: привет

            ## You, {times[1]:yyyy-MM-dd HH:mm} UTC

            как "дела"?

            ## WisdomWave

            You said: как "дела"?

            """,
            markdown);
        Assert.Equal(["привет", "как \"дела\"?"], json.Select(turn => (string?)turn!["question"]));
        Assert.Equal(["You said: привет", "You said: как \"дела\"?"], json.Select(turn => (string?)turn!["answer"]));
        Assert.All(json, turn => Assert.Equal("test-model", (string?)turn!["model"]));
    }

    /// <summary>It is read in pages of 100 turns.</summary>
    [Theory]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(250)]
    public async Task AnExportOfManyPagesIsCompleteAndInOrder(int turns)
    {
        await using var dialog = await DialogService.StartAsync();
        var key = new ConversationKey(7, 5, 0, 5);
        string[] questions = [.. Enumerable.Range(1, turns).Select(i => $"question {i}")];
        await dialog.Services.GetRequiredService<DatabaseWriter>().WriteAsync(
            session =>
            {
                foreach (var question in questions)
                {
                    var turn = new NewTurn { Id = Guid.CreateVersion7(), MessageId = 1, Text = question, UserId = 5, Language = "en", AcceptedAt = DialogService.Now };
                    var sequence = InboxWrites.Begin(session, key, ChatKind.Private, turn);
                    HistoryWrites.Complete(session, turn.Id, TurnOutcome.OfCommand(sequence, new Reply("answer")) with { Remembered = true }, DialogService.Now);
                }

                return true;
            },
            Token);

        var reply = DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("/export")));
        var json = JsonNode.Parse(await FetchAsync(dialog, reply.Documents![1], "application/json"))!.AsArray();

        Assert.Equal(questions, json.Select(turn => (string?)turn!["question"]));
    }

    [Fact]
    public async Task TurnsThatLeftTheWindowAreExported()
    {
        await using var dialog = await DialogService.StartAsync("--MAX_TOKENS=500", "--Persona=Be brief.");
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying(string.Concat(Enumerable.Repeat("word ", 60)));
        for (var i = 0; i < 8; i++)
            await dialog.AskAsync($"question {i}");
        Assert.DoesNotContain("question 0", dialog.LastPrompt);

        var reply = DialogService.ReplyOf(await dialog.SendAsync(dialog.Message("/export")));
        await dialog.AskAsync("asked later");
        var json = JsonNode.Parse(await FetchAsync(dialog, reply.Documents![1], "application/json"))!.AsArray();

        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"question {i}"), json.Select(turn => (string?)turn!["question"]));
    }

    [Fact]
    public async Task AnEmptyConversationIsNotExported()
    {
        await using var dialog = await DialogService.StartAsync();

        Assert.Equal(new Reply("There is nothing to export yet: ask me something first."), await dialog.AskAsync("/export"));
    }

    [Fact]
    public async Task OnlyDocumentsOfAnExportAreServed()
    {
        await using var dialog = await DialogService.StartAsync();
        var question = await dialog.AnsweredAsync(dialog.Message("hello"));
        var export = ((TurnAccepted)(await dialog.SendAsync(dialog.Message("/export")))[0]).Turn;

        foreach (var path in (string[])[$"turns/{question.Id}/documents/conversation.md", $"turns/{export.Id}/documents/other.md", $"turns/{Guid.CreateVersion7()}/documents/conversation.md"])
            Assert.Equal(HttpStatusCode.NotFound, (await dialog.Http.GetAsync(path, Token)).StatusCode);
    }

    private static async Task<string> FetchAsync(DialogService dialog, ReplyDocument document, string mediaType)
    {
        using var response = await dialog.Http.GetAsync(document.Path, Token);
        response.EnsureSuccessStatusCode();
        Assert.Equal((mediaType, mediaType), (document.MediaType, response.Content.Headers.ContentType?.MediaType));
        return await response.Content.ReadAsStringAsync(Token);
    }
}
