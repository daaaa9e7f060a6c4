using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Playground.Tests.BotApi;

/// <summary>Telegram's error texts for each method.</summary>
public sealed class ErrorTextTests : PlaygroundTest
{
    private const long Ann = 501_000_001;
    private const string NotModified =
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";

    public static TheoryData<string, string, int, string> Cases => new()
    {
        { "sendMessage", """{"chat_id":501000001,"text":""}""", 400, "Bad Request: message text is empty" },
        { "sendMessage", """{"chat_id":501000001,"text":"  \n "}""", 400, "Bad Request: message text is empty" },
        { "sendMessage", """{"text":"x"}""", 400, "Bad Request: chat_id is empty" },
        { "sendMessage", """{"chat_id":404,"text":"x"}""", 400, "Bad Request: chat not found" },
        { "sendMessage", """{"chat_id":"@nobody","text":"x"}""", 400, "Bad Request: chat not found" },
        { "sendMessage", """{"chat_id":501000001,"text":"x","message_thread_id":9}""", 400, "Bad Request: message thread not found" },
        { "sendMessage", """{"chat_id":501000001,"text":"x","reply_parameters":{"message_id":9}}""", 400, "Bad Request: message to be replied not found" },
        { "sendMessage", """{"chat_id":501000001,"text":"x","entities":[{"type":"bold","offset":0,"length":2}]}""", 400,
            "Bad Request: can't parse entities: entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 1" },
        { "sendMessage", """{"chat_id":501000001,"text":"<b>x","parse_mode":"HTML"}""", 400,
            "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"" },
        { "sendMessage", """{"chat_id":501000001,"text":"<x>","parse_mode":"HTML"}""", 400,
            "Bad Request: can't parse entities: Unsupported start tag \"x\" at byte offset 0" },
        { "sendMessage", """{"chat_id":501000001,"text":"*x*","parse_mode":"MarkdownV2"}""", 400,
            "Bad Request: can't parse entities: the playground supports entities and parse_mode HTML, but not MarkdownV2" },
        { "sendMessage", """{"chat_id":501000001,"text":"x","reply_markup":{"inline_keyboard":[[{"text":"x","callback_data":"яяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяя"}]]}}""", 400,
            "Bad Request: BUTTON_DATA_INVALID" },
        { "editMessageText", """{"chat_id":501000001,"message_id":9,"text":"x"}""", 400, "Bad Request: message to edit not found" },
        { "deleteMessage", """{"chat_id":501000001,"message_id":9}""", 400, "Bad Request: message to delete not found" },
        { "sendChatAction", """{"chat_id":501000001,"action":"dancing"}""", 400, "Bad Request: wrong parameter action in request" },
        { "answerCallbackQuery", """{"callback_query_id":"9"}""", 400, "Bad Request: query is too old and response timeout expired or query ID is invalid" },
        { "getFile", """{"file_id":"9"}""", 400, "Bad Request: invalid file_id" },
        { "setMyCommands", """{"commands":[{"command":"Start","description":"x"}]}""", 400, "Bad Request: BOT_COMMAND_INVALID" },
        { "setWebhook", """{"url":"http://example.org/hook"}""", 400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook" },
        { "sendMessageDraft", """{"chat_id":-1001000000001,"draft_id":1,"text":"x"}""", 400, "Bad Request: message drafts can be sent only to private chats" },
        { "getChatMember", """{"chat_id":-1001000000001,"user_id":9}""", 400, "Bad Request: member not found" },
        { "noSuchMethod", "{}", 404, "Not Found" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task AnInvalidCallGetsTelegramsError(string method, string body, int status, string description) =>
        await AssertErrorAsync(PlaygroundServer.BotToken, method, body, status, description);

    [Theory]
    [InlineData("nonsense")]
    [InlineData("0:playground")]
    [InlineData("123:short")]
    public async Task AMalformedTokenIsUnauthorized(string token) => await AssertErrorAsync(token, "getMe", "{}", 401, "Unauthorized");

    [Fact]
    public async Task ATextMayHave4096CodeUnits()
    {
        await CallAsync("sendMessage", Text(new string('x', 4096)));
        await AssertErrorAsync(PlaygroundServer.BotToken, "sendMessage", Text(new string('x', 4097)), 400, "Bad Request: message is too long");

        static string Text(string text) => $$"""{"chat_id":{{Ann}},"text":"{{text}}"}""";
    }

    [Fact]
    public async Task AnUnchangedEditIsAnError()
    {
        var id = (int)(await CallAsync("sendMessage", $$"""{"chat_id":{{Ann}},"text":"same"}"""))!["message_id"]!;
        await AssertErrorAsync(PlaygroundServer.BotToken, "editMessageText", $$"""{"chat_id":{{Ann}},"message_id":{{id}},"text":"same"}""", 400, NotModified);
        await AssertErrorAsync(PlaygroundServer.BotToken, "editMessageReplyMarkup", $$"""{"chat_id":{{Ann}},"message_id":{{id}}}""", 400, NotModified);
        await CallAsync("editMessageText", $$$"""{"chat_id":{{{Ann}}},"message_id":{{{id}}},"text":"same","reply_markup":{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}}""");
    }

    [Fact]
    public async Task APersonsMessageCannotBeEdited()
    {
        var said = await Playground.Ann.SayAsync("mine", cancellationToken: Cancellation);
        await AssertErrorAsync(
            PlaygroundServer.BotToken, "editMessageText", $$"""{"chat_id":{{Ann}},"message_id":{{said.MessageId}},"text":"yours"}""", 400, "Bad Request: message can't be edited");
    }

    [Fact]
    public async Task APersonWhoBlockedTheBotCannotBeReached()
    {
        await Playground.Ann.BlockBotAsync(cancellationToken: Cancellation);
        await AssertErrorAsync(PlaygroundServer.BotToken, "sendMessage", $$"""{"chat_id":{{Ann}},"text":"x"}""", 403, "Forbidden: bot was blocked by the user");
        await Playground.Ann.BlockBotAsync(blocked: false, Cancellation);
        await CallAsync("sendMessage", $$"""{"chat_id":{{Ann}},"text":"x"}""");
    }

    [Theory]
    [InlineData("chat_id=501000001&text=by%20query", null)]
    [InlineData("", "chat_id=501000001&text=by+form")]
    public async Task ParametersCanBeInTheQueryAndInAForm(string query, string? form)
    {
        using var http = new HttpClient();
        using var body = form is null ? null : new StringContent(form, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        using var response = await http.PostAsync(new Uri(Playground.Address, $"/bot{PlaygroundServer.BotToken}/SENDMESSAGE?{query}"), body, Cancellation);
        Assert.Equal(form is null ? "by query" : "by form", (string?)(await response.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!["result"]!["text"]);
    }

    private async Task<JsonNode?> CallAsync(string method, string body)
    {
        var answer = await PostAsync(PlaygroundServer.BotToken, method, body);
        Assert.True((bool)answer["ok"]!, answer.ToJsonString());
        return answer["result"];
    }

    private async Task AssertErrorAsync(string token, string method, string body, int status, string description)
    {
        var answer = await PostAsync(token, method, body);
        Assert.Equal((false, status, description), ((bool)answer["ok"]!, (int?)answer["error_code"], (string?)answer["description"]));
    }

    private async Task<JsonNode> PostAsync(string token, string method, string body)
    {
        using var http = new HttpClient();
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        using var response = await http.PostAsync(new Uri(Playground.Address, $"/bot{token}/{method}"), content, Cancellation);
        return (await response.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!;
    }
}
