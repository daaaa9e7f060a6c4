using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Machines;

/// <summary>
/// Which resources run as containers. This is decided before the topology is built: a container without an image would otherwise
/// stay in the dashboard and never start, although a program on the PATH could replace it.
/// </summary>
internal sealed record ContainerDecision(IReadOnlySet<string> Resources, string? Engine, string? Note)
{
    /// <summary>No containers, because the operator does not want any or no engine answers.</summary>
    public static ContainerDecision None { get; } = new(new HashSet<string>(), null, null);

    /// <summary>All possible containers, as in a manifest, which is for machines with an engine.</summary>
    public static ContainerDecision All { get; } = new(ImagesFor(needsDatabase: true).Select(image => image.Resource).ToHashSet(), null, null);

    private static ContainerImage[] ImagesFor(bool needsDatabase) =>
        [ContainerImage.Cache, ContainerImage.Prometheus, ContainerImage.Grafana, .. needsDatabase ? (ContainerImage[])[ContainerImage.Database] : []];

    /// <summary>The images that need the tunnel to reach the services.</summary>
    private static ContainerImage[] BehindTunnel => [ContainerImage.Prometheus, ContainerImage.Grafana];

    /// <param name="use">The operator's setting.</param>
    /// <param name="engine">Null if none is installed.</param>
    /// <param name="problems">Gets a sentence if the operator requires containers that cannot run.</param>
    /// <param name="report">Announces steps that take long.</param>
    /// <param name="needsDatabase">Whether PostgreSQL runs in a container.</param>
    public static async Task<ContainerDecision> MakeAsync(
        ContainerUse use, ContainerEngine? engine, List<string> problems, Action<string> report, bool needsDatabase = false)
    {
        var images = ImagesFor(needsDatabase);
        if (use == ContainerUse.Never)
            return None;
        if (engine is null)
        {
            if (use == ContainerUse.Always)
                problems.Add("WISDOMWAVE_CONTAINERS is always, but neither docker nor podman answers; start one of them, or set it to auto.");
            return None;
        }

        if (engine.Trouble is { } trouble)
        {
            return use == ContainerUse.Always
                ? Without(images, $"{engine.Name} cannot run containers ({Reason(trouble)})", $"start or update {engine.Name}")
                : new ContainerDecision(new HashSet<string>(), engine.Name, NotRunning(engine.Name, trouble));
        }

        var obstacles = await FindObstaclesAsync(engine, images, report);
        return obstacles.Count == 0
            ? new ContainerDecision(images.Select(image => image.Resource).ToHashSet(), engine.Name, null)
            : Without(
                [.. images.Where(image => obstacles.Any(obstacle => obstacle.Images.Contains(image)))],
                $"{engine.Name} has no {List(obstacles.Select(obstacle => obstacle.Missing))} ({Reason(obstacles[0].Reason)})",
                List(obstacles.Select(obstacle => obstacle.Fix)));

        ContainerDecision Without(ContainerImage[] excluded, string why, string fix)
        {
            if (use == ContainerUse.Always)
            {
                problems.Add($"WISDOMWAVE_CONTAINERS is always, but {why}; {fix}, or set it to auto.");
                return None;
            }

            var note = $"{why}, so {List(excluded.Select(image => image.Resource))} will run as programs on this machine, if installed, instead of containers; to use containers, {fix}, then start WisdomWave again.";
            return new ContainerDecision(images.Except(excluded).Select(image => image.Resource).ToHashSet(), engine.Name, note);
        }
    }

    private static string NotRunning(string engine, string trouble)
    {
        // docker → Docker
        var name = $"{char.ToUpperInvariant(engine[0])}{engine[1..]}";
        return $"{name} is not running, so the cache and monitoring run as programs on this machine, if installed. To use containers, start {name}, then start WisdomWave again. ({Reason(trouble)})";
    }

    private static async Task<List<Obstacle>> FindObstaclesAsync(ContainerEngine engine, ContainerImage[] images, Action<string> report)
    {
        ContainerImage[] wanted = [.. images, ContainerImage.TunnelBase];
        var present = await Task.WhenAll(wanted.Select(engine.HasAsync));
        ContainerImage[] absent = [.. wanted.Where((_, i) => !present[i])];
        if (absent.Length > 0)
            report($"{engine.Name} downloads {List(absent.Select(image => image.Reference))}. This happens once and takes at most 5 minutes.");

        var reasons = await Task.WhenAll(absent.Select(engine.PullAsync));
        var obstacles = absent.Zip(reasons)
            .Where(pull => pull.Second is not null)
            .Select(pull => new Obstacle(
                pull.First.Reference,
                pull.Second!,
                $"run \"{engine.Name} pull {pull.First.Reference}\"",
                pull.First == ContainerImage.TunnelBase ? BehindTunnel : [pull.First]))
            .ToList();
        if (!await engine.CanBuildTunnelAsync())
            obstacles.Add(new Obstacle("BuildKit", "Aspire builds the image of its container tunnel with it", "install the buildx plugin", BehindTunnel));
        return obstacles;
    }

    // The first line without its full stop, because it becomes part of a sentence.
    private static string Reason(string text) => text.Split('\n')[0].Trim().TrimEnd('.');

    private static string List(IEnumerable<string> items)
    {
        string[] all = [.. items];
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    private sealed record Obstacle(string Missing, string Reason, string Fix, ContainerImage[] Images);
}
