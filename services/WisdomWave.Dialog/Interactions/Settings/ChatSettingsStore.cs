using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Interactions.Settings;

/// <summary>
/// The settings of all chats, loaded at start. Only chats with changed settings have a row, so all fit into memory and no message
/// needs a query. In a cluster, a change must also reach the other processes.
/// </summary>
internal sealed class ChatSettingsStore(IDbContextFactory<DialogContext> contexts, DatabaseWriter writer) : IHostedService, IDisposable
{
    private const string Save = """
        INSERT INTO "ChatSettings" ("BotId", "ChatId", "Language", "Model", "ReadyPersona", "OwnPersona", "Style", "Warnings", "IsShared", "Extras")
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        ON CONFLICT ("BotId", "ChatId") DO UPDATE SET "Language" = excluded."Language", "Model" = excluded."Model",
            "ReadyPersona" = excluded."ReadyPersona", "OwnPersona" = excluded."OwnPersona", "Style" = excluded."Style",
            "Warnings" = excluded."Warnings", "IsShared" = excluded."IsShared", "Extras" = excluded."Extras"
        """;

    private readonly ConcurrentDictionary<(long Bot, long Chat), ChatSettings> _settings = new();
    private readonly SemaphoreSlim _changing = new(1);

    public ChatSettings Of(long botId, long chatId) => _settings.GetValueOrDefault((botId, chatId), ChatSettings.Default);

    /// <summary>Completes when the change is on disk and applies to the next message.</summary>
    public async Task<ChatSettings> ChangeAsync(long botId, long chatId, Func<ChatSettings, ChatSettings> change)
    {
        // Two concurrent changes must not overwrite each other.
        await _changing.WaitAsync();
        try
        {
            var changed = change(Of(botId, chatId));
            await writer.WriteAsync(session => Write(session, botId, chatId, changed), CancellationToken.None);
            return _settings[(botId, chatId)] = changed;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Copies the settings of a chat to its new id, unless the new chat has settings already.</summary>
    public async Task MoveAsync(long botId, long chatId, long newChatId)
    {
        if (_settings.TryGetValue((botId, chatId), out var moved) && !_settings.ContainsKey((botId, newChatId)))
            await ChangeAsync(botId, newChatId, _ => moved);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await foreach (var row in context.ChatSettings.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
            _settings[(row.BotId, row.ChatId)] = row.ToSettings();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _changing.Dispose();

    private static int Write(WriteSession session, long botId, long chatId, ChatSettings settings) => session.Execute(
        Save,
        botId,
        chatId,
        settings.Language,
        settings.Model,
        settings.ReadyPersona,
        settings.OwnPersona,
        settings.Style.ToString(),
        settings.Warnings.ToString(),
        settings.IsShared,
        SettingsExtras.Write(settings));
}
