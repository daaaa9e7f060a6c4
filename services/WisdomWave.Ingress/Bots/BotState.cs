namespace WisdomWave.Ingress.Bots;

internal enum BotState
{
    Starting,
    Receiving,
    Failing,
    TokenRejected,
}
