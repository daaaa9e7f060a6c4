using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Machines;
using WisdomWave.AppHost.Resources;

namespace WisdomWave.AppHost.Startup;

internal static class StartFailure
{
    /// <summary>Writes one line for each problem.</summary>
    /// <returns>The exit code.</returns>
    public static int Report(IEnumerable<string> problems)
    {
        foreach (var problem in problems)
            Console.Error.WriteLine(problem);
        return 1;
    }
}

/// <summary>Finds problems that would otherwise occur in the middle of the start: ports in use, a data directory that is not writable.</summary>
internal static class StartChecks
{
    /// <summary>Checks what does not depend on the container engine, whose own check may take minutes.</summary>
    public static void Check(Settings settings, List<string> problems) =>
        Claim(settings, new Machine(ContainerDecision.None, Programs.OnPath), problems);

    /// <summary>Returns the settings with an actual port instead of each 0.</summary>
    public static Settings Claim(Settings settings, Machine machine, List<string> problems)
    {
        CheckWritable(settings.DataDirectory, problems);
        if (settings.TelegramFilesDirectory is { } files && !Directory.Exists(files))
            problems.Add($"The directory {files} of {Settings.FilesSetting} does not exist on this machine; set it to the directory of your Bot API server's files, for example /var/lib/telegram-bot-api, or mount that directory there if the server runs in a container.");

        using var claim = new PortClaim(problems);
        var wanted = settings.Ports;
        return settings with
        {
            Ports = new Ports
            {
                Dashboard = claim.Take(wanted.Dashboard, nameof(Ports.Dashboard)),
                Boards = claim.Take(wanted.Boards, nameof(Ports.Boards)),
                Playground = settings.NeedsPlayground ? claim.Take(wanted.Playground, nameof(Ports.Playground)) : wanted.Playground,
                Ingress = claim.Take(wanted.Ingress, nameof(Ports.Ingress)),
                Dialog = claim.Take(wanted.Dialog, nameof(Ports.Dialog)),
                Completion = claim.Take(wanted.Completion, nameof(Ports.Completion)),
                DialogHttp2 = claim.Take(wanted.DialogHttp2, nameof(Ports.DialogHttp2)),
                CompletionHttp2 = claim.Take(wanted.CompletionHttp2, nameof(Ports.CompletionHttp2)),
                IngressReplicas = TakeMore(settings.Replicas.Ingress, nameof(Ports.Ingress)),
                CompletionReplicas = TakeMore(settings.Replicas.Completion, nameof(Ports.Completion)),
                CompletionHttp2Replicas = TakeMore(settings.Replicas.Completion, nameof(Ports.CompletionHttp2)),
                Cache = claim.Take(wanted.Cache, nameof(Ports.Cache)),
                Prometheus = machine.CanRun("prometheus") ? claim.Take(wanted.Prometheus, nameof(Ports.Prometheus)) : wanted.Prometheus,
                Grafana = machine.CanRun("grafana", "grafana-server") ? claim.Take(wanted.Grafana, nameof(Ports.Grafana)) : wanted.Grafana,
                Alertmanager = Alertmanager.IsUsed(settings, machine) ? claim.Take(wanted.Alertmanager, nameof(Ports.Alertmanager)) : wanted.Alertmanager,
                Telemetry = claim.Take(wanted.Telemetry, nameof(Ports.Telemetry)),
                Resources = claim.Take(wanted.Resources, nameof(Ports.Resources)),
            },
        };

        int[] TakeMore(int replicas, string owner) => [.. Enumerable.Range(1, replicas - 1).Select(_ => claim.Take(0, owner))];
    }

    private static void CheckWritable(string directory, List<string> problems)
    {
        try
        {
            // It will contain conversations, so only the owner may read it. The permissions of an existing directory stay unchanged.
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(directory);
            else
                Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var probe = Path.Combine(directory, $".write-{Guid.CreateVersion7():N}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var example = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "wisdomwave");
            problems.Add($"The data directory {directory} is not writable; set WISDOMWAVE_DATA_DIR to a writable one, for example {example}.");
        }
    }
}
