namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>A required part of getChat's answer; the playground accepts none.</summary>
public sealed record AcceptedGiftTypes
{
    public bool UnlimitedGifts { get; init; }
    public bool LimitedGifts { get; init; }
    public bool UniqueGifts { get; init; }
    public bool PremiumSubscription { get; init; }
    public bool GiftsFromChannels { get; init; }
}
