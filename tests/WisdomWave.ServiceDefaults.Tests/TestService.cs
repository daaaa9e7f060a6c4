using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace WisdomWave.ServiceDefaults.Tests;

/// <summary>A service built as in a Program.cs, on a free port.</summary>
internal static class TestService
{
    public static WebApplicationBuilder CreateBuilder(params string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults();
        return builder;
    }

    public static Uri Address(this WebApplication app) => new(app.Urls.First());
}
