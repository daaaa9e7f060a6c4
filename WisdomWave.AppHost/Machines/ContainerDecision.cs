using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Machines;

/// <summary>
/// Which resources run as containers, decided before the topology is composed: a container whose image cannot be had would
/// otherwise stay in the dashboard as one that never starts, while a program on the PATH could do its work.
/// </summary>
internal sealed record ContainerDecision(IReadOnlySet<string> Resources, string? Engine, string? Note)
{
    /// <summary>Where nobody asked for containers, or no engine answers.</summary>
    public static ContainerDecision None { get; } = new(new HashSet<string>(), null, null);

    /// <summary>All of them, as in a manifest: whoever deploys it has an engine.</summary>
    public static ContainerDecision All { get; } = new(Images.Select(image => image.Resource).ToHashSet(), null, null);

    private static ContainerImage[] Images => [ContainerImage.Cache, ContainerImage.Prometheus, ContainerImage.Grafana];

    /// <summary>These show the services' figures, and reach them through the tunnel.</summary>
    private static ContainerImage[] BehindTunnel => [ContainerImage.Prometheus, ContainerImage.Grafana];

    // Tells what takes long.
    public static async Task<ContainerDecision> TakeAsync(ContainerUse use, ContainerEngine? engine, List<string> problems, Action<string> tell)
    {
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
                ? Without(Images, $"{engine.Name} runs no containers ({Reason(trouble)})", $"start or update {engine.Name}")
                : new ContainerDecision(new HashSet<string>(), engine.Name, NotRunning(engine.Name, trouble));
        }

        var lacks = await LackingAsync(engine, tell);
        return lacks.Count == 0
            ? new ContainerDecision(All.Resources, engine.Name, null)
            : Without(
                [.. Images.Where(image => lacks.Any(lack => lack.Images.Contains(image)))],
                $"{engine.Name} has no {List(lacks.Select(lack => lack.What))} ({Reason(lacks[0].Reason)})",
                List(lacks.Select(lack => lack.Fix)));

        ContainerDecision Without(ContainerImage[] lost, string why, string fix)
        {
            if (use == ContainerUse.Always)
            {
                problems.Add($"WISDOMWAVE_CONTAINERS is always, but {why}; {fix}, or set it to auto.");
                return None;
            }

            var note = $"{why}, so there is no container for {List(lost.Select(image => image.Resource))}, and programs on this machine take their place where they are installed; to have containers, {fix}, then start again.";
            return new ContainerDecision(Images.Except(lost).Select(image => image.Resource).ToHashSet(), engine.Name, note);
        }
    }

    private static string NotRunning(string engine, string trouble)
    {
        // docker → Docker
        var name = $"{char.ToUpperInvariant(engine[0])}{engine[1..]}";
        return $"{name} is not running, so the cache and monitoring run as programs of this machine where they are installed. To use containers, start {name} and start again. ({Reason(trouble)})";
    }

    private static async Task<List<Lack>> LackingAsync(ContainerEngine engine, Action<string> tell)
    {
        ContainerImage[] wanted = [.. Images, ContainerImage.TunnelBase];
        var present = await Task.WhenAll(wanted.Select(engine.HasAsync));
        ContainerImage[] absent = [.. wanted.Where((_, i) => !present[i])];
        if (absent.Length > 0)
            tell($"{engine.Name} downloads {List(absent.Select(image => image.Reference))}; this is done once and takes 5 minutes at most.");

        var reasons = await Task.WhenAll(absent.Select(engine.PullAsync));
        var lacks = absent.Zip(reasons)
            .Where(pull => pull.Second is not null)
            .Select(pull => new Lack(
                pull.First.Reference,
                pull.Second!,
                $"run \"{engine.Name} pull {pull.First.Reference}\"",
                pull.First == ContainerImage.TunnelBase ? BehindTunnel : [pull.First]))
            .ToList();
        if (!await engine.CanBuildTunnelAsync())
            lacks.Add(new Lack("BuildKit", "Aspire builds the image of its container tunnel with it", "install the buildx plugin", BehindTunnel));
        return lacks;
    }

    // One line without the full stop of a sentence: it stands within one.
    private static string Reason(string text) => text.Split('\n')[0].Trim().TrimEnd('.');

    private static string List(IEnumerable<string> items)
    {
        string[] all = [.. items];
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    private sealed record Lack(string What, string Reason, string Fix, ContainerImage[] Images);
}
