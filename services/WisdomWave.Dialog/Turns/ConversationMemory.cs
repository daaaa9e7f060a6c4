using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Completion;
using WisdomWave.Dialog.Interactions.Pinning;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Prompting;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// The state of a conversation between its turns: the prompt window, the setup of its prompts, its pins. All decisions about the
/// window are made here, including whether the current turn has shortened it and whether the person must be told.
/// </summary>
internal sealed class ConversationMemory(
    string scope, PromptSetups setups, TokenCounters counters, RetentionOptions retention, TimeProvider time)
{
    private (ChatSettings Settings, Texts Texts, IReadOnlyList<Pin> Pins) _setupOf;
    private int _setupVersion;
    private IReadOnlyList<RememberedTurn> _restored = [];
    private bool _isTrimmed;
    private bool _tellsOfTrim;

    /// <summary>The conversation's name in the cache, where answers are not shared with other conversations.</summary>
    public string Scope { get; } = scope;

    public PromptWindow Window { get; private set; } = new(setups.Default.Budget, []);

    public PromptSetup Setup { get; private set; } = setups.Default;

    public IReadOnlyList<Pin> Pins { get; set; } = [];

    /// <summary>Whether the person has been told that old turns left the window.</summary>
    public bool TrimNoticed { get; private set; }

    /// <summary>Whether the reply of the current turn must say that old turns left the window.</summary>
    public bool MustTellOfTrim => _isTrimmed && _tellsOfTrim;

    /// <summary>Turns that have left the window to make room for the current turn.</summary>
    public int TrimmedTurns { get; private set; }

    public void Load(StoredConversation stored)
    {
        Window = new PromptWindow(Setup.Budget, stored.Window);
        Pins = stored.Pins;
        TrimNoticed = stored.Row.TrimNoticed;

        // Stored counts are those of the model that was chosen at the time.
        if (!counters.AreAllAlike)
            Window.Recount(Setup.Tokens);
    }

    /// <summary>Brings forgotten turns back. They enter the window with the next turn: the running one was asked without them.</summary>
    public void Restore(IReadOnlyList<RememberedTurn> turns, IReadOnlyList<Pin> pins, bool trimNoticed)
    {
        _restored = [.. _restored, .. turns];
        Pins = [.. pins.UnionBy(Pins, pin => pin.Id).OrderBy(pin => pin.Id)];
        TrimNoticed |= trimNoticed;
    }

    /// <summary>Applies the current settings before a turn runs.</summary>
    public void BeginTurn(ChatSettings settings, Texts texts)
    {
        TakeRestored();
        if (_setupOf != (settings, texts, Pins) || _setupVersion != setups.Version)
        {
            _setupOf = (settings, texts, Pins);
            Refresh();
        }

        // Memory must not keep turns that the database has already erased.
        if (retention.KeepsSince(time.GetUtcNow()) is { } since)
            Window.RemoveBefore(since);
        (_isTrimmed, TrimmedTurns) = (false, 0);
        _tellsOfTrim = settings.Warnings == TokenWarnings.Always || (settings.Warnings == TokenWarnings.OncePerDialogue && !TrimNoticed);
    }

    /// <summary>Removes the oldest turns when the question does not fit.</summary>
    public WindowFit MakeRoom(int questionTokens)
    {
        var before = Window.Turns.Count;
        var fit = Window.MakeRoom(questionTokens);
        TrimmedTurns += before - Window.Turns.Count;
        _isTrimmed |= fit == WindowFit.OldestRemoved;
        return fit;
    }

    /// <summary>Learns the model's limit from a prompt that was too long, and shortens the window accordingly.</summary>
    /// <returns>False when the next prompt would not be shorter.</returns>
    public bool TryShorten(int questionTokens, ContextOverflow? overflow)
    {
        var (prompt, answer) = (Window.PromptTokens(questionTokens), Setup.Budget.AnswerTokens);
        setups.LearnLimit(Setup, overflow, prompt);
        Refresh();
        var fit = MakeRoom(questionTokens);
        return fit != WindowFit.QuestionTooLong && Window.PromptTokens(questionTokens) + Setup.Budget.AnswerTokens < prompt + answer;
    }

    /// <summary>Returns what must be stored with the reply of the current turn; null when that turn has not shortened the window.</summary>
    public (long Start, bool TrimNoticed)? WindowChange(Turn turn)
    {
        if (!_isTrimmed)
            return null;

        TrimNoticed |= _tellsOfTrim;
        return (Window.Start ?? turn.Sequence, TrimNoticed);
    }

    public void Remember(Turn turn, TurnOutcome outcome) => Window.Add(
        new RememberedTurn(turn.Sequence, turn.Prompt, outcome.Reply.Markdown, outcome.QuestionTokens + outcome.AnswerTokens)
        {
            AskedAt = time.GetUtcNow(),
            Pictures = turn.Attachments?.Read?.Pictures ?? [],
        });

    public void Clear(bool withPins)
    {
        Window.Clear();
        if (withPins)
            Pins = [];
        TrimNoticed = false;
    }

    private void Refresh()
    {
        _setupVersion = setups.Version;
        var setup = setups.Of(_setupOf.Settings, _setupOf.Texts, _setupOf.Pins);
        if (setup.Tokens != Setup.Tokens)
            Window.Recount(setup.Tokens);
        Window.Budget = setup.Budget;
        Setup = setup;
    }

    private void TakeRestored()
    {
        if (_restored.Count == 0)
            return;

        Window.Restore(_restored);
        _restored = [];
        if (!counters.AreAllAlike)
            Window.Recount(Setup.Tokens);
    }
}

internal sealed class ConversationMemoryFactory(
    PromptSetups setups, TokenCounters counters, IOptions<RetentionOptions> retention, TimeProvider time)
{
    public ConversationMemory Create(ConversationKey key) => new(key.ToString(), setups.For(key.BotId), counters, retention.Value, time);
}
