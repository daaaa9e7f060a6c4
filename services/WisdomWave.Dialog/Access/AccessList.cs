using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Bots;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Access;

/// <summary>
/// Who may use the bots: what admins have said, read once, and else the configuration. In a cluster of dialogs a change would
/// have to be told to the other processes.
/// </summary>
internal sealed class AccessList(
    IOptionsMonitor<AccessOptions> options, BotSections bots, IDbContextFactory<DialogContext> contexts) : IHostedService
{
    private readonly ConcurrentDictionary<(long List, long Id), bool> _rules = new();

    /// <summary>Whose list it is that admins change: the bot's own, which has its number, or 0, the one that all others share.</summary>
    public long ListOf(long botId) => bots.Find(botId) is { OwnsAccess: true } ? botId : 0;

    public IReadOnlyCollection<long> AdminsOf(long botId) => [.. OptionsFor(botId).Admins];

    public bool IsAdmin(long botId, long personId) => OptionsFor(botId).Admins.Contains(personId);

    /// <summary>Admins always may; whom an admin has shut out may not, even where the other of person and chat may.</summary>
    public bool IsAllowed(long botId, long personId, long chatId)
    {
        var access = OptionsFor(botId);
        if (access.Admins.Contains(personId))
            return true;
        if (RuleOf(botId, personId) is false || RuleOf(botId, chatId) is false)
            return false;

        return access.IsOpen
            || RuleOf(botId, personId) is true
            || RuleOf(botId, chatId) is true
            || access.AllowedUsers.Contains(personId)
            || access.AllowedChats.Contains(chatId);
    }

    /// <summary>What holds for a chat and is to hold for the one that it has become; null when there is nothing to carry over.</summary>
    public bool? RuleToMove(long botId, long chatId, long newChatId) => RuleOf(botId, newChatId) is not null
        ? null
        : RuleOf(botId, chatId) ?? (OptionsFor(botId).AllowedChats.Contains(chatId) ? true : null);

    /// <summary>To be called when it is on disk.</summary>
    public void Set(long botId, long id, bool isAllowed) => _rules[(ListOf(botId), id)] = isAllowed;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await foreach (var row in context.Access.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
            _rules[(row.BotId, row.Id)] = row.IsAllowed;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private AccessOptions OptionsFor(long botId) => options.Get(bots.OptionsFor(botId));

    private bool? RuleOf(long botId, long id) => _rules.TryGetValue((ListOf(botId), id), out var isAllowed) ? isAllowed : null;
}
