namespace WisdomWave.Completion.Transcribing;

/// <summary>Recordings (<c>Transcribing</c>).</summary>
internal sealed class TranscribingOptions
{
    private const decimal Million = 1_000_000;

    /// <summary>The provider's model that listens.</summary>
    public string Model { get; set; } = "gpt-4o-mini-transcribe";

    /// <summary>For one recording, from its first byte to the words.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>OpenAI takes 25 MB, Telegram gives 20.</summary>
    public long MaxBytes { get; set; } = 25 * 1024 * 1024;

    /// <summary>Of a million tokens of recording, in the operator's currency, for models that count tokens.</summary>
    public decimal? InputPrice { get; set; }

    /// <summary>Of a million tokens of words.</summary>
    public decimal? OutputPrice { get; set; }

    /// <summary>Of a minute of recording, for models that are billed by time.</summary>
    public decimal? MinutePrice { get; set; }

    public bool HasGoodPrices =>
        this is { InputPrice: null or >= 0, OutputPrice: null or >= 0, MinutePrice: null or >= 0 } && InputPrice.HasValue == OutputPrice.HasValue;

    /// <returns>Null when the price is not known, or what it is the price of.</returns>
    public decimal? CostOf(HeardUsage usage) => usage switch
    {
        { Seconds: { } seconds } => MinutePrice * (decimal)seconds / 60,
        { Tokens: { TotalTokens: > 0 } tokens } => ((tokens.InputTokens * InputPrice) + (tokens.OutputTokens * OutputPrice)) / Million,
        _ => null,
    };
}
