using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Attachments;

namespace WisdomWave.Dialog.Tests.Attachments;

/// <summary>Attachments that cannot be read. All tests share a service.</summary>
public sealed class AttachmentFailureTests(AttachmentFailureTests.Service service) : IClassFixture<AttachmentFailureTests.Service>
{
    [Theory]
    [InlineData(StatusCodes.Status501NotImplemented, "ModelNotFound", "does not transcribe")]
    [InlineData(StatusCodes.Status422UnprocessableEntity, "BadRequest", "could not be understood")]
    [InlineData(StatusCodes.Status502BadGateway, "QuotaSpent", "could not listen")]
    [InlineData(StatusCodes.Status504GatewayTimeout, "TimedOut", "could not listen")]
    public async Task AFailedTranscriptionGetsAClearReply(int status, string kind, string sentence)
    {
        service.Dialog.Completion.Transcribe = (_, _, _) => Results.Problem(statusCode: status, extensions: new Dictionary<string, object?> { ["kind"] = kind });

        await AssertRefusedAsync(service.Files.Add(AttachmentKind.Voice, [1]), sentence);
    }

    [Theory]
    [InlineData("gone", "no longer has that file")]
    [InlineData("too large", "too large")]
    [InlineData("endless", "too large")]
    [InlineData("broken off", "could not get the file")]
    [InlineData("hanging", "could not get the file")]
    public async Task AFileThatCannotBeFetchedGetsAClearReply(string what, string sentence)
    {
        var before = service.Options.FetchLimit;

        // Only the hanging file runs into the limit. The others need time on a slow machine.
        service.Options.FetchLimit = what == "hanging" ? TimeSpan.FromSeconds(1) : before;
        try
        {
            await AssertRefusedAsync(
                what == "gone"
                    ? new Attachment(AttachmentKind.Document, "nowhere")
                    : service.Files.Add(AttachmentKind.Document, context => TelegramFiles.FailAsync(context, what)),
                sentence);
        }
        finally
        {
            service.Options.FetchLimit = before;
        }
    }

    [Theory]
    [InlineData("", "en", "🖼 The model test-model cannot see pictures. Please describe it in words.", null)]
    [InlineData("", "ru", "🖼 Модель test-model не видит картинок. Опишите словами, что изображено.", null)]
    [InlineData("What is this?", "en", "You said: [A picture that you cannot see]\n\nWhat is this?", "🖼 The model test-model cannot see pictures: I answered only the text.")]
    public async Task AModelWithoutVisionSaysSo(string text, string language, string markdown, string? footnote)
    {
        var picture = service.Files.Add(AttachmentKind.Photo, Samples.Png);
        var message = service.Dialog.Message(text, language: language) with { Attachments = [picture] };

        Assert.Equal(new Reply(markdown, footnote), DialogService.WordsOf(await service.Dialog.SendAsync(message)));
        Assert.DoesNotContain(service.Files.Asked, asked => asked.FileId == picture.FileId);
    }

    /// <summary>The person gets the sentence, and the model is not asked.</summary>
    private async Task AssertRefusedAsync(Attachment attachment, string sentence)
    {
        var asked = service.Dialog.Completion.Requests.Count;

        var reply = DialogService.WordsOf(await service.Dialog.SendAsync(service.Dialog.Message("") with { Attachments = [attachment] }));

        Assert.Contains(sentence, reply.Markdown, StringComparison.Ordinal);
        Assert.Equal(asked, service.Dialog.Completion.Requests.Count);
    }

    public sealed class Service : IAsyncLifetime
    {
        internal TelegramFiles Files { get; private set; } = null!;

        internal DialogService Dialog { get; private set; } = null!;

        internal AttachmentOptions Options => Dialog.Services.GetRequiredService<IOptions<AttachmentOptions>>().Value;

        public async ValueTask InitializeAsync()
        {
            Files = await TelegramFiles.StartAsync();
            Dialog = await DialogService.StartAsync(Files.Setting, "--Attachments:MaxBytes=1000000");
        }

        public async ValueTask DisposeAsync()
        {
            await Dialog.DisposeAsync();
            await Files.DisposeAsync();
        }
    }
}
