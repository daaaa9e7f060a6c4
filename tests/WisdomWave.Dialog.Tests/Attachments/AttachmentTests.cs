using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake.Merging;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Attachments;

public sealed class AttachmentTests
{
    private const string Seeing = "--Models:0:Name=test-model", Sees = "--Models:0:Images=true";
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private static readonly PromptImage Picture = new("image/png", Samples.Png);

    [Fact]
    public async Task AVoiceMessageIsTranscribedQuotedAndAnswered()
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting);
        dialog.Completion.Transcribe = (name, _, _) => Results.Ok(new Transcription($"What is *{name}*?"));

        var events = await dialog.SendAsync(With(dialog, "", files.Add(AttachmentKind.Voice, [1, 2, 3])));

        Assert.Equal(new TurnCompleted(new Reply("> 🎤 What is \\*voice.ogg\\*?\n\nYou said: What is *voice.ogg*?")), DialogService.Words(events[^1]));
        Assert.Equal((7, "file-1"), Assert.Single(files.Asked));
    }

    [Fact]
    public async Task TheHistoryContainsTheTranscriptWithoutTheQuote()
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting);

        var first = DialogService.WordsOf(await dialog.SendAsync(With(dialog, "", files.Add(AttachmentKind.Voice, new byte[5]))));
        Assert.Equal(new Reply("> 🎤 voice.ogg of 5 bytes\n\nYou said: voice.ogg of 5 bytes"), first);
        await dialog.RestartAsync();
        await dialog.AskAsync("and?");

        Assert.Equal(
            ["voice.ogg of 5 bytes", "You said: voice.ogg of 5 bytes", "and?"],
            dialog.Completion.Requests.Last().Messages.Skip(1).Select(message => message.Text));
    }

    [Fact]
    public async Task AnUndeliveredReplyToAVoiceMessageKeepsItsQuoteAfterARestart()
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting);
        var message = With(dialog, "", files.Add(AttachmentKind.Voice, new byte[5]), chat: -1);

        var first = DialogService.WordsOf(await dialog.SendAsync(message));
        await dialog.RestartAsync();

        Assert.Equal(first, DialogService.WordsOf(await dialog.SendAsync(message)));
        Assert.StartsWith("> 🎤 voice.ogg", first.Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATranscriptIsShownAtOnceAndNotMadeAgainAfterARestart()
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting);
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("", context);
        var message = With(dialog, "", files.Add(AttachmentKind.Voice, new byte[5]));
        await foreach (var turnEvent in dialog.FollowAsync(message))
        {
            if (turnEvent is not TurnDelta delta)
                continue;
            Assert.Equal("> 🎤 voice.ogg of 5 bytes\n\n", delta.Text);
            break;
        }

        await dialog.AskedAsync();
        dialog.Completion.Answer = (request, _) => ScriptedCompletion.Saying(request.Messages[^1].Text);
        await dialog.RestartAsync();

        Assert.Equal(new Reply("> 🎤 voice.ogg of 5 bytes\n\nvoice.ogg of 5 bytes"), DialogService.WordsOf(await dialog.SendAsync(message)));
        Assert.Single(files.Asked);
    }

    [Fact]
    public async Task ATranscriptionIsRetriedWhenTheProviderIsUnavailable()
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting);
        var asked = 0;
        dialog.Completion.Transcribe = (_, recording, _) => Interlocked.Increment(ref asked) == 1
            ? Results.Problem(statusCode: 503, extensions: new Dictionary<string, object?> { ["kind"] = "Unavailable" })
            : Results.Ok(new Transcription($"heard {recording.Length}"));

        var reply = DialogService.WordsOf(await dialog.SendAsync(With(dialog, "", files.Add(AttachmentKind.Voice, new byte[9]))));

        Assert.Equal(new Reply("> 🎤 heard 9\n\nYou said: heard 9"), reply);
    }

    [Fact]
    public async Task APictureIsSentWithItsQuestionAndWithLaterOnes()
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting, Seeing, Sees);

        await dialog.SendAsync(With(dialog, "What is this?", files.Add(AttachmentKind.Photo, Samples.Png)));
        await dialog.AskAsync("And its colour?");
        await dialog.RestartAsync();
        await dialog.AskAsync("And its size?");

        var messages = dialog.Completion.Requests.Last().Messages;
        Assert.Equal("[Picture]\n\nWhat is this?", messages[1].Text);
        Assert.All(dialog.Completion.Requests, request => Assert.Equivalent(Picture, Assert.Single(request.Messages[1].Images!)));
        Assert.All(messages.Skip(2), message => Assert.Null(message.Images));
        Assert.Equal(2, files.Asked.Count);
    }

    [Fact]
    public async Task AnAlbumIsOneQuestionWithAllItsPictures()
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting, Seeing, Sees);

        // Only the command ends the wait, however slow the machine is.
        dialog.Services.GetRequiredService<IOptions<MergingOptions>>().Value.QuietTime = TimeSpan.FromHours(1);
        var turns = new List<Guid>();
        for (var i = 0; i < 5; i++)
            turns.Add(await dialog.AcceptedAsync(With(dialog, i == 0 ? "Compare" : "", files.Add(AttachmentKind.Photo, Samples.Png)) with { AlbumId = "album" }));
        await dialog.AcceptedAsync(dialog.Message("/help"));
        await dialog.JoinAsync(turns[0]);

        Assert.Single(turns.Distinct());
        Assert.Equal(5, Assert.Single(dialog.Completion.Requests).Messages[^1].Images?.Count);
    }

    [Fact]
    public async Task OnlyTheNewestEarlierPicturesAreRepeated()
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting, Seeing, Sees, "--Attachments:MaxPictures=2");

        for (var i = 0; i < 3; i++)
            await dialog.SendAsync(With(dialog, $"{i}", files.Add(AttachmentKind.Photo, Samples.Png)));

        Assert.Equal([0, 0, 0, 1, 0, 1], dialog.Completion.Requests.Last().Messages.Select(message => message.Images?.Count ?? 0));
    }

    [Fact]
    public async Task ADocumentBecomesPartOfTheQuestionAndIsRemembered()
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting);

        await dialog.SendAsync(With(dialog, "Sum it up", files.Add(AttachmentKind.Document, "a;b\n1;2\n"u8.ToArray(), "my <table>.csv")));
        await dialog.RestartAsync();
        await dialog.AskAsync("And b?");

        Assert.Equal("<file name=\"my table.csv\">\na;b\n1;2\n</file>\n\nSum it up", dialog.Completion.Requests.Last().Messages[1].Text);
        Assert.Single(files.Asked);
    }

    [Fact]
    public async Task ALongDocumentIsCutAndThePersonAndTheModelAreTold()
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting, "--MAX_TOKENS=2000");
        var document = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => $"line {i}\n")));

        var reply = DialogService.WordsOf(await dialog.SendAsync(With(dialog, "Sum it up", files.Add(AttachmentKind.Document, document, "log.txt"))));

        Assert.Equal("✂️ “log.txt” is too long for me: I read only its beginning.", reply.Footnote);
        var question = Assert.Single(dialog.Completion.Requests).Messages[^1].Text;
        Assert.StartsWith("<file name=\"log.txt\">\nline 0\nline 1\n", question, StringComparison.Ordinal);
        Assert.EndsWith("\n[The file goes on; this is its beginning.]\n</file>\n\nSum it up", question, StringComparison.Ordinal);
        Assert.InRange(question.Length, 1000, 8000);
    }

    [Fact]
    public async Task FetchingAFileIsRetriedWhenIngressIsUnavailable()
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting);
        var asked = 0;
        var file = files.Add(AttachmentKind.Document, context =>
        {
            if (Interlocked.Increment(ref asked) > 1)
                return context.Response.WriteAsync("here", Token);
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (503, "1");
            return Task.CompletedTask;
        });

        var reply = DialogService.WordsOf(await dialog.SendAsync(With(dialog, "", file)));

        Assert.Equal(new Reply("You said: <file name=\"file\">\nhere\n</file>"), reply);
    }

    [Fact]
    public async Task AnUnsupportedAttachmentIsReportedToThePersonAndToTheModel()
    {
        await using var dialog = await DialogService.StartAsync();
        var video = new Attachment(AttachmentKind.Video, "");

        var alone = DialogService.WordsOf(await dialog.SendAsync(With(dialog, "", video)));
        var withText = DialogService.WordsOf(await dialog.SendAsync(With(dialog, "What happens here?", video)));
        var inRussian = DialogService.WordsOf(await dialog.SendAsync(dialog.Message("Кто это?", language: "ru") with { Attachments = [new Attachment(AttachmentKind.Sticker, "")] }));

        Assert.StartsWith("I cannot use that.", alone.Markdown, StringComparison.Ordinal);
        Assert.Equal(
            new Reply("You said: [A video that you cannot see]\n\nWhat happens here?", "👁 I cannot see videos: I answered only the text."), withText);
        Assert.Equal(new Reply("You said: [A sticker that you cannot see]\n\nКто это?", "👁 Я не вижу стикеров: ответил только на текст."), inRussian);
    }

    [Fact]
    public async Task EveryUnsupportedKindHasItsOwnText()
    {
        await using var dialog = await DialogService.StartAsync();
        var kinds = Enum.GetValues<AttachmentKind>().Where(kind => kind >= AttachmentKind.Video).ToArray();

        var notes = new HashSet<string?>();
        foreach (var kind in kinds)
            notes.Add(DialogService.WordsOf(await dialog.SendAsync(With(dialog, "And this?", new Attachment(kind, "")))).Footnote);

        Assert.DoesNotContain(null, notes);
        Assert.Equal(kinds.Length, notes.Count);
    }

    [Fact]
    public async Task AGuessedEncodingIsReportedToThePersonAndToTheModel()
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting);
        var text = CodePagesEncodingProvider.Instance.GetEncoding(850)!.GetBytes("L'été, le café où nous étions déjà allés");

        var reply = DialogService.WordsOf(await dialog.SendAsync(With(dialog, "Translate", files.Add(AttachmentKind.Document, text, "old.txt"))));

        Assert.Matches("^“old.txt” does not say which encoding it uses: I read it as [a-z0-9-]+\\. If something looks wrong, save it as UTF-8 and send it again\\.$", reply.Footnote!);
        Assert.StartsWith("<file name=\"old.txt\">\n[The encoding of this file was guessed: ", Assert.Single(dialog.Completion.Requests).Messages[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StopEndsATurnThatIsReadingAFile()
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting);
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = With(dialog, "", files.Add(AttachmentKind.Document, context =>
        {
            reading.TrySetResult();
            return TelegramFiles.FailAsync(context, "hanging");
        }));

        var asking = dialog.SendAsync(message);
        await reading.Task.WaitAsync(Eventually.Limit, Token);
        (await dialog.Http.PostAsync($"/turns/{(await dialog.UndeliveredAsync()).Single().Id}/stop", null, Token)).Dispose();

        Assert.Equal(new Reply("⏹ Stopped."), Assert.IsType<TurnCompleted>((await asking)[^1]).Reply with { Buttons = null });
        Assert.Empty(dialog.Completion.Requests);
    }

    [Fact]
    public async Task SeveralFilesFormOneQuestionThatNamesTheFailedOnes()
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting);

        var reply = DialogService.WordsOf(await dialog.SendAsync(With(
            dialog, "Both?", files.Add(AttachmentKind.Document, "one"u8.ToArray(), "1.txt"), files.Add(AttachmentKind.Document, [0, 1, 2, 3], "2.bin"))));

        Assert.Equal(
            new Reply(
                "You said: <file name=\"1.txt\">\none\n</file>\n\n[The file \"2.bin\", which could not be read]\n\nBoth?",
                "I cannot read “2.bin”. What works: text of any kind (txt, md, csv, json, code, …), PDF, Word (.docx), Excel (.xlsx, .xls), PowerPoint (.pptx), OpenDocument (.odt, .ods, .odp), web pages (.html) and books (.epub); pictures as JPEG, PNG, WebP or GIF."),
            reply);
    }

    private static InboundMessage With(DialogService dialog, string text, params Attachment[] attachments) =>
        dialog.Message(text) with { Attachments = attachments };

    private static InboundMessage With(DialogService dialog, string text, Attachment attachment, long chat) =>
        dialog.Message(text, chat: chat) with { Attachments = [attachment] };
}
