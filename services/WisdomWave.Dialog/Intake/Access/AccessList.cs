using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Intake.Access;

/// <summary>
/// Who may use the bots: what admins have said, read once, and else the configuration. In a cluster of dialogs a change would
/// have to be told to the other processes.
/// </summary>
internal sealed class AccessList(
    IOptionsMonitor<AccessOptions> options, BotSections bots, IDbContextFactory<DialogContext> contexts) : IHostedService
{
    private readonly ConcurrentDictionary<(long List, long Id), AccessRule> _rules = new();

    /// <summary>Whose list it is that admins change: the bot's own, which has its number, or 0, the one that all others share.</summary>
    public long ListOf(long botId) => bots.Find(botId) is { OwnsAccess: true } ? botId : 0;

    public IReadOnlyCollection<long> AdminsOf(long botId)
    {
        var list = ListOf(botId);
        var claimed = _rules.Where(rule => rule.Key.List == list && rule.Value.IsAdmin).Select(rule => rule.Key.Id);
        return [.. OptionsFor(botId).Admins.Union(claimed)];
    }

    public bool IsAdmin(long botId, long personId) => IsConfiguredAdmin(botId, personId) || RuleOf(botId, personId) is { IsAdmin: true };

    /// <summary>Nobody but the operator can change that.</summary>
    public bool IsConfiguredAdmin(long botId, long personId) => OptionsFor(botId).Admins.Contains(personId);

    /// <summary>Whether everybody may use the bot who is not shut out.</summary>
    public bool IsOpen(long botId) => OptionsFor(botId) is { HasLists: false } access && (access.Open ?? access.OpenBots.Contains(botId));

    /// <summary>Whether the bot is closed and there is nobody who could let anybody in.</summary>
    public bool IsUnowned(long botId) => !IsOpen(botId) && !OptionsFor(botId).HasLists && AdminsOf(botId).Count == 0;

    /// <summary>Admins always may; whom an admin has shut out may not, even where the other of person and chat may.</summary>
    public bool IsAllowed(long botId, long personId, long chatId)
    {
        if (IsAdmin(botId, personId))
            return true;

        var (access, ofPerson, ofChat) = (OptionsFor(botId), RuleOf(botId, personId), RuleOf(botId, chatId));
        if (ofPerson is { IsAllowed: false } || ofChat is { IsAllowed: false })
            return false;

        return IsOpen(botId)
            || ofPerson is not null
            || ofChat is not null
            || access.AllowedUsers.Contains(personId)
            || access.AllowedChats.Contains(chatId)
            || EarlierOf(botId, personId) is not null
            || EarlierOf(botId, chatId) is not null;
    }

    /// <summary>What holds for a chat and is to hold for the one that it has become; null when there is nothing to carry over.</summary>
    public bool? RuleToMove(long botId, long chatId, long newChatId) => RuleOf(botId, newChatId) is not null
        ? null
        : RuleOf(botId, chatId)?.IsAllowed ?? (OptionsFor(botId).AllowedChats.Contains(chatId) || EarlierOf(botId, chatId) is not null ? true : null);

    /// <summary>Whom the configuration lets in.</summary>
    public IReadOnlyCollection<long> ConfiguredFor(long botId) => [.. OptionsFor(botId).AllowedUsers, .. OptionsFor(botId).AllowedChats];

    /// <summary>What holds for people and chats with this bot, the newest first.</summary>
    public IReadOnlyList<(long Id, AccessRule Rule)> RulesOf(long botId)
    {
        var list = ListOf(botId);
        return
        [
            .. _rules.Keys.Where(key => key.List == list || key.List == botId).Select(key => key.Id).Distinct()
                .Select(id => (Id: id, Rule: RuleOf(botId, id) ?? EarlierOf(botId, id)!))
                .Where(known => known.Rule is not null)
                .OrderByDescending(known => known.Rule.IsAdmin).ThenByDescending(known => known.Rule.Since).ThenBy(known => known.Id),
        ];
    }

    /// <summary>To be called when it is on disk.</summary>
    public void Set(long botId, long id, AccessRule rule) => _rules[(ListOf(botId), id)] = rule;

    /// <summary>As <see cref="Set"/>: what holds for everybody holds for them again.</summary>
    public void Remove(long botId, long id)
    {
        _rules.TryRemove((ListOf(botId), id), out _);
        _rules.TryRemove((botId, id), out _);
    }

    /// <summary>What an admin has said; null when none has.</summary>
    public AccessRule? RuleOf(long botId, long id) => _rules.TryGetValue((ListOf(botId), id), out var rule) && !rule.IsEarlier ? rule : null;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await foreach (var row in context.Access.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
            _rules[(row.BotId, row.Id)] = new(row.IsAllowed) { IsAdmin = row.IsAdmin, IsEarlier = row.IsEarlier, Name = row.Name, Since = row.Since };
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Where the configuration has lists, nobody was let in by an update.</summary>
    private AccessRule? EarlierOf(long botId, long id) =>
        _rules.TryGetValue((botId, id), out var rule) && rule.IsEarlier && !OptionsFor(botId).HasLists ? rule : null;

    private AccessOptions OptionsFor(long botId) => options.Get(bots.OptionsFor(botId));
}
