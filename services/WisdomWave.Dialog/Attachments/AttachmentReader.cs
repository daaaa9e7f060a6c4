using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Attachments.Documents;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Prompting;
using WisdomWave.Dialog.Spending;

namespace WisdomWave.Dialog.Attachments;

/// <summary>Makes a question of what a person sent: recordings become words, documents text, pictures go along.</summary>
internal sealed partial class AttachmentReader(
    RecordingCalls recordings,
    DocumentReader documents,
    Pictures pictures,
    DialogMetrics metrics,
    SeeingModels seeing,
    IOptions<AttachmentOptions> options,
    ILogger<AttachmentReader> logger)
{
    /// <summary>A document that leaves no room for less than this is not begun.</summary>
    private const int LeastDocumentTokens = 100;

    /// <param name="spender">Who sent it to whom, and pays.</param>
    /// <param name="spending">Gets what it took, also when there is an exception.</param>
    /// <param name="sent">What they sent.</param>
    /// <param name="setup">The model that will be asked, and its room.</param>
    /// <param name="promptTokens">That the question takes besides, history included.</param>
    /// <param name="texts">The person's language.</param>
    /// <param name="cancellationToken">Ends what is under way.</param>
    /// <returns>The question's whole text, and the rest; or the budget that does not bear it, in which case not all was read.</returns>
    public async Task<((string Text, ReadAttachments Read) Question, BudgetNotice? Spent)> ReadAsync(
        Spender spender, TurnSpending spending, TurnAttachments sent, PromptSetup setup, int promptTokens, Texts texts, CancellationToken cancellationToken)
    {
        var botId = spender.BotId;
        var (files, model) = (sent.Files, setup.Model.Name);
        var reading = new AttachmentReading(sent.Caption, texts);
        var room = setup.Budget.SafeHistoryTokens - setup.Tokens.Count(sent.Caption);
        foreach (var file in files.Take(options.Value.MaxFiles))
        {
            BudgetNotice? spent = null;
            try
            {
                switch (file.Kind)
                {
                    case AttachmentKind.Photo:
                        room -= await LookAsync(botId, file, model, reading, cancellationToken);
                        break;
                    case AttachmentKind.Voice or AttachmentKind.Audio:
                        spent = await ListenAsync(spender, spending, file, setup, promptTokens, reading, cancellationToken);
                        break;
                    case AttachmentKind.Document when IsPicture(file):
                        room -= await LookAsync(botId, file, model, reading, cancellationToken);
                        break;
                    case AttachmentKind.Document when IsRecording(file):
                        spent = await ListenAsync(spender, spending, file, setup, promptTokens, reading, cancellationToken);
                        break;
                    case AttachmentKind.Document:
                        room -= await ReadDocumentAsync(spender, file, setup.Tokens, room, reading, cancellationToken);
                        break;
                    default:
                        metrics.AttachmentRead(file.Kind, "Unseen");
                        reading.Useless(file.Kind);
                        break;
                }
            }
            catch (FileException exception)
            {
                LogNotFetched(file.Kind, exception.Failure);
                Fail(reading, file, $"{exception.Failure}", texts.AttachmentFile(exception.Failure, options.Value.MaxBytes, options.Value.MaxPictureBytes));
            }

            if (spent is not null)
                return (default, spent);
        }

        if (files.Count > options.Value.MaxFiles)
            reading.Note(texts.AttachmentTooMany(options.Value.MaxFiles));
        return (reading.End(), null);
    }

    /// <returns>The tokens that it takes.</returns>
    private async Task<int> LookAsync(long botId, Attachment file, string model, AttachmentReading reading, CancellationToken cancellationToken)
    {
        if (!seeing.CanSee(model))
        {
            metrics.AttachmentRead(file.Kind, "Unseen");
            reading.Unseen(model);
            return 0;
        }

        // Already here, where the person can still be told; the prompt finds it in memory.
        if (await pictures.FindAsync(botId, file.FileId, cancellationToken) is null)
        {
            Fail(reading, file, $"{DocumentProblem.Unsupported}", reading.Texts.AttachmentDocument(DocumentProblem.Unsupported, NameOf(file)));
            return 0;
        }

        metrics.AttachmentRead(file.Kind, "Read");
        reading.Seen(file.FileId);
        return options.Value.PictureTokens;
    }

    /// <returns>The budget that does not bear it; null otherwise.</returns>
    private async Task<BudgetNotice?> ListenAsync(
        Spender spender, TurnSpending spending, Attachment file, PromptSetup setup, int promptTokens, AttachmentReading reading, CancellationToken cancellationToken)
    {
        ThrowIfTooLarge(file);
        try
        {
            var (words, spent) = await recordings.ListenAsync(spender, spending, file, setup, promptTokens, cancellationToken);
            if (spent is not null)
            {
                metrics.AttachmentRead(file.Kind, "BudgetSpent");
                return spent;
            }

            if (words.Length == 0)
            {
                Fail(reading, file, "NothingHeard", reading.Texts.AttachmentNothingHeard);
                return null;
            }

            metrics.AttachmentRead(file.Kind, "Read");
            reading.Heard(words);
        }
        catch (TranscriptionException exception)
        {
            LogNotHeard(exception.Kind);
            Fail(reading, file, "NotHeard", reading.Texts.AttachmentNotHeard(exception.Kind));
        }

        return null;
    }

    /// <returns>The tokens that it took.</returns>
    private async Task<int> ReadDocumentAsync(
        Spender spender, Attachment file, TokenCounter tokens, int room, AttachmentReading reading, CancellationToken cancellationToken)
    {
        ThrowIfTooLarge(file);
        if (room < LeastDocumentTokens)
        {
            Fail(reading, file, "NoRoom", reading.Texts.AttachmentNoRoom(NameOf(file)));
            return 0;
        }

        try
        {
            var document = await documents.ReadAsync(spender.BotId, spender.PersonId, file.FileId, cancellationToken);
            var fits = tokens.FittingLength(document.Text, room);
            metrics.AttachmentRead(file.Kind, "Read");
            reading.Document(NameOf(file), document with { Text = document.Text[..fits], IsWhole = document.IsWhole && fits == document.Text.Length });
            return tokens.Count(document.Text.AsSpan(0, fits));
        }
        catch (DocumentException exception)
        {
            LogNotRead(exception.Problem);
            Fail(reading, file, $"{exception.Problem}", reading.Texts.AttachmentDocument(exception.Problem, NameOf(file)));
            return 0;
        }
    }

    private void Fail(AttachmentReading reading, Attachment file, string outcome, string sentence)
    {
        metrics.AttachmentRead(file.Kind, outcome);
        reading.Failed(file, sentence);
    }

    private void ThrowIfTooLarge(Attachment file)
    {
        if (file.Size > options.Value.MaxBytes)
            throw new FileException(FileFailure.TooLarge);
    }

    private static bool IsPicture(Attachment file) => file.MediaType is "image/jpeg" or "image/png" or "image/webp" or "image/gif";

    private static bool IsRecording(Attachment file) => file.MediaType?.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) == true;

    private static string NameOf(Attachment file) => AttachmentName.Of(file);

    [LoggerMessage(LogLevel.Information, "A file ({Kind}) could not be fetched: {Failure}")]
    private partial void LogNotFetched(AttachmentKind kind, FileFailure failure);

    [LoggerMessage(LogLevel.Information, "A recording could not be transcribed: {Failure}")]
    private partial void LogNotHeard(FailureKind failure);

    [LoggerMessage(LogLevel.Information, "A document has no text for the model: {Problem}")]
    private partial void LogNotRead(DocumentProblem problem);
}
