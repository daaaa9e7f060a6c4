using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Access;

/// <summary>
/// Who may use the bots: what admins have said, read once, and else the configuration. In a cluster of dialogs a change would
/// have to be told to the other processes.
/// </summary>
internal sealed class AccessList(IOptions<AccessOptions> options, IDbContextFactory<DialogContext> contexts) : IHostedService
{
    private readonly ConcurrentDictionary<long, bool> _rules = new();

    public bool IsAdmin(long personId) => options.Value.Admins.Contains(personId);

    /// <summary>Admins always may; whom an admin has shut out may not, even where the other of person and chat may.</summary>
    public bool IsAllowed(long personId, long chatId)
    {
        if (IsAdmin(personId))
            return true;
        if (RuleOf(personId) is false || RuleOf(chatId) is false)
            return false;

        return options.Value.IsOpen
            || RuleOf(personId) is true
            || RuleOf(chatId) is true
            || options.Value.AllowedUsers.Contains(personId)
            || options.Value.AllowedChats.Contains(chatId);
    }

    /// <summary>What holds for a chat and is to hold for the one that it has become; null when there is nothing to carry over.</summary>
    public bool? RuleToMove(long chatId, long newChatId) => RuleOf(newChatId) is not null
        ? null
        : RuleOf(chatId) ?? (options.Value.AllowedChats.Contains(chatId) ? true : null);

    /// <summary>To be called when it is on disk.</summary>
    public void Set(long id, bool isAllowed) => _rules[id] = isAllowed;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await foreach (var row in context.Access.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
            _rules[row.Id] = row.IsAllowed;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private bool? RuleOf(long id) => _rules.TryGetValue(id, out var isAllowed) ? isAllowed : null;
}
