using System.Globalization;
using System.Text;
using WisdomWave.AppHost.Alerts;
using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Machines;

namespace WisdomWave.AppHost.Resources;

/// <summary>Prometheus' Alertmanager, which an operator may have installed to silence or group alerts.</summary>
internal static class Alertmanager
{
    private const string Template = "Monitoring/prometheus/alertmanager.yml";

    /// <summary>Where the entry begins that is repeated for each process of ingress.</summary>
    private const string FirstWebhook = "      - url:";

    /// <summary>Debian's name, and that of the archive and of Homebrew.</summary>
    private static readonly string[] Names = ["prometheus-alertmanager", "alertmanager"];

    /// <summary>Whether this start uses Alertmanager: the operator wants messages, and it is installed together with Prometheus.</summary>
    public static bool IsUsed(Settings settings, Machine machine) => FindProgram(settings, machine) is not null;

    /// <summary>Uses the machine's own Alertmanager, which reports to ingress; null without one. A Prometheus in a container does without.</summary>
    public static IResourceBuilder<ExecutableResource>? AddAlertmanager(
        this IDistributedApplicationBuilder builder, Settings settings, Machine machine, ServiceReplicas ingress, ParameterResource key)
    {
        if (!builder.ExecutionContext.IsRunMode || FindProgram(settings, machine) is not { } program)
            return null;

        var port = settings.Ports.Alertmanager;
        var directory = Path.Combine(settings.DataDirectory, "alertmanager");
        var configuration = Path.Combine(directory, "alertmanager.yml");
        var alertmanager = builder.AddExecutable("alertmanager", program, builder.AppHostDirectory,
                $"--config.file={configuration}", $"--storage.path={Path.Combine(directory, "data")}",
                string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}"),
                // Without an address it does not look for others.
                "--cluster.listen-address=", "--log.level=warn")
            .WithHttpEndpoint(port: port, name: "http", isProxied: false)
            .WaitFor(ingress.First)
            // It holds the key.
            .WithFile(configuration, isSecret: true, async (path, cancellationToken) =>
            {
                var text = await File.ReadAllTextAsync(Path.Combine(builder.AppHostDirectory, Template), cancellationToken);
                // Any process of ingress takes a report, and dialog tells of it once.
                var (head, webhook) = (text[..text.IndexOf(FirstWebhook, StringComparison.Ordinal)], text[text.IndexOf(FirstWebhook, StringComparison.Ordinal)..]);
                var file = new StringBuilder(head);
                foreach (var replica in ingress.All)
                {
                    var address = new Uri(new Uri(await replica.GetEndpoint("http").GetValueAsync(cancellationToken) ?? ""), AlertsExtensions.Webhook);
                    file.Append(webhook.Replace("<webhook>", address.AbsoluteUri, StringComparison.Ordinal));
                }

                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await OwnerFile.WriteAsync(path, file.Replace("<key>", await key.GetValueAsync(cancellationToken)).ToString(), cancellationToken);
            });
        return alertmanager.WithReadiness("alertmanager is ready", new HttpAnswer(alertmanager.GetEndpoint("http"), "/-/ready"));
    }

    private static string? FindProgram(Settings settings, Machine machine) =>
        settings.TellsAdminsOfAlerts && !machine.RunsInContainer(ContainerImage.Prometheus) && machine.FindProgram("prometheus") is not null
            ? Names.Select(machine.FindProgram).FirstOrDefault(program => program is not null)
            : null;
}
