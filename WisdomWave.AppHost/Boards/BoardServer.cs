using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WisdomWave.ServiceDefaults.Access;

namespace WisdomWave.AppHost.Boards;

/// <summary>Serves the page of the boards, the boards themselves, Prometheus' answers and the documents on loopback.</summary>
/// <param name="port">The loopback port; 0 for a free one on 127.0.0.1 only.</param>
/// <param name="allowedHosts">The operator's further host names.</param>
/// <param name="documents">The folder of the documents, which the boards link to.</param>
internal sealed class BoardServer(int port, string? allowedHosts, BoardFiles boards, PrometheusQueries prometheus, string documents)
{
    public WebApplication Build()
    {
        // An empty builder, because the environment of this process holds the address of Aspire's dashboard.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "WisdomWave.Boards" });
        builder.Configuration.AddInMemoryCollection([new(AllowedHosts.Setting, allowedHosts)]);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            if (port > 0)
                server.ListenLocalhost(port);
            else
                server.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.AddAllowedHosts();

        var app = builder.Build();
        app.UseHostFiltering();
        app.UseRouting();
        app.UseOwnPagesOnly();
        app.MapBoardPages(boards);
        app.MapPrometheusQueries(prometheus);
        app.MapDocuments(documents);
        return app;
    }
}
