using Microsoft.AspNetCore.Http.HttpResults;
using WisdomWave.Playground.BotApi.Files;
using WisdomWave.Playground.BotApi.Messages;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Chats;

namespace WisdomWave.Playground.People;

/// <summary>The endpoints for what people do in a chat. <c>bot</c> is the bot of a private chat, by default the page's bot.</summary>
internal static class MessageEndpoints
{
    public static Results<Ok<IReadOnlyList<Message>>, NotFound> Read(long id, long? bot, int? limit, int? before, World world) =>
        world.TryFindBot(bot, out var asked) && world.RoomOf(id, asked) is { } room
            ? TypedResults.Ok(room.Recent(Math.Clamp(limit ?? 100, 1, 1_000), before ?? int.MaxValue))
            : TypedResults.NotFound();

    /// <summary>A text over Telegram's limit becomes several messages, as in Telegram's clients.</summary>
    public static Results<Ok<IReadOnlyList<Message>>, NotFound, ProblemHttpResult> Say(long id, long? bot, SaidMessage said, World world)
    {
        if (Participant.Find(world, id, bot, said.From) is not { } participant)
            return TypedResults.NotFound();
        if (said.LanguageCode is { Length: > 0 } language && language != participant.Person.LanguageCode)
            participant = participant with { Person = world.Keep(participant.Person with { LanguageCode = language }) };

        var template = participant.NewMessage(said.ReplyTo, said.MessageThreadId, said.Anonymous);
        var sent = new List<Message>();
        foreach (var part in LongText.Split(said.Text))
        {
            var (text, problem) = TextRules.Check(part, said.Entities ?? [], TextRules.MessageLimit);
            if (problem is not null)
                return TypedResults.Problem(problem, statusCode: StatusCodes.Status400BadRequest);
            if (text!.Text.Length > 0)
                sent.Add(participant.Room.Add(template with { Text = text.Text, Entities = text.Entities }));
        }

        return sent.Count > 0
            ? TypedResults.Ok<IReadOnlyList<Message>>(sent)
            : TypedResults.Problem("The text is empty.", statusCode: StatusCodes.Status400BadRequest);
    }

    /// <summary>
    /// Takes a multipart form with <c>file</c>, <c>from</c> and optionally <c>kind</c> (document, photo, voice, audio), <c>caption</c>,
    /// <c>reply_to</c>, <c>message_thread_id</c>, <c>media_group_id</c> and <c>duration</c>.
    /// </summary>
    public static async Task<Results<Ok<Message>, NotFound, ProblemHttpResult>> SendFileAsync(
        long id, long? bot, HttpRequest request, World world, FileStore files, CancellationToken cancellationToken)
    {
        var form = await request.ReadFormAsync(cancellationToken);
        if (form.Files.GetFile("file") is not { Length: > 0 } upload || !long.TryParse(form["from"], out var from))
            return TypedResults.Problem("The form must have file and from.", statusCode: StatusCodes.Status400BadRequest);
        if (Participant.Find(world, id, bot, from) is not { } participant)
            return TypedResults.NotFound();
        var (caption, problem) = TextRules.Check(form["caption"].ToString(), [], TextRules.CaptionLimit);
        if (problem is not null)
            return TypedResults.Problem(problem, statusCode: StatusCodes.Status400BadRequest);

        var template = participant.NewMessage(Number(form["reply_to"]), Number(form["message_thread_id"])) with
        {
            Caption = caption!.Text.Length == 0 ? null : caption.Text,
            CaptionEntities = caption.Entities,
            MediaGroupId = form["media_group_id"].ToString() is { Length: > 0 } group ? group : null,
        };
        return TypedResults.Ok(participant.Room.Add(form["kind"].ToString() switch
        {
            "photo" => template.AsPhoto(await files.AddAsync(upload, "photos", cancellationToken)),
            "voice" => template.AsVoice(await files.AddAsync(upload, "voice", cancellationToken)).WithDuration(Number(form["duration"])),
            "audio" => template.AsAudio(await files.AddAsync(upload, "music", cancellationToken)),
            _ => template.AsDocument(await files.AddAsync(upload, "documents", cancellationToken)),
        }));
    }

    public static Results<Ok<Message>, NotFound, ProblemHttpResult> Edit(
        long id, int messageId, long? bot, EditedText edited, World world, TimeProvider time)
    {
        if (Participant.Find(world, id, bot, edited.From) is not { } participant)
            return TypedResults.NotFound();
        FormattedText? text = null;
        if (edited.Text is not null)
        {
            (text, var problem) = TextRules.Check(edited.Text, [], TextRules.MessageLimit);
            if (problem is not null || text!.Text.Length == 0)
                return TypedResults.Problem(problem ?? "The text is empty.", statusCode: StatusCodes.Status400BadRequest);
        }

        var message = participant.Room.Edit(messageId, message => message.From?.Id != edited.From ? null : message with
        {
            Text = text is not null && message.Text is not null ? text.Text : message.Text,
            Entities = text is not null && message.Text is not null ? text.Entities : message.Entities,
            Caption = text is not null && message.Text is null ? text.Text : message.Caption,
            CaptionEntities = text is not null && message.Text is null ? text.Entities : message.CaptionEntities,
            EditDate = time.GetUtcNow().ToUnixTimeSeconds(),
        }, byPerson: true);
        return message is null ? TypedResults.NotFound() : TypedResults.Ok(message);
    }

    public static Results<NoContent, NotFound> Delete(long id, int messageId, long? bot, World world) =>
        world.TryFindBot(bot, out var asked) && world.RoomOf(id, asked) is { } room && room.Delete(messageId)
            ? TypedResults.NoContent()
            : TypedResults.NotFound();

    public static Results<Ok<PressedCallback>, NotFound> Press(long id, long? bot, PressedButton pressed, World world, Callbacks callbacks)
    {
        if (Participant.Find(world, id, bot, pressed.From) is not { } participant || !participant.Room.TryFind(pressed.MessageId, out var message))
            return TypedResults.NotFound();
        if (!world.TryFindBot(message.From?.Id, out var author))
            return TypedResults.NotFound();
        return TypedResults.Ok(new PressedCallback { CallbackQueryId = callbacks.Press(participant.Room, author, participant.Person, message, pressed.Data) });
    }

    public static Results<NoContent, NotFound> Stop(long id, long draftId, long? bot, World world) =>
        world.TryFindBot(bot, out var asked) && world.RoomOf(id, asked) is { } room && room.StopDraft(draftId)
            ? TypedResults.NoContent()
            : TypedResults.NotFound();

    public static Results<FileContentHttpResult, NotFound> Download(string id, FileStore files) => files.TryFind(id, out var file)
        ? TypedResults.Bytes(file.Bytes, file.ContentType, file.Name, enableRangeProcessing: true)
        : TypedResults.NotFound();

    private static int? Number(string? text) => int.TryParse(text, out var number) ? number : null;
}
