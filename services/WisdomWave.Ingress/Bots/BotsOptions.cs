namespace WisdomWave.Ingress.Bots;

internal sealed class BotsOptions
{
    public List<BotOptions> Bots { get; } = [];
}
