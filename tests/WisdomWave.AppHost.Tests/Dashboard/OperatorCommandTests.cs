using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace WisdomWave.AppHost.Tests.Dashboard;

public sealed class OperatorCommandTests
{
    private const string Key = "key-of-the-operator-command-tests";

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("dialog", "back-up", "Back up the database now", false)]
    [InlineData("completion", "clear-cache", "Clear the response cache", true)]
    [InlineData("playground", "open-chat-page", "Open the chat page", false)]
    [InlineData("playground", "send-test-message", "Send a test message", false)]
    [InlineData("playground", "make-traffic", "Make traffic for five minutes", false)]
    [InlineData("playground", "reset", "Reset the playground", true)]
    public void CommandsHaveDescriptionsAndDeletionsNeedConfirmation(string resource, string command, string name, bool asks)
    {
        var annotation = TopologyModel.Of(TestSettings.Empty, TestSettings.BareMachine).CommandOf(resource, command);
        Assert.Equal(name, annotation.DisplayName);
        Assert.NotEmpty(annotation.DisplayDescription!);
        Assert.NotEmpty(annotation.IconName!);
        Assert.Equal(asks, annotation.ConfirmationMessage is not null);
    }

    [Fact]
    public void WithoutAChatPageNoCommandUsesIt()
    {
        var model = TopologyModel.Of(TestSettings.Empty with { TelegramBotToken = TestSettings.Token }, TestSettings.BareMachine);
        Assert.DoesNotContain(
            model["playground"].Annotations.OfType<ResourceCommandAnnotation>(), command => command.Name is "open-chat-page" or "send-test-message" or "make-traffic");
    }

    [Fact]
    public async Task TheChatPagesAddressIsShownAsALink()
    {
        var model = TopologyModel.Of(TestSettings.Empty, TestSettings.BareMachine);
        var command = model.CommandOf("playground", "open-chat-page");
        Assert.False((await command.ExecuteCommand(ContextOf("playground"))).Success);
        var endpoint = model.EndpointOf("playground");
        endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", 5100);

        var result = await command.ExecuteCommand(ContextOf("playground"));

        Assert.True(result.Success);
        Assert.Equal(("[http://localhost:5100](http://localhost:5100)", true), (result.Data!.Value, result.Data.DisplayImmediately));
    }

    [Theory]
    [InlineData("200 OK", """{"message":"Saved.","path":"/x"}""", true, "Saved.")]
    [InlineData("503 Service Unavailable", """{"detail":"The disk is full.","status":503}""", false, "The disk is full.")]
    [InlineData("500 Internal Server Error", "oops", false, "dialog answered with status 500; see its log for details.")]
    public async Task TheResultIsTheServicesSentence(string status, string body, bool success, string sentence)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var request = AnswerOnceAsync(listener, status, body);

        var result = await BackUpAsync(((IPEndPoint)listener.LocalEndpoint).Port);

        var lines = await request;
        Assert.Equal("POST /operator/backups HTTP/1.1", lines[0]);
        Assert.Contains($"Authorization: Bearer {Key}", lines);
        Assert.Equal((success, sentence), (result.Success, result.Message));
    }

    [Fact]
    public async Task AnUnreachableServiceIsReportedInOneSentence()
    {
        // No program listens on the first port.
        var result = await BackUpAsync(port: 1);

        Assert.Equal((false, "dialog does not answer; check its state and its log."), (result.Success, result.Message));
    }

    private static Task<ExecuteCommandResult> BackUpAsync(int port)
    {
        var model = TopologyModel.Of(TestSettings.Empty with { ServiceKey = Key }, TestSettings.BareMachine);
        var endpoint = model.EndpointOf("dialog");
        endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "127.0.0.1", port);
        return model.CommandOf("dialog", "back-up").ExecuteCommand(ContextOf("dialog"));
    }

    private static ExecuteCommandContext ContextOf(string resource) => new()
    {
        Services = new EmptyServices(),
        ResourceName = resource,
        CancellationToken = Token,
        Logger = NullLogger.Instance,
        Arguments = new InteractionInputCollection([]),
    };

    /// <returns>The request line and the headers.</returns>
    private static async Task<IReadOnlyList<string>> AnswerOnceAsync(TcpListener listener, string status, string body)
    {
        using var client = await listener.AcceptTcpClientAsync(Token);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        var lines = new List<string>();
        while (await reader.ReadLineAsync(Token) is { Length: > 0 } line)
            lines.Add(line);
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"), Token);
        return lines;
    }

    private sealed class EmptyServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
