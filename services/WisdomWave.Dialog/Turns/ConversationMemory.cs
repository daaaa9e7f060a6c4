using WisdomWave.Dialog.Interactions.Pinning;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Prompting;

namespace WisdomWave.Dialog.Turns;

/// <summary>What a conversation keeps in memory between its turns.</summary>
internal sealed class ConversationMemory(string scope, PromptSetups setups, TokenCounters counters)
{
    private (ChatSettings Settings, Texts Texts, IReadOnlyList<Pin> Pins) _setupOf;
    private int _setupVersion;
    private IReadOnlyList<RememberedTurn> _restored = [];

    /// <summary>The conversation's name, where answers are not shared with others.</summary>
    public string Scope { get; } = scope;

    public PromptWindow Window { get; private set; } = new(setups.Default.Budget, []);

    public PromptSetup Setup { get; private set; } = setups.Default;

    public IReadOnlyList<Pin> Pins { get; set; } = [];

    /// <summary>Whether the person has been told that old turns left the window.</summary>
    public bool TrimNoticed { get; set; }

    public void Load(StoredConversation stored)
    {
        Window = new PromptWindow(Setup.Budget, stored.Window);
        Pins = stored.Pins;
        TrimNoticed = stored.Row.TrimNoticed;

        // Each was counted for the model that was chosen then.
        if (!counters.AreAllAlike)
            Window.Recount(Setup.Tokens);
    }

    /// <summary>A forgotten conversation is back. What is being answered at the moment was asked without it: the next turn has it.</summary>
    /// <param name="turns">Those that had been forgotten.</param>
    /// <param name="pins">All that are in force.</param>
    /// <param name="trimNoticed">As of <see cref="TrimNoticed"/>.</param>
    public void Restore(IReadOnlyList<RememberedTurn> turns, IReadOnlyList<Pin> pins, bool trimNoticed)
    {
        _restored = [.. _restored, .. turns];
        Pins = [.. pins.UnionBy(Pins, pin => pin.Id).OrderBy(pin => pin.Id)];
        TrimNoticed |= trimNoticed;
    }

    /// <summary>The next prompt follows these.</summary>
    public void Use(ChatSettings settings, Texts texts)
    {
        TakeRestored();
        if (_setupOf == (settings, texts, Pins) && _setupVersion == setups.Version)
            return;

        _setupOf = (settings, texts, Pins);
        Refresh();
    }

    /// <summary>Something was learned about models.</summary>
    public void Refresh()
    {
        _setupVersion = setups.Version;
        var setup = setups.Of(_setupOf.Settings, _setupOf.Texts, _setupOf.Pins);
        if (setup.Tokens != Setup.Tokens)
            Window.Recount(setup.Tokens);
        Window.Budget = setup.Budget;
        Setup = setup;
    }

    public void Clear(bool withPins)
    {
        Window.Clear();
        if (withPins)
            Pins = [];
        TrimNoticed = false;
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
