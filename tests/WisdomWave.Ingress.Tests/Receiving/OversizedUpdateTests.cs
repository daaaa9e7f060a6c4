using System.Net;
using System.Text;
using WisdomWave.Ingress.Receiving;
using WisdomWave.Ingress.Tests.Fakes;
using WisdomWave.Ingress.Tests.Fixtures;

namespace WisdomWave.Ingress.Tests.Receiving;

/// <summary>Updates that are small on the wire but expensive for a recursive parser.</summary>
public sealed class OversizedUpdateTests
{
    private const string Good = """{"update_id":8,"message":{"message_id":1,"date":0,"chat":{"id":5,"type":"private"},"text":"hello"}}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> OversizedUpdates => ["objects", "lists", "siblings", "text"];

    [Theory]
    [MemberData(nameof(OversizedUpdates))]
    public void AnOversizedUpdateInABatchKeepsItsIdAndAffectsNoOther(string kind)
    {
        var answer = Encoding.UTF8.GetBytes($$"""{"ok":true,"result":[{{OversizedUpdate(kind)}},5,[[]],{{Good}}]}""");

        var updates = RawUpdates.TryRead(answer)!.All;

        Assert.Equal([7L, 0L, 0L, 8L], updates.Select(update => update.Id));
        Assert.Equal([kind == "siblings", false, true, true], updates.Select(update => update.IsReadable));
        Assert.Equal(Good, Encoding.UTF8.GetString(updates[3].Json.Span));
    }

    [Theory]
    [InlineData("""{"ok":false,"error_code":409,"description":"Conflict"}""")]
    [InlineData("""{"ok":true,"result":{}}""")]
    [InlineData("[]")]
    public void AResponseWithoutUpdatesIsRejected(string answer) => Assert.Null(RawUpdates.TryRead(Encoding.UTF8.GetBytes(answer)));

    [Theory]
    [InlineData("""{"update_id":7}""", 7)]
    [InlineData("""{"a":{"update_id":6},"update_id":7}""", 7)]
    [InlineData("""{"update_id":6,"update_id":7}""", 7)]
    [InlineData("""{"\ud83d":1,"\u0075pdate_id":7}""", 7)]
    [InlineData("""{"update_id":"7"}""", 0)]
    [InlineData("""{"update_id":-7}""", 0)]
    [InlineData("""{"update_id":99999999999999999}""", 0)]
    [InlineData("7", 0)]
    public void OnlyTheTopLevelUpdateIdCounts(string json, long expected) => Assert.Equal(expected, RawUpdate.Read(Encoding.UTF8.GetBytes(json)).Id);

    /// <summary>All later updates wait behind one that is not confirmed.</summary>
    [Fact]
    public async Task APollingBotKeepsAnsweringAfterOversizedUpdates()
    {
        await using var host = await IngressHost.StartAsync();
        foreach (var kind in OversizedUpdates)
            await host.Playground.Client.InjectRawUpdatesAsync([WithoutNumber(OversizedUpdate(kind.Data))], Token);

        (await host.AskAsync("Still there?")).Complete("Yes.");

        await IngressHost.ReadsAsync(host.Ann, "Yes.");
        Assert.Equal("Healthy", await host.Http.GetStringAsync("/health", Token));
    }

    [Theory]
    [MemberData(nameof(OversizedUpdates))]
    public async Task AWebhookSkipsAnOversizedUpdateAndContinues(string kind)
    {
        await using var proxy = await FakeReverseProxy.OpenAsync();
        await using var host = await IngressHost.PrepareAsync($"PublicUrl={proxy.Address}");
        proxy.Ingresses.Add(() => host.Address);
        await host.StartIngressAsync();
        (await host.AskAsync("Hello")).Complete("Hello!");

        using var request = new HttpRequestMessage(HttpMethod.Post, "/telegram/110201543") { Content = new StringContent(OversizedUpdate(kind)) };
        request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", proxy.Secret);
        using var response = await host.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        (await host.AskAsync("Still there?")).Complete("Yes.");
        await IngressHost.ReadsAsync(host.Ann, "Hello!", "Yes.");
    }

    private static string WithoutNumber(string update) => update.Replace("\"update_id\":7,", "", StringComparison.Ordinal);

    private static string OversizedUpdate(string kind)
    {
        const string head = "{\"update_id\":7,\"x\":";
        return kind switch
        {
            "objects" => head + Many("{\"a\":", 300_000) + "1" + new string('}', 300_000) + "}",
            "lists" => head + new string('[', 900_000) + new string(']', 900_000) + "}",
            "siblings" => head + "[" + Many("[],", 300_000) + "[]]}",
            _ => head + "\"" + new string('a', 1_500_000) + "\"}",
        };
    }

    private static string Many(string piece, int times) => new StringBuilder().Insert(0, piece, times).ToString();
}
