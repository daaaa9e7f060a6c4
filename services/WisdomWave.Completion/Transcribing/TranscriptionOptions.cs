using Microsoft.Extensions.Options;
using WisdomWave.Completion.Models;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Completion.Transcribing;

/// <summary>Settings of transcription (<c>Transcribing</c>).</summary>
internal sealed class TranscriptionOptions
{
    private const decimal Million = 1_000_000;

    /// <summary>The provider's transcription model.</summary>
    public string Model { get; set; } = "gpt-4o-mini-transcribe";

    /// <summary>Time for one recording, from its first byte to its text.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>OpenAI accepts 25 MB; Telegram delivers up to 20 MB.</summary>
    public long MaxBytes { get; set; } = 25 * 1024 * 1024;

    /// <summary>Price of a million audio tokens, in the operator's currency, for models that are billed by token.</summary>
    public decimal? InputPrice { get; set; }

    /// <summary>Price of a million text tokens.</summary>
    public decimal? OutputPrice { get; set; }

    /// <summary>Price of a minute of audio, for models that are billed by time.</summary>
    public decimal? MinutePrice { get; set; }

    public bool HasValidPrices =>
        this is { InputPrice: null or >= 0, OutputPrice: null or >= 0, MinutePrice: null or >= 0 } && InputPrice.HasValue == OutputPrice.HasValue;

    /// <returns>Null if the price or the usage is not known.</returns>
    public decimal? CostOf(TranscriptionUsage usage) => usage switch
    {
        { Seconds: { } seconds } => MinutePrice * (decimal)seconds / 60,
        { Tokens: { TotalTokens: > 0 } tokens } => ((tokens.InputTokens * InputPrice) + (tokens.OutputTokens * OutputPrice)) / Million,
        _ => null,
    };
}

internal static class TranscriptionServiceCollectionExtensions
{
    public static void AddTranscription(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<TranscriptionOptions>().BindConfiguration("Transcribing")
            .Require("Transcribing:Model", o => !string.IsNullOrWhiteSpace(o.Model), "is empty", "gpt-4o-mini-transcribe")
            .Require("Transcribing:TimeLimit", o => o.TimeLimit > TimeSpan.Zero, "is not above zero", "00:02:00")
            .Require("Transcribing:MaxBytes", o => o.MaxBytes > 0, "is not above zero", "26214400")
            .Require("Transcribing:InputPrice", o => o.HasValidPrices, "and OutputPrice are not both set, or a price is negative", "3 for a million tokens")
            .ValidateOnStart();
        builder.Services.AddSingleton(services =>
            ProviderClients.ForAudio(services, services.GetRequiredService<IOptions<TranscriptionOptions>>().Value.Model));
        builder.Services.AddSingleton<Transcriber>();
    }
}
