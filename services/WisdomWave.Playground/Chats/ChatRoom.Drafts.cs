using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.People;

namespace WisdomWave.Playground.Chats;

/// <content>Drafts, which a bot shows while it writes.</content>
internal sealed partial class ChatRoom
{
    private static readonly TimeSpan DraftLifetime = TimeSpan.FromSeconds(30);

    private readonly Dictionary<long, Draft> _drafts = [];
    private readonly HashSet<long> _stoppedDrafts = [];

    public IReadOnlyList<Draft> Drafts()
    {
        lock (_lock)
            return [.. _drafts.Values.Where(draft => draft.ExpiresAt > time.GetUtcNow())];
    }

    public void PutDraft(Draft draft)
    {
        lock (_lock)
        {
            if (_stoppedDrafts.Contains(draft.DraftId))
                return;
            var stored = draft with { ExpiresAt = time.GetUtcNow() + DraftLifetime };
            _drafts[draft.DraftId] = stored;
            events.Publish(PersonEvent.About("draft", this) with { Draft = stored });
        }
    }

    /// <summary>Handles a press of Stop. Returns false if there is no such draft or it cannot be stopped.</summary>
    public bool StopDraft(long draftId)
    {
        lock (_lock)
        {
            if (!_drafts.TryGetValue(draftId, out var draft) || !draft.CanStop)
                return false;

            if (_stoppedDrafts.Count >= 1_000)
                _stoppedDrafts.Clear();
            _stoppedDrafts.Add(draftId);
            if (draft.KeepOnStop)
            {
                _drafts[draftId] = draft with { CanStop = false };
                events.Publish(PersonEvent.About("draft", this) with { Draft = _drafts[draftId] });
            }
            else
            {
                _drafts.Remove(draftId);
                events.Publish(PersonEvent.About("draft_gone", this) with { DraftId = draftId });
            }

            owner?.Updates.Add(UpdateKind.StoppedMessageGeneration, new Update
            {
                StoppedMessageGeneration = new() { Chat = Info, MessageThreadId = draft.MessageThreadId, DraftId = draftId },
            });
            return true;
        }
    }

    private void RemoveDrafts(long botId, int? threadId)
    {
        if (_drafts.Count == 0)
            return;
        foreach (var draft in _drafts.Values.Where(draft => draft.BotId == botId && draft.MessageThreadId == threadId).ToArray())
        {
            _drafts.Remove(draft.DraftId);
            events.Publish(PersonEvent.About("draft_gone", this) with { DraftId = draft.DraftId });
        }
    }
}
