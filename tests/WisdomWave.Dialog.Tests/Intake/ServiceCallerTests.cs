using System.Net;
using System.Net.Http.Json;
using WisdomWave.Contracts;

namespace WisdomWave.Dialog.Tests.Intake;

/// <summary>Callers that can connect to dialog but are not WisdomWave services.</summary>
public sealed class ServiceCallerTests(ServiceCallerTests.Service service) : IClassFixture<ServiceCallerTests.Service>
{
    private const string Key = "key-of-the-tests-of-the-strangers";

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    // DNS rebinding: a web page whose host name resolves to this machine.
    [InlineData("Host", "evil.example", HttpStatusCode.BadRequest)]
    [InlineData("Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Authorization", null, HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", $"Bearer {Key}x", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", $"Bearer {Key}", HttpStatusCode.OK)]
    public async Task OnlyServicesMaySendMessages(string header, string? value, HttpStatusCode status)
    {
        var text = $"hello with {header} {value}";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/messages")
        {
            Content = JsonContent.Create(service.Dialog.Message(text), ContractsJson.Default.InboundMessage),
        };
        if (value is not null)
            request.Headers.TryAddWithoutValidation(header, value);

        using var response = await service.Dialog.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);

        Assert.Equal(status, response.StatusCode);
        using var context = service.Dialog.OpenDatabase();
        Assert.Equal(status == HttpStatusCode.OK ? 1 : 0, context.Turns.Count(turn => turn.Question == text));
    }

    public sealed class Service : IAsyncLifetime
    {
        internal DialogService Dialog { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Dialog = await DialogService.StartAsync($"--WISDOMWAVE_SERVICE_KEY={Key}");

        public ValueTask DisposeAsync() => Dialog.DisposeAsync();
    }
}
