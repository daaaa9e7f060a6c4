using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Prompting;
using WisdomWave.Dialog.Spending;
using WisdomWave.Dialog.Telemetry;

namespace WisdomWave.Dialog.Attachments;

/// <summary>Transcribes recordings within the budgets, and accounts for the cost.</summary>
internal sealed class RecordingTranscriber(TranscriptionClient recordings, Budgets budgets, DialogMetrics metrics)
{
    /// <summary>
    /// Reserves budget for the transcription and the answer to it. Where the provider bills by time, the tokens of the transcript are
    /// counted. A cancelled call is not charged.
    /// </summary>
    /// <returns>The transcript, or the budget that is used up.</returns>
    /// <exception cref="FileException">The recording cannot be fetched.</exception>
    /// <exception cref="TranscriptionException">The recording cannot be transcribed.</exception>
    public async Task<(string Words, BudgetNotice? Spent)> TranscribeAsync(
        Spender spender, TurnSpending spending, Attachment recording, PromptSetup setup, int promptTokens, CancellationToken cancellationToken)
    {
        var (reservation, spent) = await budgets.ReserveAsync(
            spender, RecordingTokens.Estimate(recording), promptTokens, setup.Budget.AnswerTokens, setup.Model.Prices, cancellationToken);
        if (reservation is null)
            return ("", spent);

        var calls = new List<ModelCall>(1);
        try
        {
            var transcription = await recordings.TranscribeAsync(spender.BotId, recording, cancellationToken);
            if (transcription.Spent is { } spentOn)
                calls.Add(ModelCall.Auxiliary(spentOn.Usage.TotalTokens > 0 ? spentOn : spentOn with { Usage = new TokenUsage(0, setup.Tokens.Count(transcription.Text)) }));
            return (transcription.Text, null);
        }
        finally
        {
            spending.Settle(reservation, calls, spender.BotId, metrics);
        }
    }
}

internal static class RecordingTokens
{
    // Models that bill by token count about ten audio tokens and five text tokens a second.
    private const int PerSecond = 15;

    // Telegram's voice messages are Opus at 16 to 32 kbit/s; most other files have at least 96 kbit/s.
    private const int VoiceBytesPerSecond = 3_000, OtherBytesPerSecond = 12_000;

    private const int SecondsOfUnknownSize = 60;

    /// <summary>Estimates the tokens of a transcription by the file size.</summary>
    public static int Estimate(Attachment recording)
    {
        var isVoice = recording is { Kind: AttachmentKind.Voice, MediaType: null or "audio/ogg" };
        var seconds = recording.Size is { } size ? size / (isVoice ? VoiceBytesPerSecond : OtherBytesPerSecond) : SecondsOfUnknownSize;
        return (int)Math.Clamp(seconds * PerSecond, PerSecond, int.MaxValue);
    }
}
