using Microsoft.Extensions.Configuration;

namespace WisdomWave.AppHost.Configuration;

/// <summary>The loopback ports. Set one as <c>Ports__Name</c> in the environment or <c>Ports:Name</c> elsewhere; 0 means a free port.</summary>
internal sealed record Ports
{
    public const string Section = "Ports";

    public int Dashboard { get; init; } = 15100;

    /// <summary>Where the app host serves the boards.</summary>
    public int Boards { get; init; } = 15101;

    public int Playground { get; init; } = 5100;

    public int Ingress { get; init; } = 5101;

    public int Dialog { get; init; } = 5102;

    public int Completion { get; init; } = 5103;

    public int Cache { get; init; }

    public int Prometheus { get; init; } = 9090;

    public int Grafana { get; init; } = 3000;

    public int Alertmanager { get; init; } = 9093;

    /// <summary>Where dialog takes the calls of ingress.</summary>
    public int DialogHttp2 { get; init; }

    /// <summary>Where completion takes the calls of dialog.</summary>
    public int CompletionHttp2 { get; init; }

    /// <summary>The ports of the second and further replicas. Always free ports, because no operator needs to know them.</summary>
    public IReadOnlyList<int> IngressReplicas { get; init; } = [];

    public IReadOnlyList<int> CompletionReplicas { get; init; } = [];

    public IReadOnlyList<int> CompletionHttp2Replicas { get; init; } = [];

    /// <summary>Where the dashboard receives telemetry. Always a free port, too.</summary>
    public int Telemetry { get; init; }

    /// <summary>Where the dashboard gets the state of resources. Always a free port, too.</summary>
    public int Resources { get; init; }

    /// <summary>The port of the replica with this number, from 0; 0 for a free one.</summary>
    public int OfIngress(int number) => number == 0 ? Ingress : IngressReplicas.ElementAtOrDefault(number - 1);

    public int OfCompletion(int number) => number == 0 ? Completion : CompletionReplicas.ElementAtOrDefault(number - 1);

    public int OfCompletionHttp2(int number) => number == 0 ? CompletionHttp2 : CompletionHttp2Replicas.ElementAtOrDefault(number - 1);

    public static Ports Read(IConfiguration configuration, List<string> problems)
    {
        var standard = new Ports();
        return new Ports
        {
            Dashboard = Port(nameof(Dashboard), standard.Dashboard),
            Boards = Port(nameof(Boards), standard.Boards),
            Playground = Port(nameof(Playground), standard.Playground),
            Ingress = Port(nameof(Ingress), standard.Ingress),
            Dialog = Port(nameof(Dialog), standard.Dialog),
            Completion = Port(nameof(Completion), standard.Completion),
            Cache = Port(nameof(Cache), standard.Cache),
            DialogHttp2 = Port(nameof(DialogHttp2), standard.DialogHttp2),
            CompletionHttp2 = Port(nameof(CompletionHttp2), standard.CompletionHttp2),
            Prometheus = Port(nameof(Prometheus), standard.Prometheus),
            Grafana = Port(nameof(Grafana), standard.Grafana),
            Alertmanager = Port(nameof(Alertmanager), standard.Alertmanager),
        };

        int Port(string name, int defaultPort)
        {
            var text = configuration[$"{Section}:{name}"];
            if (string.IsNullOrWhiteSpace(text))
                return defaultPort;
            if (int.TryParse(text, out var port) && port is >= 0 and <= 65535)
                return port;

            problems.Add($"{Section}__{name} must be a port number from 1 to 65535, or 0 for a free port, for example {(defaultPort == 0 ? 6380 : defaultPort)}.");
            // Not the standard port, which might be in use and add a second, misleading problem.
            return 0;
        }
    }
}
