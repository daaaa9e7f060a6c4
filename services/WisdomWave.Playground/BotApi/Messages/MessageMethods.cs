using System.Collections.Frozen;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Chats;
using WisdomWave.Playground.People;

namespace WisdomWave.Playground.BotApi.Messages;

/// <summary>The methods that send, edit, delete and pin messages, set reactions, show actions and answer button presses.</summary>
internal sealed class MessageMethods(World world, Callbacks callbacks, TimeProvider time)
{
    private const int CallbackAnswerLimit = 200;
    private const string NotModified =
        "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";

    private static readonly FrozenSet<string> ChatActions =
    [
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
        "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
    ];

    public BotReply Send(BotCall call)
    {
        var (text, wrong) = TextRules.Read(call.Parameters, "text", "entities", TextRules.MessageLimit);
        if (wrong is not null)
            return BotReply.BadRequest(wrong);
        if (text!.Text.Length == 0)
            return BotReply.BadRequest("message text is empty");

        return Post(call, message => message with { Text = text.Text, Entities = text.Entities });
    }

    /// <summary>Does what all sending methods share: target, reply, keyboard.</summary>
    public BotReply Post(BotCall call, Func<Message, Message> content)
    {
        var (target, problem) = Target.Find(world, call);
        if (problem is not null)
            return problem;
        var (keyboard, wrongKeyboard) = Keyboard.Read(call.Parameters);
        if (wrongKeyboard is not null)
            return BotReply.BadRequest(wrongKeyboard);
        var (answered, missing) = FindReply(call.Parameters, target!.Room);
        if (missing is not null)
            return missing;

        // A reply to a message in a topic goes to that topic, even if the call does not name it.
        var threadId = target.ThreadId ?? (answered?.IsTopicMessage == true ? answered.MessageThreadId : null);
        return BotReply.Done(target.Room.Add(content(new Message
        {
            MessageId = 0,
            Date = 0,
            Chat = target.Room.Info,
            From = call.Bot.Me,
            MessageThreadId = threadId,
            IsTopicMessage = threadId is null ? null : true,
            ReplyToMessage = answered is null ? null : answered with { ReplyToMessage = null },
            ReplyMarkup = keyboard,
        }), call.Bot));
    }

    public BotReply EditText(BotCall call)
    {
        var (text, wrong) = TextRules.Read(call.Parameters, "text", "entities", TextRules.MessageLimit);
        if (wrong is not null)
            return BotReply.BadRequest(wrong);
        if (text!.Text.Length == 0)
            return BotReply.BadRequest("message text is empty");

        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return Edit(call, (message, keyboard) => message.Text is null
            ? (null, "there is no text in the message to edit")
            : text.SameAs(message.Text, message.Entities) && Equals(keyboard, message.ReplyMarkup)
                ? (null, NotModified)
                : (message with { Text = text.Text, Entities = text.Entities, ReplyMarkup = keyboard, EditDate = now }, null));
    }

    public BotReply EditReplyMarkup(BotCall call) => Edit(call, (message, keyboard) => Equals(keyboard, message.ReplyMarkup)
        ? (null, NotModified)
        : (message with { ReplyMarkup = keyboard }, null));

    public BotReply Delete(BotCall call)
    {
        var (target, problem) = Target.Find(world, call);
        if (problem is not null)
            return problem;
        var id = (int)(call.Parameters.Number("message_id") ?? 0);
        return target!.Room.Delete(id) ? BotReply.True : BotReply.BadRequest("message to delete not found");
    }

    public BotReply Pin(BotCall call) => OnMessage(call, "message to pin not found", (room, message) =>
    {
        room.Pin(message);
        return BotReply.True;
    });

    public BotReply Unpin(BotCall call)
    {
        var (target, problem) = Target.Find(world, call);
        target?.Room.Pin(null);
        return problem ?? BotReply.True;
    }

    public BotReply React(BotCall call) => OnMessage(call, "message to react not found", (room, message) =>
    {
        if (!call.Parameters.TryObject("reaction", WireJson.Default.ReactionTypeArray, out var reactions))
            return BotReply.BadRequest("can't parse reaction");
        room.Edit(message.MessageId, old => old with { BotReactions = reactions is { Length: > 0 } ? [.. reactions.Select(one => one.Emoji ?? "⭐")] : null });
        return BotReply.True;
    });

    public BotReply ShowAction(BotCall call)
    {
        var (target, problem) = Target.Find(world, call, typing: true);
        if (problem is not null)
            return problem;
        if (call.Parameters.Text("action") is not { Length: > 0 } action || !ChatActions.Contains(action))
            return BotReply.BadRequest("wrong parameter action in request");
        target!.Room.ShowAction(call.Bot, action, target.ThreadId);
        return BotReply.True;
    }

    public BotReply AnswerCallback(BotCall call)
    {
        var text = call.Parameters.Text("text");
        if (text?.Length > CallbackAnswerLimit)
            return BotReply.BadRequest("MESSAGE_TOO_LONG");
        var answered = callbacks.Answer(new CallbackAnswer
        {
            CallbackQueryId = call.Parameters.Text("callback_query_id") ?? "",
            Text = string.IsNullOrEmpty(text) ? null : text,
            ShowAlert = call.Parameters.Flag("show_alert"),
            Url = call.Parameters.Text("url"),
        });
        return answered ? BotReply.True : BotReply.BadRequest("query is too old and response timeout expired or query ID is invalid");
    }

    private BotReply Edit(BotCall call, Func<Message, InlineKeyboardMarkup?, (Message? Edited, string? Problem)> change)
    {
        var (keyboard, wrongKeyboard) = Keyboard.Read(call.Parameters);
        if (wrongKeyboard is not null)
            return BotReply.BadRequest(wrongKeyboard);

        return OnMessage(call, "message to edit not found", (room, message) =>
        {
            if (message.From?.Id != call.Bot.Me.Id)
                return BotReply.BadRequest("message can't be edited");

            string? problem = null;
            var edited = room.Edit(message.MessageId, current =>
            {
                (var changed, problem) = change(current, keyboard);
                return changed;
            });
            return problem is not null ? BotReply.BadRequest(problem)
                : edited is not null ? BotReply.Done(edited)
                : BotReply.BadRequest("message to edit not found");
        });
    }

    private BotReply OnMessage(BotCall call, string notFound, Func<ChatRoom, Message, BotReply> act)
    {
        var (target, problem) = Target.Find(world, call);
        if (problem is not null)
            return problem;
        var id = (int)(call.Parameters.Number("message_id") ?? 0);
        return target!.Room.TryFind(id, out var message) ? act(target.Room, message) : BotReply.BadRequest(notFound);
    }

    private static (Message? Answered, BotReply? Problem) FindReply(CallParameters parameters, ChatRoom room)
    {
        if (!parameters.TryObject("reply_parameters", WireJson.Default.ReplyParameters, out var reply))
            return (null, BotReply.BadRequest("can't parse reply parameters JSON object"));
        if ((reply?.MessageId ?? (int?)parameters.Number("reply_to_message_id")) is not { } id)
            return (null, null);
        if (room.TryFind(id, out var answered))
            return (answered, null);
        return reply?.AllowSendingWithoutReply ?? parameters.Flag("allow_sending_without_reply")
            ? (null, null)
            : (null, BotReply.BadRequest("message to be replied not found"));
    }
}
