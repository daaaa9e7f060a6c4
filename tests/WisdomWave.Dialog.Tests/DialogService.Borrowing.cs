using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Prompting;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Tests;

internal sealed partial class DialogService
{
    /// <summary>Limits of a person in all chats of all bots. One test after the other writes as the same person.</summary>
    private static readonly string[] WithoutRateLimits = ["--RateLimits:QuestionsPerMinute=0", "--RateLimits:CommandsPerMinute=0"];

    /// <summary>The ids after it are free: tests use them for other bots.</summary>
    private static long _lastBot = 1_000_000;

    private (Action<IServiceCollection>? Configure, string[] Settings)? _borrowedAs;

    /// <summary>Whether a test may have changed more than what belongs to its bot.</summary>
    private bool _isChanged;

    /// <summary>The bot that <see cref="Message"/> and <see cref="Press"/> are for. Everyone who borrows a service gets another one.</summary>
    public BotIdentity Bot { get; private set; } = new(7, "wisdomwave_bot");

    /// <summary>
    /// Borrows a running service with a bot of its own, or starts one when none with these settings is free. For tests of what belongs to a
    /// bot: its conversations, chats, settings and files. A test of what bots share (access lists, budgets and rate limits of a person, metrics,
    /// what was learned about a model, the log as a whole) starts a service of its own with <see cref="StartAsync"/>.
    /// </summary>
    public static Task<DialogService> BorrowAsync(params string[] settings) => BorrowConfiguredAsync(null, settings);

    /// <summary>Borrows a service that was started with changed services. Pass the same delegate each time, not a new one.</summary>
    public static async Task<DialogService> BorrowConfiguredAsync(Action<IServiceCollection>? configure, params string[] settings)
    {
        var service = SharedDialogs.Take(configure, settings)
            ?? await StartWithAsync(CreateFolder(), MigratedDatabase.CopyTo, [.. WithoutRateLimits, .. settings], configure);
        service._borrowedAs = (configure, settings);
        service._isChanged = false;
        service._updates = 0;
        service.Bot = new(Interlocked.Add(ref _lastBot, 100), "wisdomwave_bot");
        service.Completion.Reset();
        service.Log.Clear();
        return service;
    }

    public bool IsStartedWith(Action<IServiceCollection>? configure, string[] settings) =>
        _borrowedAs is { } borrowed && borrowed.Configure == configure && borrowed.Settings.SequenceEqual(settings);

    /// <summary>Gives a borrowed service back, and stops any other.</summary>
    public async ValueTask DisposeAsync()
    {
        var isOfUse = await IsOfUseToOthersAsync();
        if (!isOfUse)
            await StopForGoodAsync();

        // EF Core warns about queries with unexpected results. Operators would see these warnings.
        Assert.Empty(Log.Of(LogLevel.Warning, "Microsoft.EntityFrameworkCore.Query"));
        if (isOfUse && SharedDialogs.PutBack(this) is { } surplus)
            await surplus.StopForGoodAsync();
    }

    private async Task<bool> IsOfUseToOthersAsync()
    {
        if (_borrowedAs is null || _isChanged || _app is null)
            return false;

        // A learned limit and a rule of the shared list (0) apply to all bots, and a question without a reply could still ask the model.
        await using var database = OpenDatabase();
        return _app.Services.GetRequiredService<LearnedLimits>().Version == 0
            && !await database.Turns.AnyAsync(turn => turn.State == TurnState.Accepted)
            && !await database.Access.AnyAsync(rule => rule.BotId == 0)
            && !await database.Strangers.AnyAsync();
    }
}
