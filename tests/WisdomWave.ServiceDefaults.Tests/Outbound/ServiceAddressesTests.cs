using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WisdomWave.ServiceDefaults.Outbound;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Tests.Outbound;

public sealed class ServiceAddressesTests
{
    [Theory]
    [InlineData("--services:dialog:http:0=http://127.0.0.1:5102", "http://127.0.0.1:5102/")]
    [InlineData("--services:dialog:http:0=https://dialog.example:8443", "https://dialog.example:8443/")]
    // In a network where each service is a host.
    [InlineData("--services:dialog:http:0=", "http://dialog/")]
    public async Task AServiceIsWhereTheAppHostSays(string setting, string address)
    {
        await using var app = Build(setting);
        using var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("dialog");

        Assert.Equal(address, client.BaseAddress?.AbsoluteUri);
    }

    [Fact]
    public async Task AnAddressThatIsNoneIsNamed()
    {
        await using var app = Build("--services:dialog:http:0=127.0.0.1");

        var exception = Assert.Throws<StartupException>(() => app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("dialog"));
        Assert.StartsWith("services:dialog:http:0 is not an absolute http(s) address", exception.Message, StringComparison.Ordinal);
    }

    private static WebApplication Build(string setting)
    {
        var builder = TestService.CreateBuilder(setting);
        builder.Services.AddHttpClient("dialog").ToService("dialog");
        return builder.Build();
    }
}
