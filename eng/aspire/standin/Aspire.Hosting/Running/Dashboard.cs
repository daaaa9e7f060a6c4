using System.Runtime.InteropServices;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Running;

/// <summary>The real Aspire dashboard, where an aspire CLI is at hand, and OTLP pointed at it.</summary>
internal static class Dashboard
{
    private const string ResourceName = "aspire-dashboard";

    public static Task AddToModelAsync(BeforeStartEvent e, CancellationToken cancellationToken)
    {
        var configuration = e.Services.GetRequiredService<IConfiguration>();
        var root = Path.GetFullPath("..", configuration["AppHost:Directory"] ?? Directory.GetCurrentDirectory());
        if (FindCli(root) is not { } cli)
        {
            Console.WriteLine(
                $"No Aspire dashboard here. To have it: npm install --prefix artifacts/aspire-cli @microsoft/aspire-cli-{RuntimeInformation.RuntimeIdentifier}");
            return Task.CompletedTask;
        }

        var dashboard = new ExecutableResource(ResourceName, cli, root);
        var frontend = Add(dashboard, "http", PortOf(configuration["ASPNETCORE_URLS"]));
        var grpc = Add(dashboard, "otlp-grpc", PortOf(configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"]));
        var http = Add(dashboard, "otlp-http", PortOf(configuration["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"]));
        dashboard.Annotations.Add(new EnvironmentCallbackAnnotation(context =>
        {
            context.EnvironmentVariables["ASPIRE_CLI_TELEMETRY_OPTOUT"] = "1";
            context.EnvironmentVariables["ASPIRE_DASHBOARD_TELEMETRY_OPTOUT"] = "true";
            context.EnvironmentVariables["NO_COLOR"] = "1";
            return Task.CompletedTask;
        }));
        dashboard.Annotations.Add(new CommandLineArgsCallbackAnnotation(context =>
        {
            object[] args =
            [
                "dashboard", "run", "--allow-anonymous", "--non-interactive", "--nologo", "--log-level", "Warning",
                "--frontend-url", frontend, "--otlp-grpc-url", grpc, "--otlp-http-url", http,
            ];
            foreach (var arg in args)
                context.Args.Add(arg);
            return Task.CompletedTask;
        }));

        foreach (var project in e.Model.Resources.OfType<ProjectResource>())
            project.Annotations.Add(new EnvironmentCallbackAnnotation(context => SendTelemetryAsync(context, grpc)));
        e.Model.Resources.Insert(0, dashboard);
        return Task.CompletedTask;
    }

    private static Task SendTelemetryAsync(EnvironmentCallbackContext context, EndpointReference otlp)
    {
        var variables = context.EnvironmentVariables;
        variables.TryAdd("OTEL_EXPORTER_OTLP_ENDPOINT", otlp);
        variables.TryAdd("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
        variables.TryAdd("OTEL_SERVICE_NAME", context.Resource.Name);
        variables.TryAdd("OTEL_RESOURCE_ATTRIBUTES", $"service.instance.id={Guid.CreateVersion7():N}");
        return Task.CompletedTask;
    }

    private static EndpointReference Add(ExecutableResource dashboard, string name, int? port)
    {
        dashboard.Annotations.Add(new EndpointAnnotation(System.Net.Sockets.ProtocolType.Tcp, "http", name: name, port: port, isProxied: false));
        return new EndpointReference(dashboard, name);
    }

    private static int? PortOf(string? urls) =>
        Uri.TryCreate(urls?.Split(';')[0], UriKind.Absolute, out var url) && url.Port > 0 ? url.Port : null;

    // npm puts the program at <prefix>/node_modules/@microsoft/aspire-cli-<platform>/bin/aspire.
    private static string? FindCli(string root)
    {
        var packages = Path.Combine(root, "artifacts", "aspire-cli", "node_modules", "@microsoft");
        return ProgramPath.Find("aspire") ?? (Directory.Exists(packages)
            ? Directory.EnumerateDirectories(packages, "aspire-cli-*")
                .Select(package => Path.Combine(package, "bin", OperatingSystem.IsWindows() ? "aspire.exe" : "aspire"))
                .FirstOrDefault(File.Exists)
            : null);
    }
}
