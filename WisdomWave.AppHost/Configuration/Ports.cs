using Microsoft.Extensions.Configuration;

namespace WisdomWave.AppHost.Configuration;

/// <summary>The ports on the loopback interface. Each can be set as <c>Ports__Name</c> in the environment, <c>Ports:Name</c> elsewhere; 0 takes a free one.</summary>
internal sealed record Ports
{
    public const string Section = "Ports";

    public int Dashboard { get; init; } = 15100;

    public int Playground { get; init; } = 5100;

    public int Ingress { get; init; } = 5101;

    public int Dialog { get; init; } = 5102;

    public int Completion { get; init; } = 5103;

    public int Cache { get; init; }

    public int Prometheus { get; init; } = 9090;

    public int Grafana { get; init; } = 3000;

    /// <summary>Where the dashboard hears telemetry; nobody needs to know it, so it is always a free one.</summary>
    public int Telemetry { get; init; }

    /// <summary>Where the dashboard hears of resources; likewise.</summary>
    public int Resources { get; init; }

    public static Ports Read(IConfiguration configuration, List<string> problems)
    {
        var standard = new Ports();
        return new Ports
        {
            Dashboard = Port(nameof(Dashboard), standard.Dashboard),
            Playground = Port(nameof(Playground), standard.Playground),
            Ingress = Port(nameof(Ingress), standard.Ingress),
            Dialog = Port(nameof(Dialog), standard.Dialog),
            Completion = Port(nameof(Completion), standard.Completion),
            Cache = Port(nameof(Cache), standard.Cache),
            Prometheus = Port(nameof(Prometheus), standard.Prometheus),
            Grafana = Port(nameof(Grafana), standard.Grafana),
        };

        int Port(string name, int otherwise)
        {
            var text = configuration[$"{Section}:{name}"];
            if (string.IsNullOrWhiteSpace(text))
                return otherwise;
            if (int.TryParse(text, out var port) && port is >= 0 and <= 65535)
                return port;

            problems.Add($"{Section}__{name} must be a port number from 1 to 65535, or 0 for a free one, for example {(otherwise == 0 ? 6380 : otherwise)}.");
            // A free one, so that the standard port is not found to be in use as well.
            return 0;
        }
    }
}
