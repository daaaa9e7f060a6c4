using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Intake.Access;

/// <summary>
/// Decides who may use each bot: rules that admins set, loaded at start, then the configuration. In a cluster, a change must
/// also reach the other processes.
/// </summary>
internal sealed class AccessList(
    IOptionsMonitor<AccessOptions> options, BotSections bots, ToldStrangers told, IDbContextFactory<DialogContext> contexts) : IHostedService
{
    private readonly ConcurrentDictionary<(long List, long Id), AccessRule> _rules = new();

    /// <summary>The list that this bot's admins change: its own (the bot's id), or 0 for the list that all other bots share.</summary>
    public long ListOf(long botId) => bots.Find(botId) is { OwnsAccess: true } ? botId : 0;

    public IReadOnlyCollection<long> AdminsOf(long botId)
    {
        var list = ListOf(botId);
        var claimed = _rules.Where(rule => rule.Key.List == list && rule.Value.IsAdmin).Select(rule => rule.Key.Id);
        return [.. OptionsFor(botId).Admins.Union(claimed)];
    }

    public bool IsAdmin(long botId, long userId) => IsConfiguredAdmin(botId, userId) || RuleOf(botId, userId) is { IsAdmin: true };

    /// <summary>Configured admins can be removed only by the operator.</summary>
    public bool IsConfiguredAdmin(long botId, long userId) => OptionsFor(botId).Admins.Contains(userId);

    /// <summary>Whether anybody may use the bot unless an admin has denied them.</summary>
    public bool IsOpen(long botId) => OptionsFor(botId) is { HasLists: false } access && (access.Open ?? access.OpenBots.Contains(botId));

    /// <summary>Whether the bot is closed and has no admin who could let anybody in.</summary>
    public bool IsUnowned(long botId) => !IsOpen(botId) && !OptionsFor(botId).HasLists && AdminsOf(botId).Count == 0;

    /// <summary>Admins are always allowed. A denied person or chat is refused even if the other of the two is allowed.</summary>
    public bool IsAllowed(long botId, long userId, long chatId)
    {
        if (IsAdmin(botId, userId))
            return true;

        var (access, ofPerson, ofChat) = (OptionsFor(botId), RuleOf(botId, userId), RuleOf(botId, chatId));
        if (ofPerson is { IsAllowed: false } || ofChat is { IsAllowed: false })
            return false;

        return IsOpen(botId)
            || ofPerson is not null
            || ofChat is not null
            || access.AllowedUsers.Contains(userId)
            || access.AllowedChats.Contains(chatId)
            || EarlierOf(botId, userId) is not null
            || EarlierOf(botId, chatId) is not null;
    }

    /// <summary>The rule to copy when a group becomes a supergroup with a new id; null when there is none to copy.</summary>
    public bool? RuleToMove(long botId, long chatId, long newChatId) => RuleOf(botId, newChatId) is not null
        ? null
        : RuleOf(botId, chatId)?.IsAllowed ?? (OptionsFor(botId).AllowedChats.Contains(chatId) || EarlierOf(botId, chatId) is not null ? true : null);

    /// <summary>People and chats that the configuration allows.</summary>
    public IReadOnlyCollection<long> ConfiguredFor(long botId) => [.. OptionsFor(botId).AllowedUsers, .. OptionsFor(botId).AllowedChats];

    /// <summary>Rules for people and chats of this bot: admins first, then newest first.</summary>
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

    /// <summary>Call this after the rule is committed.</summary>
    public void Set(long botId, long id, AccessRule rule)
    {
        var list = ListOf(botId);
        _rules[(list, id)] = rule;
        told.Forget(list, id);
        if (rule.IsAdmin)
            told.ForgetAll(list);
    }

    /// <summary>Removes a rule, so the default applies again. Call this after the removal is committed.</summary>
    public void Remove(long botId, long id)
    {
        _rules.TryRemove((ListOf(botId), id), out _);
        _rules.TryRemove((botId, id), out _);
        told.Forget(ListOf(botId), id);
    }

    /// <summary>The rule that an admin set; null when there is none.</summary>
    public AccessRule? RuleOf(long botId, long id) => _rules.TryGetValue((ListOf(botId), id), out var rule) && !rule.IsEarlier ? rule : null;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await foreach (var row in context.Access.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
            _rules[(row.BotId, row.Id)] = new(row.IsAllowed) { IsAdmin = row.IsAdmin, IsEarlier = row.IsEarlier, Name = row.Name, Since = row.Since };
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The rule that an upgrade created for an earlier user. Lists in the configuration disable these rules.</summary>
    private AccessRule? EarlierOf(long botId, long id) =>
        _rules.TryGetValue((botId, id), out var rule) && rule.IsEarlier && !OptionsFor(botId).HasLists ? rule : null;

    private AccessOptions OptionsFor(long botId) => options.Get(bots.OptionsFor(botId));
}

/// <summary>A stored decision about a person or chat.</summary>
internal sealed record AccessRule(bool IsAllowed)
{
    /// <summary>Whether the person has claimed the bot.</summary>
    public bool IsAdmin { get; init; }

    /// <summary>Whether an upgrade created the rule for somebody who used the bot while it was open. Configured lists take precedence.</summary>
    public bool IsEarlier { get; init; }

    /// <summary>The person's display name when they were allowed; null when unknown.</summary>
    public string? Name { get; init; }

    /// <summary>When the rule was set; null for rules from versions that did not store it.</summary>
    public DateTimeOffset? Since { get; init; }
}
