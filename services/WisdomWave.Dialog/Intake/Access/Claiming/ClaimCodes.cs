using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake.Limits;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns;

namespace WisdomWave.Dialog.Intake.Access.Claiming;

/// <summary>
/// Lets the operator claim a closed bot that has no admin. Each start logs the bot's code, which only the operator can read. Bots
/// that share lists have one owner, who can use the code of any of them.
/// </summary>
internal sealed partial class ClaimCodes(
    AccessList access,
    RefusalStore refusals,
    ChatSettingsStore settings,
    IDbContextFactory<DialogContext> contexts,
    DatabaseWriter writer,
    TimeProvider time,
    ILogger<ClaimCodes> logger) : IHostedService
{
    private readonly ClaimGuesses _guesses = new(time);
    private readonly ConcurrentDictionary<long, string> _codes = new();

    /// <summary>Bots whose code this process has logged.</summary>
    private readonly ConcurrentDictionary<long, bool> _logged = new();

    /// <summary>Logs the code of a bot that has no admin. Called when the bot starts, and for each message in case its start was not reported.</summary>
    public async Task OfferAsync(long botId, string username)
    {
        if (_codes.ContainsKey(botId) || !access.IsUnowned(botId))
            return;

        var newCode = ClaimCode.New();
        Log(botId, username, await writer.WriteAsync(session => ClaimWrites.GetOrAdd(session, botId, username, newCode), CancellationToken.None));
    }

    /// <returns>The outcome of a claim; null for a message that is not one.</returns>
    public async Task<IntakeResult?> TryClaimAsync(ConversationKey key, InboundMessage message)
    {
        if (ClaimCode.In(message) is not { } guess || !access.IsUnowned(message.Bot.Id))
            return null;

        var texts = Texts.Of(settings.Of(message.Bot.Id, message.Chat.Id), message.From.Language);
        if (!_guesses.Allow(message.Bot.Id, message.From.Id))
        {
            return _guesses.MayAnswer(message.Bot.Id, message.From.Id)
                ? await refusals.StoreAsync(key, message, "denied", _ => new Reply(texts.ClaimLater))
                : await refusals.DropAsync(key, message);
        }

        await OfferAsync(message.Bot.Id, message.Bot.Username);
        if (!_codes.TryGetValue(message.Bot.Id, out var code) || !ClaimCode.Matches(code, guess))
            return await refusals.StoreAsync(key, message, "denied", _ => new Reply(texts.ClaimWrong));

        return await ClaimAsync(key, message, texts);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await foreach (var row in context.Claims.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (access.IsUnowned(row.BotId))
                Log(row.BotId, row.Username, row.Code);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<IntakeResult> ClaimAsync(ConversationKey key, InboundMessage message, Texts texts)
    {
        var (person, list, now) = (message.From, access.ListOf(message.Bot.Id), time.GetUtcNow());
        long[] bots = [.. _codes.Keys.Where(bot => access.ListOf(bot) == list)];
        var isClaimed = false;
        var taken = await refusals.StoreAsync(key, message, "command", session =>
        {
            isClaimed = ClaimWrites.Claim(session, list, person.Id, person.Name, bots, now);
            return new Reply(isClaimed ? texts.Claimed : texts.ClaimWrong);
        });
        if (!isClaimed)
            return taken;

        access.Set(message.Bot.Id, person.Id, new AccessRule(IsAllowed: true) { IsAdmin = true, Name = person.Name, Since = now });
        foreach (var bot in bots)
            _codes.TryRemove(bot, out _);
        LogClaimed(message.Bot.Username, person.Id);
        return taken;
    }

    private void Log(long botId, string username, string code)
    {
        _codes[botId] = code;
        if (_logged.TryAdd(botId, true))
            LogUnowned(username, code);
    }

    // A warning, because the app host's console shows only warnings and errors.
    [LoggerMessage(LogLevel.Warning, "Nobody owns the bot @{Bot} yet. Send it /start {Code} to become its admin.")]
    private partial void LogUnowned(string bot, string code);

    [LoggerMessage(LogLevel.Warning, "Person {Person} claimed the bot @{Bot} and is now its admin")]
    private partial void LogClaimed(string bot, long person);
}
