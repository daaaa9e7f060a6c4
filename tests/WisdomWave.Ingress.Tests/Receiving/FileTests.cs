using System.Net;
using System.Security.Cryptography;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Ingress.Tests.Receiving;

public sealed class FileTests
{
    private const long BotId = 110201543;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ASentFileIsServedByItsId()
    {
        await using var host = await IngressHost.StartAsync();
        var bytes = RandomNumberGenerator.GetBytes(300_000);
        await host.Ann.SendPhotoAsync(bytes, "What is this?", cancellationToken: Token);
        var question = (await host.Dialog.NextTurnAsync()).Question;
        Assert.Equal(("What is this?", AttachmentKind.Photo), (question.Text, question.Attachments.Single().Kind));

        using var response = await host.Http.GetAsync(PathOf(question.Attachments[0]), HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.Equal(
            (HttpStatusCode.OK, "image/jpeg", 300_000L),
            (response.StatusCode, response.Content.Headers.ContentType?.MediaType, response.Content.Headers.ContentLength));
        Assert.Equal(bytes, await response.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task VoiceDocumentAndAlbumAreConverted()
    {
        await using var host = await IngressHost.StartAsync();
        await host.Ann.SendVoiceAsync(new byte[10], cancellationToken: Token);
        await host.Ann.SendDocumentAsync("notes.txt", "text/plain", "milk"u8.ToArray(), cancellationToken: Token);
        await host.Ann.SendAlbumAsync([new byte[10], new byte[20]], "Two", Token);
        var questions = new List<InboundMessage>();
        for (var i = 0; i < 4; i++)
            questions.Add((await host.Dialog.NextTurnAsync()).Question);
        Assert.Equal(
            [("", AttachmentKind.Voice, null, 10L), ("", AttachmentKind.Document, "notes.txt", 4), ("Two", AttachmentKind.Photo, null, 10), ("", AttachmentKind.Photo, null, 20)],
            questions.Select(question => (question.Text, question.Attachments.Single().Kind, question.Attachments[0].FileName, question.Attachments[0].Size)));
        Assert.NotNull(questions[2].AlbumId);
        Assert.Equal([null, null, questions[2].AlbumId, questions[2].AlbumId], questions.Select(question => question.AlbumId));
        Assert.Equal("audio/ogg", (await host.Http.GetAsync(PathOf(questions[0].Attachments[0]), Token)).Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task APhotoThatIsAskedAboutInAGroupComesWithTheQuestion()
    {
        await using var host = await IngressHost.StartAsync();
        var ann = host.Ann.In(PlaygroundClient.FriendsId);
        var photo = await ann.SendPhotoAsync(new byte[10], cancellationToken: Token);
        await host.Boris.In(PlaygroundClient.FriendsId).SayAsync("@wisdomwave_bot what is this?", replyTo: photo.MessageId, cancellationToken: Token);
        var question = (await host.Dialog.NextTurnAsync()).Question;
        Assert.Equal(("what is this?", photo.Photo![0].FileId), (question.Text, question.Attachments.Single().FileId));
    }

    [Fact]
    public async Task ACommentIsMarkedAsFollowedByTheForwardInItsBatch()
    {
        await using var host = await IngressHost.PrepareAsync();
        var said = await host.Boris.In(PlaygroundClient.FriendsId).SayAsync("The shop is closed.", cancellationToken: Token);
        await host.Ann.SayAsync("Is this true?", cancellationToken: Token);
        await host.Ann.ForwardAsync(said, cancellationToken: Token);
        await host.StartIngressAsync();

        Assert.Equal(
            [("Is this true?", true), ("The shop is closed.", false)],
            [await NextAsync(), await NextAsync()]);

        async Task<(string, bool)> NextAsync() => (await host.Dialog.NextTurnAsync()).Question is var question ? (question.Text, question.IsFollowedByForward) : default;
    }

    [Fact]
    public async Task AForwardNamesItsOriginalAuthor()
    {
        await using var host = await IngressHost.StartAsync();
        var said = await host.Boris.In(PlaygroundClient.FriendsId).SayAsync("The shop is closed.", cancellationToken: Token);
        await host.Ann.ForwardAsync(said, cancellationToken: Token);
        var question = (await host.Dialog.NextTurnAsync()).Question;
        Assert.Equal(("The shop is closed.", "Boris", "Ann"), (question.Text, question.ForwardedFrom, question.From.Name));
    }

    [Fact]
    public async Task AnUnknownFileIsNotFound()
    {
        await using var host = await IngressHost.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.GetAsync($"/bots/{BotId}/files/nothing", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.GetAsync("/bots/5/files/nothing", Token)).StatusCode);
    }

    [Fact]
    public async Task AFileOverTheLimitIsRejected()
    {
        await using var host = await IngressHost.StartAsync();
        var sent = await host.Ann.SendDocumentAsync("big.bin", "application/octet-stream", new byte[20 * 1024 * 1024 + 1], cancellationToken: Token);
        using var response = await host.Http.GetAsync($"/bots/{BotId}/files/{sent.Document!.FileId}", Token);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Theory]
    [InlineData("getFile", 500, null)]
    [InlineData("getFile", 429, 7)]
    [InlineData("file", 502, null)]
    [InlineData("file", 429, null)]
    public async Task WhileTelegramIsUnreachableTheResponseHasRetryAfter(string method, int status, int? retryAfter)
    {
        await using var host = await IngressHost.StartAsync();
        var sent = await host.Ann.SendDocumentAsync("notes.txt", "text/plain", "milk"u8.ToArray(), cancellationToken: Token);
        await host.FailAsync(new BotFault { Method = method, Status = status, RetryAfter = retryAfter });
        var path = $"/bots/{BotId}/files/{sent.Document!.FileId}";
        using var response = await host.Http.GetAsync(path, Token);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(retryAfter ?? 5)), (response.StatusCode, response.Headers.RetryAfter?.Delta));
        Assert.Equal("milk", await host.Http.GetStringAsync(path, Token));
    }

    [Fact]
    public async Task AnInterruptedFileIsNotMistakenForACompleteOne()
    {
        await using var host = await IngressHost.StartAsync();
        var sent = await host.Ann.SendDocumentAsync("notes.txt", "text/plain", new byte[100_000], cancellationToken: Token);
        await host.FailAsync(new BotFault { Method = "file", Kind = BotFaultKind.CutAfter });
        var path = $"/bots/{BotId}/files/{sent.Document!.FileId}";
        await Assert.ThrowsAsync<HttpRequestException>(() => host.Http.GetByteArrayAsync(path, Token));
        await Eventually.HoldsAsync(() => host.Warnings.Any(line => line.StartsWith("The download of a file from Telegram was interrupted", StringComparison.Ordinal)), "the log line");
        Assert.Equal(100_000, (await host.Http.GetByteArrayAsync(path, Token)).Length);
    }

    [Fact]
    public async Task TheTokenIsInNoLogAndNoAnswer()
    {
        await using var host = await IngressHost.StartAsync();
        var sent = await host.Ann.SendDocumentAsync("notes.txt", "text/plain", "milk"u8.ToArray(), cancellationToken: Token);
        var path = $"/bots/{BotId}/files/{sent.Document!.FileId}";
        await host.Http.GetStringAsync(path, Token);
        await host.FailAsync(new BotFault { Method = "file", Status = 404 });
        Assert.DoesNotContain("playground-token", await (await host.Http.GetAsync(path, Token)).Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        await host.FailAsync(new BotFault { Method = "file", Kind = BotFaultKind.Cut });
        using var response = await host.Http.GetAsync(path, Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.DoesNotContain("playground-token", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.DoesNotContain(host.Log.All, line => line.Contains("playground-token", StringComparison.Ordinal));
    }

    private static string PathOf(Attachment attachment) => $"/bots/{BotId}/files/{attachment.FileId}";
}
