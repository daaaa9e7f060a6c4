using WisdomWave.Playground.BotApi.Messages;
using WisdomWave.Playground.Chats;

namespace WisdomWave.Playground.BotApi.Drafts;

/// <summary>sendMessageDraft: shows an answer while it is being written (private chats only).</summary>
internal sealed class DraftMethods(World world)
{
    public BotReply Send(BotCall call)
    {
        var (target, problem) = Target.Find(world, call);
        if (problem is not null)
            return problem;
        if (!target!.Room.IsPrivate)
            return BotReply.BadRequest("message drafts can be sent only to private chats");
        if (call.Parameters.Number("draft_id") is not { } draftId || draftId == 0)
            return BotReply.BadRequest("draft_id must be non-zero");

        var (text, wrong) = TextRules.Read(call.Parameters, "text", "entities", TextRules.MessageLimit);
        if (wrong is not null)
            return BotReply.BadRequest(wrong);

        target.Room.PutDraft(new Draft
        {
            BotId = call.Bot.Me.Id,
            DraftId = draftId,
            MessageThreadId = target.ThreadId,
            Text = text!.Text,
            Entities = text.Entities,
            CanStop = call.Parameters.Flag("can_stop"),
            KeepOnStop = call.Parameters.Flag("keep_on_stop"),
            ExpiresAt = default,
        });
        return BotReply.True;
    }
}
