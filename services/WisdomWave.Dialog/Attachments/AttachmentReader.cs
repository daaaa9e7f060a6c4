using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Attachments.Documents;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Prompting;
using WisdomWave.Dialog.Spending;
using WisdomWave.Dialog.Telemetry;

namespace WisdomWave.Dialog.Attachments;

/// <summary>Turns attachments into a question: transcribes recordings, extracts text from documents, and collects pictures.</summary>
internal sealed partial class AttachmentReader(
    RecordingTranscriber recordings,
    DocumentReader documents,
    PictureCache pictures,
    DialogMetrics metrics,
    VisionModels visionModels,
    IOptions<AttachmentOptions> options,
    ILogger<AttachmentReader> logger)
{
    /// <summary>With less room than this, a document is not read at all.</summary>
    private const int MinDocumentTokens = 100;

    /// <summary>
    /// Reads the attachments one after the other. <paramref name="spending"/> receives all costs, even if an exception is thrown;
    /// <paramref name="promptTokens"/> counts the rest of the prompt, including the history.
    /// </summary>
    /// <returns>The question's full text and what was read, or the budget that is used up; then some attachments were not read.</returns>
    public async Task<((string Text, AttachmentsResult Read) Question, BudgetNotice? Spent)> ReadAsync(
        Spender spender, TurnSpending spending, TurnAttachments sent, PromptSetup setup, int promptTokens, Texts texts, CancellationToken cancellationToken)
    {
        var botId = spender.BotId;
        var (files, model) = (sent.Files, setup.Model.Name);
        var reading = new AttachmentQuestionBuilder(sent.Caption, texts);
        var room = setup.Budget.SafeHistoryTokens - setup.Tokens.Count(sent.Caption);
        foreach (var file in files.Take(options.Value.MaxFiles))
        {
            BudgetNotice? spent = null;
            try
            {
                switch (file.Kind)
                {
                    case AttachmentKind.Photo:
                        room -= await ReadPictureAsync(botId, file, model, reading, cancellationToken);
                        break;
                    case AttachmentKind.Voice or AttachmentKind.Audio:
                        spent = await TranscribeAsync(spender, spending, file, setup, promptTokens, reading, cancellationToken);
                        break;
                    case AttachmentKind.Document when IsPicture(file):
                        room -= await ReadPictureAsync(botId, file, model, reading, cancellationToken);
                        break;
                    case AttachmentKind.Document when IsRecording(file):
                        spent = await TranscribeAsync(spender, spending, file, setup, promptTokens, reading, cancellationToken);
                        break;
                    case AttachmentKind.Document:
                        room -= await ReadDocumentAsync(spender, file, setup.Tokens, room, reading, cancellationToken);
                        break;
                    default:
                        metrics.AttachmentRead(botId, file.Kind, "Unseen");
                        reading.AddUnsupported(file.Kind);
                        break;
                }
            }
            catch (FileException exception)
            {
                LogNotFetched(file.Kind, exception.Failure);
                Fail(botId, reading, file, $"{exception.Failure}", texts.AttachmentFile(exception.Failure, options.Value.MaxBytes, options.Value.MaxPictureBytes));
            }

            if (spent is not null)
                return (default, spent);
        }

        if (files.Count > options.Value.MaxFiles)
            reading.AddNote(texts.AttachmentTooMany(options.Value.MaxFiles));
        return (reading.Build(), null);
    }

    /// <returns>The tokens that the picture takes.</returns>
    private async Task<int> ReadPictureAsync(long botId, Attachment file, string model, AttachmentQuestionBuilder reading, CancellationToken cancellationToken)
    {
        if (!visionModels.AcceptsImages(model))
        {
            metrics.AttachmentRead(botId, file.Kind, "Unseen");
            reading.AddUnseenPicture(model);
            return 0;
        }

        // Fetch it now, so that the person can be told of a failure. The prompt later finds it in the cache.
        if (await pictures.FindAsync(botId, file.FileId, cancellationToken) is null)
        {
            Fail(botId, reading, file, $"{DocumentProblem.Unsupported}", reading.Texts.AttachmentDocument(DocumentProblem.Unsupported, NameOf(file)));
            return 0;
        }

        metrics.AttachmentRead(botId, file.Kind, "Read");
        reading.AddPicture(file.FileId);
        return options.Value.PictureTokens;
    }

    /// <returns>The budget that is used up; null when the recording was handled.</returns>
    private async Task<BudgetNotice?> TranscribeAsync(
        Spender spender, TurnSpending spending, Attachment file, PromptSetup setup, int promptTokens, AttachmentQuestionBuilder reading, CancellationToken cancellationToken)
    {
        ThrowIfTooLarge(file);
        var botId = spender.BotId;
        try
        {
            var (words, spent) = await recordings.TranscribeAsync(spender, spending, file, setup, promptTokens, cancellationToken);
            if (spent is not null)
            {
                metrics.AttachmentRead(botId, file.Kind, "BudgetSpent");
                return spent;
            }

            if (words.Length == 0)
            {
                Fail(botId, reading, file, "NothingHeard", reading.Texts.AttachmentNothingHeard);
                return null;
            }

            metrics.AttachmentRead(botId, file.Kind, "Read");
            reading.AddTranscript(words);
        }
        catch (TranscriptionException exception)
        {
            LogNotTranscribed(exception.Kind);
            Fail(botId, reading, file, "NotHeard", reading.Texts.AttachmentNotHeard(exception.Kind));
        }

        return null;
    }

    /// <returns>The tokens that the document takes.</returns>
    private async Task<int> ReadDocumentAsync(
        Spender spender, Attachment file, TokenCounter tokens, int room, AttachmentQuestionBuilder reading, CancellationToken cancellationToken)
    {
        ThrowIfTooLarge(file);
        var botId = spender.BotId;
        if (room < MinDocumentTokens)
        {
            Fail(botId, reading, file, "NoRoom", reading.Texts.AttachmentNoRoom(NameOf(file)));
            return 0;
        }

        try
        {
            var document = await documents.ReadAsync(botId, spender.UserId, file.FileId, cancellationToken);
            var fits = tokens.FittingLength(document.Text, room);
            metrics.AttachmentRead(botId, file.Kind, "Read");
            reading.AddDocument(NameOf(file), document with { Text = document.Text[..fits], IsWhole = document.IsWhole && fits == document.Text.Length });
            return tokens.Count(document.Text.AsSpan(0, fits));
        }
        catch (DocumentException exception)
        {
            LogNotRead(exception.Problem);
            Fail(botId, reading, file, $"{exception.Problem}", reading.Texts.AttachmentDocument(exception.Problem, NameOf(file)));
            return 0;
        }
    }

    private void Fail(long botId, AttachmentQuestionBuilder reading, Attachment file, string outcome, string sentence)
    {
        metrics.AttachmentRead(botId, file.Kind, outcome);
        reading.AddFailure(file, sentence);
    }

    private void ThrowIfTooLarge(Attachment file)
    {
        if (file.Size > options.Value.MaxBytes)
            throw new FileException(FileFailure.TooLarge);
    }

    private static bool IsPicture(Attachment file) => file.MediaType is "image/jpeg" or "image/png" or "image/webp" or "image/gif";

    private static bool IsRecording(Attachment file) => file.MediaType?.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) == true;

    private static string NameOf(Attachment file) => AttachmentName.Of(file);

    [LoggerMessage(LogLevel.Information, "Could not fetch a file ({Kind}): {Failure}")]
    private partial void LogNotFetched(AttachmentKind kind, FileFailure failure);

    [LoggerMessage(LogLevel.Information, "Could not transcribe a recording: {Failure}")]
    private partial void LogNotTranscribed(FailureKind failure);

    [LoggerMessage(LogLevel.Information, "Could not extract text from a document: {Problem}")]
    private partial void LogNotRead(DocumentProblem problem);
}
