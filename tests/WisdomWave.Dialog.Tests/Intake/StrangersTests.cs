using System.Net;
using System.Net.Http.Json;
using WisdomWave.Contracts;

namespace WisdomWave.Dialog.Tests.Intake;

/// <summary>Callers who can connect to dialog and are none of its neighbours.</summary>
public sealed class StrangersTests
{
    private const string Key = "key-of-the-tests-of-the-strangers";

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    // A page whose name its owner has made lead to this machine.
    [InlineData("Host", "evil.example", HttpStatusCode.BadRequest)]
    [InlineData("Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Authorization", null, HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", $"Bearer {Key}x", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", $"Bearer {Key}", HttpStatusCode.OK)]
    public async Task AMessageIsTakenFromANeighbourOnly(string header, string? value, HttpStatusCode status)
    {
        await using var dialog = await DialogService.StartAsync($"--WISDOMWAVE_SERVICE_KEY={Key}");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/messages")
        {
            Content = JsonContent.Create(dialog.Message("hello"), ContractsJson.Default.InboundMessage),
        };
        if (value is not null)
            request.Headers.TryAddWithoutValidation(header, value);

        using var response = await dialog.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);

        Assert.Equal(status, response.StatusCode);
        using var context = dialog.OpenDatabase();
        Assert.Equal(status == HttpStatusCode.OK ? 1 : 0, context.Turns.Count());
    }
}
