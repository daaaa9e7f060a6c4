using System.Security.Cryptography;
using System.Text;
using WisdomWave.Ingress.Bots;

namespace WisdomWave.Ingress.Receiving;

/// <summary>The endpoint for one bot's updates. Rejects updates until it is opened.</summary>
internal sealed class Webhook
{
    /// <summary>The path in the public URL too; anything before it belongs to the proxy.</summary>
    public const string Path = "/telegram/";

    private readonly byte[] _secret;
    private volatile Taker? _taker;

    public Webhook(BotOptions bot, string publicUrl)
    {
        BotName = bot.Name;
        Url = $"{publicUrl.TrimEnd('/')}{Path}{bot.Id}";
        Secret = SecretOf(bot.Token, Url);
        _secret = Encoding.ASCII.GetBytes(Secret);
    }

    public string BotName { get; }

    public string Url { get; }

    /// <summary>The secret that Telegram sends with each request to prove its identity.</summary>
    public string Secret { get; }

    /// <summary>Compares in constant time, so that the duration reveals nothing about the secret.</summary>
    public bool IsSecret(string? secret) => secret is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), _secret);

    /// <param name="stopping">Cancels processing.</param>
    public void Open(UpdateIntake intake, CancellationToken stopping) => _taker = new(intake, stopping);

    public void Close() => _taker = null;

    /// <returns>False when Telegram should send the update again.</returns>
    public async Task<bool> TryTakeAsync(RawUpdate update)
    {
        if (_taker is not { } taker)
            return false;
        try
        {
            // If Telegram disconnects, dialog still finishes storing the update; only our own shutdown cancels it.
            return await taker.Intake.TryTakeAsync(update, taker.Stopping);
        }
        catch (OperationCanceledException) when (taker.Stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    // Unpredictable without the token, but equal in all replicas, so that a replica that starts later registers the secret the others
    // expect. The token cannot be derived from it.
    private static string SecretOf(string token, string url) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes($"WisdomWave webhook {url}")));

    private sealed record Taker(UpdateIntake Intake, CancellationToken Stopping);
}
