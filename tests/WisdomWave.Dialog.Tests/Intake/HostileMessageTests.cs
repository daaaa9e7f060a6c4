using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Tests.Intake;

/// <summary>Messages that our ingress never sends, and hostile texts that it passes on.</summary>
public class HostileMessageTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task AMessageWithAnInvalidFieldNeverCausesAServerError()
    {
        await using var dialog = await DialogService.StartAsync();
        var sample = JsonSerializer.SerializeToNode(
            dialog.Message("hello", chat: -5) with
            {
                ReplyTo = new QuotedMessage(3, "quoted", FromBot: false),
                Attachments = [new Attachment(AttachmentKind.Other, "a", "a.txt", "text/plain", 5)],
                AlbumId = "1",
                ForwardedFrom = "Eve",
            },
            ContractsJson.Default.InboundMessage)!.AsObject();
        string[] values =
        [
            "null", "\"\"", "true", "-1", "0", "9223372036854775807", "99999999999999999999", "0.5", "1e400", "[]", "{}", "[null]", "\"\\ud83d\"",
            new string('[', 1000) + new string(']', 1000),
        ];
        var statuses = new Dictionary<HttpStatusCode, int>();
        foreach (var (path, parent, name) in PlacesIn(sample, ""))
        {
            foreach (var value in values)
            {
                var body = Marked(sample, parent, name).Replace("\"@here@\"", value, StringComparison.Ordinal);
                var status = await PostAsync(dialog, body);
                statuses[status] = statuses.GetValueOrDefault(status) + 1;
                Assert.True(status is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{path} = {value[..Math.Min(30, value.Length)]}: {status}");
            }
        }

        Assert.InRange(statuses[HttpStatusCode.BadRequest], 1, int.MaxValue);
        Assert.Equal("You said: hello", (await dialog.AskAsync("hello", person: 77)).Markdown);
    }

    [Fact]
    public async Task UnusualTextIsStoredAndAsked()
    {
        string[] texts =
        [
            "zero \0 inside", "\u0001\u001b[2J\u202e\u200b\ufeff\u2028", "half \ud83d a pair", "\udc00\ud800", "</script>'; DROP TABLE \"Turns\"; --",
        ];
        await using var dialog = await DialogService.StartAsync();

        for (var person = 1; person <= texts.Length; person++)
            Assert.StartsWith("You said: ", (await dialog.AskAsync(texts[person - 1], person)).Markdown, StringComparison.Ordinal);

        // The texts must also work as history that is loaded from the database.
        await dialog.RestartAsync();
        for (var person = 1; person <= texts.Length; person++)
        {
            Assert.Equal("You said: and now?", (await dialog.AskAsync("and now?", person)).Markdown);
            Assert.Equal(texts[person - 1].Length, dialog.LastPrompt.First().Length);
        }
    }

    [Fact]
    public async Task AnOverlongTextIsRefused()
    {
        await using var dialog = await DialogService.StartAsync();
        var message = JsonSerializer.Serialize(dialog.Message(new string('a', 200_001)), ContractsJson.Default.InboundMessage);
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(dialog, message));
    }

    private static async Task<HttpStatusCode> PostAsync(DialogService dialog, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/messages") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        // Do not wait for accepted turns.
        using var response = await dialog.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        return response.StatusCode;
    }

    private static string Marked(JsonObject sample, JsonObject parent, string name)
    {
        var (old, number) = (parent[name], sample["updateId"]!.GetValue<long>());
        parent[name] = "@here@";
        // A new update id makes it a new message.
        if (name != "updateId")
            sample["updateId"] = number + 1;
        var json = sample.ToJsonString();
        parent[name] = old;
        sample["updateId"] = number + 1;
        return json;
    }

    private static List<(string Path, JsonObject Parent, string Name)> PlacesIn(JsonObject json, string path) =>
    [
        .. json.SelectMany(field => (IEnumerable<(string, JsonObject, string)>)
        [
            ($"{path}.{field.Key}", json, field.Key),
            .. field.Value switch
            {
                JsonObject below => PlacesIn(below, $"{path}.{field.Key}"),
                JsonArray many => many.OfType<JsonObject>().SelectMany(one => PlacesIn(one, $"{path}.{field.Key}[]")),
                _ => [],
            },
        ]),
    ];
}
