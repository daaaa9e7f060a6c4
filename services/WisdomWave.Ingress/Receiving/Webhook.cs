using System.Security.Cryptography;
using System.Text;
using WisdomWave.Ingress.Bots;

namespace WisdomWave.Ingress.Receiving;

/// <summary>Where Telegram brings one bot's updates. Closed until there is somebody to take them.</summary>
internal sealed class Webhook
{
    /// <summary>In the public address too: what is before it is the proxy's.</summary>
    public const string Path = "/telegram/";

    private readonly byte[] _secret;
    private volatile Taker? _taker;

    public Webhook(BotOptions bot, string publicUrl)
    {
        Url = $"{publicUrl.TrimEnd('/')}{Path}{bot.Id}";
        Secret = SecretOf(bot.Token, Url);
        _secret = Encoding.ASCII.GetBytes(Secret);
    }

    public string Url { get; }

    /// <summary>What Telegram shows to prove that it is Telegram.</summary>
    public string Secret { get; }

    /// <summary>In constant time: how long it takes says nothing about how much of a guess was right.</summary>
    public bool Knows(string? secret) => secret is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), _secret);

    /// <param name="intake">Takes the updates from now on.</param>
    /// <param name="stopping">Ends that.</param>
    public void Open(UpdateIntake intake, CancellationToken stopping) => _taker = new(intake, stopping);

    public void Close() => _taker = null;

    /// <returns>False when the update is to come again.</returns>
    public async Task<bool> TryTakeAsync(RawUpdate update)
    {
        if (_taker is not { } taker)
            return false;
        try
        {
            // Telegram hanging up is no reason to give up what dialog is just storing: only our own end is.
            return await taker.Intake.TryTakeAsync(update, taker.Stopping);
        }
        catch (OperationCanceledException) when (taker.Stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    // As good as random to whoever does not have the token, but the same for every replica: one that starts later registers
    // what the others already expect, and none has to tell the others. The token cannot be found from it.
    private static string SecretOf(string token, string url) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes($"WisdomWave webhook {url}")));

    private sealed record Taker(UpdateIntake Intake, CancellationToken Stopping);
}
