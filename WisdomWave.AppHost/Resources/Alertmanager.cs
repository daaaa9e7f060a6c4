using System.Globalization;
using WisdomWave.AppHost.Alerts;
using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Machines;

namespace WisdomWave.AppHost.Resources;

/// <summary>Prometheus' Alertmanager, which an operator may have installed to silence or group alerts.</summary>
internal static class Alertmanager
{
    private const string Template = "Monitoring/prometheus/alertmanager.yml";

    /// <summary>Debian's name, and that of the archive and of Homebrew.</summary>
    private static readonly string[] Names = ["prometheus-alertmanager", "alertmanager"];

    /// <summary>Whether this start uses Alertmanager: the operator wants messages, and it is installed together with Prometheus.</summary>
    public static bool IsUsed(Settings settings, Machine machine) => FindProgram(settings, machine) is not null;

    /// <summary>Uses the machine's own Alertmanager, which reports to ingress; null without one. A Prometheus in a container does without.</summary>
    public static IResourceBuilder<ExecutableResource>? AddAlertmanager(
        this IDistributedApplicationBuilder builder, Settings settings, Machine machine, IResourceBuilder<ProjectResource> ingress, ParameterResource key)
    {
        if (!builder.ExecutionContext.IsRunMode || FindProgram(settings, machine) is not { } program)
            return null;

        var port = settings.Ports.Alertmanager;
        var directory = Path.Combine(settings.DataDirectory, "alertmanager");
        var file = Path.Combine(directory, "alertmanager.yml");
        var alertmanager = builder.AddExecutable("alertmanager", program, builder.AppHostDirectory,
                $"--config.file={file}", $"--storage.path={Path.Combine(directory, "data")}",
                string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}"),
                // Without an address it does not look for others.
                "--cluster.listen-address=", "--log.level=warn")
            .WithHttpEndpoint(port: port, name: "http", isProxied: false)
            .WaitFor(ingress)
            // It holds the key.
            .WithFile(file, isSecret: true, async (path, cancellationToken) =>
            {
                var text = await File.ReadAllTextAsync(Path.Combine(builder.AppHostDirectory, Template), cancellationToken);
                var webhook = new Uri(new Uri(await ingress.GetEndpoint("http").GetValueAsync(cancellationToken) ?? ""), AlertsExtensions.Webhook);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await OwnerFile.WriteAsync(
                    path,
                    text.Replace("<webhook>", webhook.AbsoluteUri, StringComparison.Ordinal).Replace("<key>", await key.GetValueAsync(cancellationToken), StringComparison.Ordinal),
                    cancellationToken);
            });
        return alertmanager.WithReadiness("alertmanager is ready", new HttpAnswer(alertmanager.GetEndpoint("http"), "/-/ready"));
    }

    private static string? FindProgram(Settings settings, Machine machine) =>
        settings.TellsAdminsOfAlerts && !machine.RunsInContainer(ContainerImage.Prometheus) && machine.FindProgram("prometheus") is not null
            ? Names.Select(machine.FindProgram).FirstOrDefault(program => program is not null)
            : null;
}
